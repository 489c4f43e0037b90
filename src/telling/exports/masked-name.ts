import { NOBODYS_NAME } from '../../community/nobody.ts'

/** How somebody is called in an export in which nobody is named: 许*, 安*. */
export function maskedName(name: string): string {
  if (name === NOBODYS_NAME) return name
  const [first = ''] = name.trim()
  return first === '' ? '' : `${first}*`
}
