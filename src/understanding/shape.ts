import type { DangerWords } from './danger.ts'
import { takenAway } from './taken-away.ts'

/**
 * What can be seen of a text without its words: how long it is, what it begins and ends with, whether it asks, lists, or
 * speaks as petitions do. Signs, each a short name.
 */
export function shapeOf(text: string, folded: string, { acute, harmless }: DangerWords): string[] {
  const signs: string[] = [`length ${lengthBand(folded.length)}`]
  if (/\?|[吗么呢不没]$|[吗呢]_|有没有|能不能|是不是/.test(folded)) signs.push('asks')
  if (/吗(?:$|[?_])/.test(folded)) signs.push('ma')
  if (/[吧呗]$/.test(folded)) signs.push('ba')
  if (/[了啦]$/.test(folded)) signs.push('le')
  if (/[啊呀哟哦噢呐]$/.test(folded)) signs.push('sigh')
  if (/P/.test(folded)) signs.push('phone')
  if (/U/.test(folded)) signs.push('link')
  if (/A/.test(folded)) signs.push('mention')
  if (/^(?:#|【|\[?转)/.test(folded)) signs.push('headed')
  if (/(?:^|\n)\s*1[.、．\s].{0,80}\s\s*2[.、．\s]/s.test(text.slice(0, LOOKED_AT))) signs.push('list')
  if (/^\+/.test(folded)) signs.push('plus')
  if (/^(?:\[[^\]]{1,6}\]|[\p{Extended_Pictographic}_])+$/u.test(folded)) signs.push('only faces')
  if (/0(?:号楼|栋|幢|单元|#|号院|楼|层|座)/.test(folded)) signs.push('building')
  if (acute) signs.push(harmless ? 'acute but harmless' : 'acute')
  if (harmless) signs.push('harmless')
  const away = takenAway(folded)
  if (away) signs.push(away)
  const title = titleOf(text)
  if (title) signs.push(title)
  const petition = petitionSigns(text)
  signs.push(`petition ${Math.min(petition, 4)}`)
  if (petition >= 2 && folded.length > 60) signs.push('petition long')
  return signs
}

/** Subject lines of petitions speak of nobody and to nobody, in one breath. */
const PERSONAL = /[我你咱俺您吧呗啊呀哦嘛哈唉呐啦嘿哎~～!！\s…😀-🫿[]|吗|呢|来着|谁家|麻烦|谢|快乐|欢迎/u
const ABOUT = /^(?:关于|对于?|针对|请求|要求|反映|投诉|举报|咨询|建议|恳请|希望|呼吁|求)/
const MATTER =
  /(?:问题|扰民|隐患|情况|现象|诉求|投诉|咨询|建议|不作为|乱收费|不达标|不到位|不合理|不透明|不规范|混乱|严重|频繁|成灾|泛滥|堪忧|缺失|破损|损坏|失修|脱落|外溢|堵塞|横流|受阻|困难|难|无门|无果|未果|无人(?:管|问|理|修|清|处理|维修|清理|清运|监管|回应)|屡禁不止|迟迟.{1,10}|何时.{1,12}|如何.{1,12}|能否.{1,12}|是否.{1,12}|为何.{1,14}|何去何从|怎么.{1,8})[?？]?$/
const ANNOUNCES =
  /通知|公告|公示|招募|招聘|活动|举办|召开|开展|报名|温馨提示|倡议|优惠|名单|结果|接龙|直播|比赛|转让|出租/

/** Whether a text has the shape of a subject line: a noun phrase, or what is about something. */
function titleOf(text: string): string | undefined {
  const line = text.trim().replace(/(?<![!！])[!！]+$/, '')
  if (line.length < 6 || line.length > 40 || PERSONAL.test(line) || ANNOUNCES.test(line)) return undefined
  const signs = Number(ABOUT.test(line)) + Number(MATTER.test(line))
  return signs === 0 ? 'one breath' : signs === 1 ? 'a title' : 'a full title'
}

/** Whether a folded text does no more than answer where somebody is: 在门卫那儿, 我在花园呢. */
export function answersWhere(folded: string): boolean {
  return /^[我他她]?(?:们)?(?:在|到|去)[^_?!在漏堵坏破吵臭烧打闹冒塌停断]{1,6}(?:呢|这儿|那儿|那里|那边|了|哈|啊)?$/.test(
    folded,
  )
}

/** How many of the turns that only petitions have stand in the text. */
export function petitionSigns(text: string): number {
  const begin = text.slice(0, LOOKED_AT)
  return PETITION_SIGNS.filter((sign) => sign.test(begin)).length
}

/** Whoever petitions has done so after so many characters. */
const LOOKED_AT = 800

const PETITION_SIGNS: readonly RegExp[] = [
  /尊敬的|领导.{0,4}您?好|您好[,，:：!！。]|^\s*(?:反映|关于|咨询|建议|投诉|求助|举报)/,
  /我(?:是|们是|系)|本人(?:是|系|家|住|现|于)|(?:家|居)住(?:在|于)|位于|系.{2,12}(?:居民|业主|村民)/,
  /恳请|敬请|望(?:有关|相关|领导|政府|贵|能|尽快|予以|解决|回复)|盼|请(?:求|问|予以|尽快|相关|有关|领导|政府|贵|核实|督促|协调)/,
  /希望.{0,12}(?:解决|处理|部门|领导|政府|答复|回复|重视|整改)/,
  /(?:有关|相关|职能|主管|监管|执法)(?:单位|部门)|政府|街道办|住建|城管|市长|书记|12345|贵(?:局|单位|区|街道|委)/,
  /严重影响|影响.{0,10}(?:生活|休息|出行|学习)|安全隐患|居民(?:们)?的|广大(?:居民|业主)|民生/,
  /(?:予以|给予|给出|得到)(?:解决|处理|答复|回复|合理|明确)|核实|查处|督促|整改|落实|妥善/,
  /未果|无果|至今|均|多次(?:向|反映|投诉|联系|拨打)|由于|导致|致使|根据|按照/,
]

const BANDS: readonly (readonly [number, string])[] = [
  [4, 'a word'],
  [8, 'few words'],
  [16, 'a line'],
  [32, 'two lines'],
  [64, 'some lines'],
  [140, 'a paragraph'],
]

function lengthBand(length: number): string {
  return BANDS.find(([below]) => length < below)?.[1] ?? 'long'
}
