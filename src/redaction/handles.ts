import type { PersonalKind, PersonalSpan } from './personal.ts'

const PROVINCE = '[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]'
const GAP = '[ ·.•・_:*★☆~丶-]{0,3}'
const SIGN = '[A-Z0-9零〇一二三四五六七八九幺]'
/** 京A·12345, 京AD12345 with one more for new energy, 沪A1234警 */
const PLATE = new RegExp(
  `${PROVINCE} ?[A-Z]牌?(?:${GAP}${SIGN}){4}(?:${GAP}(?:[挂学警港澳领试])|${GAP}${SIGN}${SIGN}?)`,
  'gi',
)
const MARKED_PLATE = /(?<=(?:车牌号?码?|车号)[是为: ]{0,2})[A-Z]?[·. -]?[A-Z0-9]{4,6}(?![A-Z0-9])/gi

const PROVIDER = '(?:qq|163|126|139|189|sina|sohu|gmail|outlook|hotmail|foxmail|icloud|yahoo|aliyun)'
const AT = `(?: ?(?:@|\\(at?\\)|\\[at?\\]|艾特|圈a|(?:#|(?<= )at(?= ))(?= ?${PROVIDER}(?![a-z0-9]))) ?)`
const POINT = '(?: ?(?:\\.|。|点|\\(dot\\)|\\[dot\\]) ?)'
const EMAIL = new RegExp(`(?<![a-z0-9._%+-])[a-z0-9._%+-]+${AT}[a-z0-9-]+(?:${POINT}(?![0-9]+点)[a-z0-9-]{2,})+`, 'gi')

/** with nothing behind the provider's name: 12345678@qq, and what is called a mailbox */
const SHORT_EMAIL = new RegExp(
  `(?<![a-z0-9._%+-])[a-z0-9._%+-]{3,}${AT}${PROVIDER}(?![a-z0-9.])|(?<=邮箱(?:地址|账号|号)?[是为: ]{0,3})(?![a-z0-9._-]*@)[a-z0-9_][a-z0-9._-]{4,29}(?![a-z0-9@])`,
  'gi',
)

/** What announces an id: 微信号, vx, 加V, and the disguises that pass the filters of groups. */
const HEART = '[❤♥♡🧡💛💚💙💜🖤💗💓💕💖]'
const ANNOUNCES = `(?:微 ?信|薇信|威信|徽信|薇芯|微芯|维信|v信|绿泡泡|we ?chat|wei ?(?:xin|信)|(?<![a-z0-9])[vw] ?x|[加+➕]个?我?的?[v微薇]|(?<![a-z0-9])v{1,3}(?= ?:)|(?<![a-z0-9])v我|(?<!\\p{L})[微薇威](?= ?:)|[v微薇威维加] ?[${HEART.slice(1, -1)}心]|(?:加个?|我的?)卫星|卫星号|(?<![a-z])qq|扣扣|企鹅号|(?:抖音|快手|小红书|微博|陌陌|钉钉|飞书|支付宝|b站)号|telegram|电报号)`
const LEADS_OVER = '(?:[ :,，(/「“"-]|是|为|号码?|id|账号|名|加|我|的|搜索?|叫|群号)'
/** Words in Latin letters that are spoken of together with a chat program. */
const PROGRAM = '(?:qq|https?|www|iphone|android|windows|harmony|huawei|xiaomi|excel|word|video)'
/** An id has 20 signs at most; what is longer is one with something run into it, such as a telephone number. */
const WECHAT = new RegExp(
  `(?<![a-z0-9_-])(?=[a-z0-9_])(?<=${ANNOUNCES}(?!公众|小程序|支付|视频号)${LEADS_OVER}{0,8})(?!${PROGRAM}\\b|https?)(?:[a-z0-9_][a-z0-9_-]{4,}|[a-z](?: [a-z0-9_-]){5,19})(?![a-z0-9_-])`,
  'giu',
)
const ORIGINAL_ID = /(?<![a-z0-9])wxid_[a-z0-9]{8,}/gi

/** Number plates, e-mail addresses and WeChat ids. `text` is normalised, so that full width and disguises are gone. */
export function findHandles(text: string): PersonalSpan[] {
  // Looking for one sign is far quicker than trying a pattern at every place.
  const may = (sign: RegExp, find: () => PersonalSpan[]) => (sign.test(text) ? find() : [])
  return [
    ...may(/[@#]|at|艾特|圈a|\(a\)/i, () => [...matches(text, EMAIL, 'email'), ...matches(text, SHORT_EMAIL, 'email')]),
    ...may(/邮箱/, () => matches(text, SHORT_EMAIL, 'email')),
    ...may(/[a-z0-9_][ a-z0-9_-]{4}/i, () => matches(text, WECHAT, 'wechat')),
    ...matches(text, ORIGINAL_ID, 'wechat'),
    ...matches(text, PLATE, 'plate').filter(({ from, to }) =>
      /[\d零〇一二三四五六七八九幺].*[\d零〇一二三四五六七八九幺]/.test(text.slice(from, to)),
    ),
    ...matches(text, MARKED_PLATE, 'plate').filter(({ from, to }) => /\d/.test(text.slice(from, to))),
  ]
}

function matches(text: string, pattern: RegExp, kind: PersonalKind): PersonalSpan[] {
  return [...text.matchAll(pattern)].map(({ 0: whole, index }) => ({ kind, from: index, to: index + whole.length }))
}
