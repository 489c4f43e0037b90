/** An order, a place on a list: 我也要, 要两箱, +2. Whoever says so has no trouble. */
const ORDERS =
  /(?:^|[^不需])(?:想要|要|买|订|定|拼|报名|参加|接龙)(?:[了吧哈啊呀的]|[\s，,。.~～+＋]|$|[一二两三四五六七八九十几半\d])|(?:^|来|留|给我)\s*[一二两三四五六七八九十几半\d]\s*(?:箱|份|斤|袋|盒|瓶|套|提|包)|[+＋]\s*(?:[2-9]|1\d)/

/** Whether words that sound like +1 ask to be counted in for something else than a trouble. */
export function isOrder(text: string): boolean {
  return ORDERS.test(text)
}

/** What 我家也停水了 tells by itself, without the neighbours it is held against: 我家停水了. */
export function withoutAlso(text: string): string {
  return text.replace(/[+＋]1|同样|[也亦]/g, '').trim()
}
