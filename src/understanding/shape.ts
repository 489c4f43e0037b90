import { soundsAcute, soundsHarmless } from './danger.ts'

/**
 * What can be seen of a text without its words: how long it is, what it begins and ends with, whether it asks, lists, or
 * speaks as petitions do. Signs, each a short name.
 */
export function shapeOf(text: string, folded: string): string[] {
  const signs: string[] = [`length ${lengthBand(folded.length)}`]
  if (/\?|[吗么呢不没]$|[吗呢]_|有没有|能不能|是不是/.test(folded)) signs.push('asks')
  if (/吗(?:$|[?_])/.test(folded)) signs.push('ma')
  if (/[吧呗]$/.test(folded)) signs.push('ba')
  if (/[了啦]$/.test(folded)) signs.push('le')
  if (/[啊呀哟哦噢呐]$/.test(folded)) signs.push('sigh')
  if (/!/.test(folded)) signs.push('exclaims')
  if (/P/.test(folded)) signs.push('phone')
  if (/U/.test(folded)) signs.push('link')
  if (/A/.test(folded)) signs.push('mention')
  if (/^(?:#|【|\[?转)/.test(folded)) signs.push('headed')
  if (/(?:^|\n)\s*1[.、．\s].{0,80}\s\s*2[.、．\s]/s.test(text.slice(0, LOOKED_AT))) signs.push('list')
  if (/^\+/.test(folded)) signs.push('plus')
  if (/^(?:\[[^\]]{1,6}\]|[\p{Extended_Pictographic}_])+$/u.test(folded)) signs.push('only faces')
  if (/0(?:号楼|栋|幢|单元|#|号院|楼|层|座)/.test(folded)) signs.push('building')
  if (soundsAcute(folded)) signs.push(soundsHarmless(folded) ? 'acute but harmless' : 'acute')
  if (soundsHarmless(folded)) signs.push('harmless')
  const petition = petitionSigns(text)
  signs.push(`petition ${Math.min(petition, 4)}`)
  if (petition >= 2 && folded.length > 60) signs.push('petition long')
  return signs
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
