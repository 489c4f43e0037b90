const parts = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

function read(instant: Date) {
  return Object.fromEntries(parts.formatToParts(instant).map(({ type, value }) => [type, value]))
}

/** 6月3日(周三) */
export function dayOf(instant: Date): string {
  const { month, day, weekday } = read(instant)
  return `${month}月${day}日(${weekday})`
}

/** 15:00 */
export function timeOf(instant: Date): string {
  const { hour, minute } = read(instant)
  return `${hour}:${minute}`
}

/** What stands beside a chat in the list: the time if it was today, otherwise the day. */
export function briefly(instant: Date, now: Date): string {
  if (dayOf(instant) === dayOf(now)) return timeOf(instant)
  const { month, day } = read(instant)
  return `${month}月${day}日`
}
