import { foldAddress, readAddress } from '../community/address-words.ts'
import { hiddenDoors } from './hidden-doors.ts'
import type { PersonalSpan } from './personal.ts'

/** What has been read of an address is covered by a sign of its kind; no normalised text holds one. */
const SIGNS = { grid: '\u0003', building: '\u0004', unit: '\u0005', floor: '\u0006', door: '\u0007' } as const

const BLANK = 0x20
/** 301 of these is nobody's home. */
const OFFICE_ROOM = /^(?:小?会议|办公|活动|阅览|教|诊|医务|值班|警卫)室/

/**
 * Whatever tells the household within an entrance: 501, 5楼02室, 11楼2号, A座1603, 顶楼西户. The building, the entrance
 * and the floor stay: 3号楼2单元501 loses the 501 only. `text` is normalised.
 */
export function findDoors(text: string): PersonalSpan[] {
  const at = new Uint32Array(text.length)
  let length = 0
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) !== BLANK) at[length++] = i
  const folded = foldAddress(text.replaceAll(' ', ''))
  const read = readAddress(folded).sort((a, b) => a.from - b.from)
  const parts: string[] = []
  let done = 0
  for (const { kind, from, to } of read) {
    if (from < done) continue
    parts.push(folded.slice(done, from), SIGNS[kind].repeat(to - from))
    done = to
  }
  const covered = parts.join('') + folded.slice(done)
  const homes = read.filter(({ kind, to }) => kind === 'door' && !OFFICE_ROOM.test(folded.slice(to, to + 5)))
  const doors = [...homes, ...hiddenDoors(covered)]
  return doors.map(({ from, to }) => ({ kind: 'door', from: at[from] ?? 0, to: (at[to - 1] ?? 0) + 1 }))
}
