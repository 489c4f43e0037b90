import { type Document, isAlias, isMap, isScalar, isSeq, type LineCounter, type Node } from 'yaml'

export type Path = readonly (string | number)[]

export interface Position {
  readonly line: number
  readonly column: number
}

/**
 * Where in the text the value at `path` begins. When there is none (a missing key) it is where the nearest thing
 * around it begins; `atKey` asks for the place of the last key itself.
 */
export function positionOf(document: Document.Parsed, lines: LineCounter, path: Path, atKey = false): Position {
  let node: Node | null = document.contents
  let offset = node?.range?.[0] ?? document.range[0]
  for (const [depth, step] of path.entries()) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))
      if (!pair) break
      const key = pair.key as Node
      const value = pair.value as Node | null
      const wantsKey = atKey && depth === path.length - 1
      offset = (wantsKey ? key.range : (value?.range ?? key.range))?.[0] ?? offset
      node = value
    } else if (isSeq(node)) {
      node = (node.items[Number(step)] as Node | undefined) ?? null
      if (!node) break
      offset = node.range?.[0] ?? offset
    } else break
    if (isAlias(node)) node = node.resolve(document) ?? null
  }
  const { line, col } = lines.linePos(offset)
  return { line, column: col }
}

/** compounds[2].buildings[0].grid */
export function writePath(path: Path): string {
  return path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`),
    '',
  )
}
