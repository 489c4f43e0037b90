/** The character 0 and halves of a character: PostgreSQL takes neither, SQLite does, and nobody can read them. */
const REFUSED = /\0|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g

/** The text as both databases can keep it. */
export function storable(text: string): string {
  return text.replace(REFUSED, '')
}

/** The same for a Json value, to its last text and name of a member. */
export function storableJson(value: unknown): unknown {
  if (typeof value === 'string') return storable(value)
  if (Array.isArray(value)) return value.map(storableJson)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [storable(name), storableJson(member)]))
}
