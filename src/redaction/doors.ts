import { foldAddress, readAddress } from '../community/address-words.ts'
import type { PersonalSpan } from './personal.ts'

/** Numbers of homes. The building and the entrance stay: 3号楼2单元501 loses the 501 only. `text` is normalised. */
export function findDoors(text: string): PersonalSpan[] {
  const at: number[] = []
  let words = ''
  for (let i = 0; i < text.length; i++) {
    if (text.charAt(i) === ' ') continue
    words += text.charAt(i)
    at.push(i)
  }
  return readAddress(foldAddress(words)).flatMap(({ kind, from, to }) =>
    kind === 'door' ? [{ kind, from: at[from] ?? 0, to: (at[to - 1] ?? 0) + 1 }] : [],
  )
}
