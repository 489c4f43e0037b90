import type { Tx } from '../database/database.ts'
import type { UnitKind } from '../database/types.ts'
import type { CommunityId, UnitId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import { nearest } from './nearest.ts'

export interface KnownUnit {
  readonly id: UnitId
  readonly code: string
  readonly name: string
  readonly kind: UnitKind
}

/**
 * The unit that somebody calls by its code, name or alias, or by the beginning of one that no other unit's has.
 * `Refusal` with the likeliest ones otherwise.
 */
export async function findUnit(tx: Tx, communityId: CommunityId, words: string): Promise<KnownUnit> {
  const wanted = words.normalize('NFKC').replace(/\s+/g, '').toLowerCase()
  const rows = await tx.unit.findMany({ where: { communityId }, orderBy: { id: 'asc' } })
  const units = rows.map((row) => ({
    unit: { id: row.id as UnitId, code: row.code, name: row.name, kind: row.kind },
    calls: [row.code, row.name, ...aliasesOf(row.aliases)],
  }))
  const called = (test: (call: string) => boolean) =>
    units.filter(({ calls }) => calls.some((call) => test(call.toLowerCase()))).map(({ unit }) => unit)

  const [exact] = called((call) => call === wanted)
  if (exact) return exact
  const begun = wanted === '' ? [] : called((call) => call.startsWith(wanted))
  const [first, second] = begun
  if (first && !second) return first
  if (second) throw new Refusal(`“${words}”可能是${begun.map(({ name }) => name).join('、')}，请写全一点。`)

  const near = nearest(
    wanted,
    units.flatMap(({ calls }) => calls),
    6,
  )
  const meant = [
    ...new Set(near.flatMap((call) => units.filter(({ calls }) => calls.includes(call)).map(({ unit }) => unit.name))),
  ]
  const shown = meant.length > 0 ? meant.slice(0, 3) : units.map(({ unit }) => unit.name).slice(0, 12)
  throw new Refusal(
    shown.length === 0
      ? '社区还没有登记责任单位。'
      : `没有找到“${words}”这个单位。${meant.length > 0 ? '您是不是要写' : '可以写'}：${shown.join('、')}。`,
  )
}

/** Other names, as the database keeps them. */
export function aliasesOf(stored: unknown): string[] {
  return Array.isArray(stored) ? stored.filter((alias) => typeof alias === 'string') : []
}
