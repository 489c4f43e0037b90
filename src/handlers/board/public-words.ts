import { redact } from '../../redaction/redact.ts'
import { Refusal } from '../../refusal.ts'

/** A screen holds several posts, and a message of the wall at least one. */
const LONGEST_WORDS = 200
const LONGEST_NAME = 12

/** Nothing that anybody means to read: what the outbox would leave out, and signs without a width that only hide others. */
const UNREADABLE =
  /(?![\n\t])[\p{Cc}\u202A-\u202E\u2066-\u2069]|[\u00AD\u200B\u200E\u200F\u2060\uFEFF\u{E0000}-\u{E007F}]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/gu

/** Who would be taken for somebody in office. */
const OFFICIAL =
  /书记|主任|社区|居委|街道|政府|网格|物业|民警|警察|派出所|交警|城管|小格|管理员|官方|工作人员|站长|支部/

/**
 * The exact text that would be published: in one line, without what nobody can read, and with everything personal masked
 * (privacy 14). What it returns for its own result is that result. @throws Refusal for what is empty or too long
 */
export function publicWords(own: string): string {
  const line = oneLine(own)
  const { length } = [...line]
  if (!/[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(line))
    throw new Refusal('请写上想说的话，比如：/留言 祝大家中秋快乐')
  if (length > LONGEST_WORDS) throw new Refusal(`留言请写在${LONGEST_WORDS}个字以内，现在有${length}个字。`)
  return redact(line)
}

/** A name to be shown. @throws Refusal for one that tells how to reach its bearer, or that stands for an office */
export function publicName(own: string): string {
  const name = oneLine(own)
    .replace(/^[:：,，]+/, '')
    .trim()
  const { length } = [...name]
  if (length === 0 || !/\p{L}/u.test(name)) throw new Refusal('请写上署名，比如：署名 王老师')
  if (length > LONGEST_NAME) throw new Refusal(`署名请写在${LONGEST_NAME}个字以内。`)
  if (redact(name) !== name) throw new Refusal('署名会公开，请不要写电话、微信号、门牌号这些。')
  if (OFFICIAL.test(name)) throw new Refusal('署名请写平时的称呼，比如 王老师、3号楼老李，不写职务和单位。')
  return name
}

function oneLine(own: string): string {
  return own.replace(UNREADABLE, '').replace(/\s+/g, ' ').trim()
}
