import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Line {
  readonly text: string
  /** what it is about, in the hostile lists */
  readonly category: string
}

/** The lines of a list in `corpus`: `#` begins a note, `[category]` says what the lines below it are about. */
export function linesOf(name: string): Line[] {
  const lines: Line[] = []
  let category = ''
  for (const text of readFileSync(join(import.meta.dirname, 'corpus', name), 'utf8').split('\n')) {
    const heading = /^\[(\w+)\]$/.exec(text)?.[1]
    if (heading !== undefined) category = heading
    else if (text !== '' && !text.startsWith('#')) lines.push({ text, category })
  }
  return lines
}
