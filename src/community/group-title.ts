import type { Tx } from '../database/database.ts'
import type { BoundGroup } from './groups.ts'

/** 3号网格的群, 工作群, 交警中队的群 */
export async function groupTitle(tx: Tx, { gridId, unitId }: BoundGroup): Promise<string> {
  if (gridId) return `${(await tx.grid.findUniqueOrThrow({ where: { id: gridId } })).number}号网格的群`
  if (unitId) return `${(await tx.unit.findUniqueOrThrow({ where: { id: unitId } })).name}的群`
  return '工作群'
}
