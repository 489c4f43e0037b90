import { normalise } from '../../chat/normalise.ts'
import type { ReceiptStep } from '../../database/types.ts'
import { numberNamed, STEPS } from '../../directives/directive.ts'

/** What somebody who was asked to act has said of how far they are. */
export interface ReceiptWords {
  readonly step: ReceiptStep
  /** their own words, where they say more than the step */
  readonly note: string | undefined
  /** they say nothing but that, politeness, and that they will see to it: 收到，马上去 */
  readonly alone: boolean
  /** the order they name: 任务3 收到 */
  readonly number: number | undefined
  /** they mean every order that waits: 都收到 */
  readonly every: boolean
}

/** Longer is no receipt but a report or something forwarded. */
const LONGEST = 200

const AROUND = /\[\p{L}{1,4}\]|\p{Extended_Pictographic}|[\u{1f3fb}-\u{1f3ff}"“”'‘’()]/gu
const ORDER = /(?:任务|通知)\s?第?\d{1,7}号?/g
const BETWEEN = /[\s,.。!;、~…:]+/
const POLITE =
  /^(?:好[的嘞哒]?|好好|嗯+|恩+|哦+|噢|行|可以|o\s?k|是的?|明白了?|知道了?|了解|没问题|没事|谢谢.{0,4}|多谢|感谢|辛苦.{0,4}|(?:请)?放心|领导|主任|书记|各位|请查收|请审核|\d{0,2}号?网格(?:员|物业|志愿者)?|网格员|物业|志愿者)$/i

/** Who asks, or asks others to answer, has not answered. */
const ASKS =
  /\?|吗$|嘛$|呢$|没有?$|没了$|否$|谁|什么|怎么|怎样|哪|几点|何时|多久|是不是|有没有|能不能|要不要|请(?:大家|各位|你们?|您)?.{0,6}(?:收到|回复|回执|回|确认|完成|到场|处理)|收到(?:的|后|请|就|再|后请)?(?:回|扣|请|说|吱|报|确认)|(?:大家|各位|你们?|您).{0,6}(?:收到|到场|到位|完成|处理)|务必|必须|记得|别忘|要求|应当|提醒/
const SHOULD = /(?:怎么|为什么|如何)/

const WHO =
  '(?:我们?|咱们?|本人|这边|这里|大家|人|人员|人手|队伍|物业|网格员?|志愿者|师傅们?|\\d{1,2}号?网格(?:员|物业|志愿者)?)'
const ALREADY = '(?:已经?|均已?|都已?|全部?|全都|刚刚?|也|及时)'
const PARTICLE = '[了啦哈咯喽哦噢呀啊嘞的]*'
const THANKS =
  '(?:谢谢|多谢|感谢|辛苦|领导|主任|书记|[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗]?主任|小格|社区|了|您|你)*'
const ACKNOWLEDGED = new RegExp(
  `^(?:好的?|嗯+|恩+|行|是|ok|明白|知道了?|了解)*${WHO}?(?:${ALREADY})*(?:收到|收悉|已阅|知悉|签收)${PARTICLE}(?:收到${PARTICLE})*(?:通知|任务|消息|信息|要求|指示|提示|这个|这条)?${PARTICLE}${THANKS}$`,
  'i',
)
/** 好的 says 收到 where it is said to the order itself. */
const AGREED = /^(?:好[的嘞哒]?|嗯+|ok|行|可以|明白了?|知道了?|了解|没问题|1)$/i

const VERBS =
  '处理|处置|清理|清运|清扫|清除|清洁|清|打扫|扫|整理|整改|整治|办理|办|搬运|搬|转运|运|拆除|拆|铲|撒盐|排查|巡查|巡逻|摸排|核查|检查|核实|走访|入户|登记|张贴|贴|发放|宣传|联系|协调|抢修|维修|修|施工|弄|做|干|忙|搞|落实|推进|消杀|消毒|疏导|劝导|值守|布置|安装|换|转移|疏散|排水|抽水|加固|解决|进行'
const WORKING = [
  new RegExp(`(?:正在|正|(?<!现)在|开始|着手)(?:${VERBS}|赶)`),
  new RegExp(`(?:${VERBS})(?:当)?中${PARTICLE}$`),
  new RegExp(`(?:${VERBS})着${PARTICLE}$`),
  new RegExp(`(?:${VERBS})了(?:一半|大半|多半|部分|一部分|一些|几)`),
]
const WORKING_ALONE = new RegExp(
  `^${WHO}?(?:正在|正|在)?(?:处理|清理|办理|办|整改|进行|弄|做|干)(?:中|着)?${PARTICLE}$`,
)
const DONE = [
  new RegExp(`(?:${VERBS}).{0,8}(?:完毕|完成|完|好|干净|到位|掉|妥|结束|走)${PARTICLE}$`),
  /(?:完成|搞定|完毕|办结|办妥|完工|了结|解决|结束)[了啦]*$/,
  new RegExp(`^${WHO}?已经?(?:全部|都)?(?:处理|处置|清理|清运|整改|拆除|清除|清扫|解决|办)了?$`),
  /^(?:已经?|全部|都)*完成/,
]
const DONE_ALONE = new RegExp(
  `^${WHO}?(?:${ALREADY})*(?:完成|搞定|完毕|(?:办|清|弄|做|处理|清理|整改|打扫)(?:好|完|完毕|完成|干净)|已处理|已清理|已整改|已办)(?:任务)?${PARTICLE}$`,
)
/** Part of it is not all of it. */
const PARTLY = /一半|部分|大半|多半|百分|\d%|基本|差不多|还[差剩有]|快|剩|先|一些|几个|有的/
const ONE_PLACE = /\d(?:号楼|栋|幢|单元|门)/
const ALL = /都|全/
const ON_SITE = [
  /(?:到场|到现场|到岗|到达|抵达|就位|在现场|在场|到位)(?!的|后|时|前|之)/,
  new RegExp(`^${WHO}?(?:已经?|都|刚刚?)*到[了啦]${PARTICLE}$`),
  /^(?:我们?)?(?:已经?|都已|刚刚?)到(?!期|点|时|底|处)\S{1,8}$/,
]
const ON_SITE_ALONE = new RegExp(
  `^${WHO}?${WHO}?(?:${ALREADY})*(?:到场|到现场|到位|到岗|就位|在现场|在场|到[了啦])${PARTICLE}$`,
)

const NOT = /没(?!问题|事)|未|不(?!好意思|客气|用谢|远)|无法|别|尚/
/** What is still to come is a promise: they have heard of it. */
const TO_COME =
  /马上|立即|立刻|这就|尽快|抓紧|一会|待会|等下|稍后|准备|争取|保证|一定|预计|计划|打算|将|快到|就到|就去|就来|就办|要去|去(?:处理|清理|办|看|现场)|赶(?:过去|往|去)|路上|出发|安排/
const TO_COME_AT =
  /(?:下午|晚上|中午|明天|明早|后天|今天|上午|点)?.{0,6}(?:前|之前|以前)(?:能|会|可以)?(?:完成|到|处理|办|清)/

type Clause =
  | { readonly kind: 'step'; readonly step: ReceiptStep; readonly alone: boolean }
  | { readonly kind: 'to come' | 'polite' | 'agreed' | 'negated' | 'other' }

/**
 * Reads `收到！`, `好的收到`, `到场了，3个人在清理`, `办完了`; undefined for questions (收到没有？), for those who ask others (收到请回复),
 * for 没收到, and for talk. Pure, and quick for what is none.
 *
 * @param quoting it is said to the order itself: then 好的 is an answer too
 */
export function receiptWords(own: string, quoting = false): ReceiptWords | undefined {
  if (own.length > LONGEST) return undefined
  const whole = normalise(own)
  const text = whole.replace(ORDER, ' ').replace(AROUND, ' ').trim()
  const parts = text.split(BETWEEN).filter((part) => part !== '')
  if (parts.length === 0 || parts.some((part) => ASKS.test(part)) || text.includes('?') || SHOULD.test(text))
    return undefined
  const clauses = parts.map(readClause)
  const steps = clauses.flatMap((clause) => (clause.kind === 'step' ? clause.step : []))
  const negated = clauses.some(({ kind }) => kind === 'negated')
  const promised = clauses.some(({ kind }) => kind === 'to come')
  const agreed = quoting && clauses.every(({ kind }) => kind === 'agreed' || kind === 'polite')
  let furthest = steps.reduce<ReceiptStep | undefined>((far, step) => (isAfter(step, far) ? step : far), undefined)
  // 完成了，3号楼还没完成: not done, but at work.
  if (negated) furthest = furthest === 'DONE' ? 'WORKING' : furthest === 'ACKNOWLEDGED' ? undefined : furthest
  const step = furthest ?? (!negated && (promised || agreed) ? 'ACKNOWLEDGED' : undefined)
  if (step === undefined) return undefined
  const only = clauses.every((clause) => clause.kind === 'polite' || clause.kind === 'agreed' || isAlone(clause))
  return {
    step,
    note: only ? undefined : own.trim(),
    // A promise alone is said of many things; beside 收到 it is part of it.
    alone:
      steps.length > 0 && clauses.every((clause) => clause.kind === 'to come' || isAlone(clause) || isFiller(clause)),
    number: numberNamed(whole),
    every: /都(?:已经?)?(?:收到|到场|完成)|全部?(?:收到|完成)|(?:两|几)[个件条]都/.test(text),
  }
}

function readClause(clause: string): Clause {
  if (AGREED.test(clause)) return { kind: 'agreed' }
  if (POLITE.test(clause)) return { kind: 'polite' }
  if (ACKNOWLEDGED.test(clause)) return { kind: 'step', step: 'ACKNOWLEDGED', alone: true }
  const done = DONE.some((pattern) => pattern.test(clause))
  const working = WORKING.some((pattern) => pattern.test(clause))
  const onSite = ON_SITE.some((pattern) => pattern.test(clause))
  const toCome = (TO_COME.test(clause) || TO_COME_AT.test(clause)) && !/已/.test(clause)
  if (NOT.test(clause))
    return done || working || onSite || /收到|完成|开始|到/.test(clause) ? { kind: 'negated' } : { kind: 'other' }
  if (toCome) return { kind: 'to come' }
  if (done) {
    const partly = PARTLY.test(clause) || (ONE_PLACE.test(clause) && !ALL.test(clause))
    return { kind: 'step', step: partly ? 'WORKING' : 'DONE', alone: !partly && DONE_ALONE.test(clause) }
  }
  if (working) return { kind: 'step', step: 'WORKING', alone: WORKING_ALONE.test(clause) }
  if (onSite) return { kind: 'step', step: 'ON_SITE', alone: ON_SITE_ALONE.test(clause) }
  return { kind: 'other' }
}

function isAlone(clause: Clause): boolean {
  return clause.kind === 'step' && clause.alone
}

function isFiller({ kind }: Clause): boolean {
  return kind === 'polite' || kind === 'agreed'
}

function isAfter(step: ReceiptStep, than: ReceiptStep | undefined): boolean {
  return than === undefined || STEPS.indexOf(step) > STEPS.indexOf(than)
}
