import type { Contact } from './contact.ts'
import { ENOUGH, type Listed } from './listed.ts'
import type { Category, Reason } from './reason.ts'
import { ownWords, type Sight } from './sight.ts'
import type { TradeSigns } from './trade-signs.ts'

/** Somebody warns of it, forbids it, reports it, or complains of it. */
const AGAINST =
  /反诈|防骗|防诈|谨防|警惕|小心|当心|别信|不要(?:相?信|轻信|参与)|切勿|勿信|上当|害人|建议|被骗|受骗|严禁|禁止|禁毒|杜绝|拒绝|远离|抵制|打击|举报|整治|取缔|扫黑|扫黄|宣传|讲座|提醒|骗局|骗术|揭秘|投诉|管管|管一管|查一查|查查|扰民|能不能|希望社区|建议社区|治理|预防|识别|电影|电视剧|新闻|真的假的|是真的吗|是不是真的|怎么办|受不了|清理|撕|铲/
/** What is written to make somebody get in touch. */
const WANTS_TOUCH: ReadonlySet<Category> = new Set([
  'advert',
  'fraud',
  'gambling',
  'porn',
  'drugs',
  'superstition',
  'loan',
  'forgery',
])
/** In these somebody who warns is not what is looked for; a threat or an insult stays one. */
const MAY_BE_WARNED_OF: ReadonlySet<Category> = new Set([...WANTS_TOUCH, 'politics'])
const TOUCH = 2

/** The reasons that lie in listed words: one a category, if together they weigh enough. */
export function wordReasons(
  sight: Sight,
  words: readonly Listed[],
  contact: Contact | undefined,
  trade: TradeSigns,
): Reason[] {
  const touch = contact !== undefined || trade.link !== undefined || trade.code !== undefined
  const against = !touch && AGAINST.test(sight.text)
  const byCategory = new Map<Category, Listed[]>()
  for (const word of words) byCategory.set(word.category, [...(byCategory.get(word.category) ?? []), word])
  const reasons: Reason[] = []
  for (const [category, listed] of byCategory) {
    const counted =
      against && MAY_BE_WARNED_OF.has(category)
        ? listed.filter(({ disguised, weight }) => disguised && weight >= ENOUGH)
        : listed
    const weights = new Map(counted.map(({ id, weight }) => [id, weight]))
    const sum = [...weights.values()].reduce((all, weight) => all + weight, 0)
    if (sum === 0 || sum + (touch && WANTS_TOUCH.has(category) ? TOUCH : 0) < ENOUGH) continue
    const gravest = counted.reduce((best, word) => (word.weight > best.weight ? word : best))
    reasons.push({
      category,
      severity: Math.max(...counted.map(({ severity }) => severity)) as Reason['severity'],
      found: ownWords(sight, gravest.from, gravest.to),
    })
  }
  return reasons
}
