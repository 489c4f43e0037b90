const LONGEST_TITLE = 20
const BRACKETED = /^\s*(?:【|\[|「|《|〖)([^】\]」》〗\n]{2,20})(?:】|\]|」|》|〗)/
const GREETING = /^(?:各位|尊敬的|亲爱的|大家好|您好|@|温馨提示|通知|公告)/

/** The heading of a notice: 【停水通知】, or a first line that is short and no greeting. */
export function titleOf(text: string): string | undefined {
  const lines = text.split(/\r?\n/).map((line) => line.trim())
  const first = lines.find((line) => line !== '') ?? ''
  const bracketed = BRACKETED.exec(first)?.[1]
  if (bracketed) return bracketed.trim()
  if (lines.length === 1 && [...first].length <= LONGEST_TITLE * 2) return first
  return [...first].length <= LONGEST_TITLE && !GREETING.test(first) ? first : undefined
}
