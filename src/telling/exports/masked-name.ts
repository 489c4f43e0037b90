/** How somebody is called in an export in which nobody is named: 许*, 安*. */
export function maskedName(name: string): string {
  const [first = ''] = name.trim()
  return first === '' ? '' : `${first}*`
}
