import type { Tx } from '../database/database.ts'
import type { CommunityId, GridId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import { writeRanges } from './ranges.ts'
import { readRoleWords, roleName } from './role-words.ts'
import type { RoleGrant, RoleTarget } from './roles.ts'
import { findUnit } from './units.ts'

const WITHOUT_GRID = /^(?:副?网格员|网格?负责人|负责人)$/

/** Finds the role that the words of /任命 and /免去 mean. `Refusal`: what can be written, or which grids there are. */
export async function findRole(tx: Tx, communityId: CommunityId, text: string): Promise<RoleTarget> {
  const words = readRoleWords(text)
  if (!words) {
    if (WITHOUT_GRID.test(text.replace(/\s+/g, ''))) throw new Refusal('请写上是几号网格，比如：网格员 3。')
    throw new Refusal(
      '没看懂是哪项职务。可以写：网格员 3、副网格员 3、3网格负责人、工作人员、书记、讲师、红娘、志愿者、志愿者 3、联系人 物业、联系人 物业 3网格。',
    )
  }
  if (words.kind === 'UNIT_CONTACT') {
    const { id: unitId } = await findUnit(tx, communityId, words.unit)
    return { kind: words.kind, unitId, ...(await inGrid(tx, communityId, words.grid)) }
  }
  if (words.kind === 'VOLUNTEER') {
    return { kind: words.kind, ...(await inGrid(tx, communityId, words.grid)) }
  }
  if (words.kind !== 'GRID_WORKER') return words
  return { kind: words.kind, gridId: await gridByNumber(tx, communityId, words.grid), post: words.post }
}

async function inGrid(tx: Tx, communityId: CommunityId, number: number | undefined): Promise<{ gridId?: GridId }> {
  return number === undefined ? {} : { gridId: await gridByNumber(tx, communityId, number) }
}

/** The grid with this number. `Refusal` naming those there are when there is none. */
export async function gridByNumber(tx: Tx, communityId: CommunityId, number: number): Promise<GridId> {
  const grid = await tx.grid.findUnique({ where: { communityId_number: { communityId, number } } })
  if (grid) return grid.id as GridId
  const all = await tx.grid.findMany({ where: { communityId }, select: { number: true } })
  throw new Refusal(
    `没有${number}号网格。本社区的网格有：${writeRanges(all.map((each) => each.number)).replaceAll(', ', '、')}。`,
  )
}

/** What a role is called in full: 3号网格网格员, 3号网格副网格员, 3号网格志愿者, 交警中队联系人, 书记. */
export async function roleTitle(
  tx: Tx,
  grant: Pick<RoleGrant, 'kind' | 'gridId' | 'unitId' | 'lead'>,
): Promise<string> {
  const unit =
    grant.unitId === undefined
      ? undefined
      : await tx.unit.findUniqueOrThrow({ where: { id: grant.unitId }, select: { name: true } })
  if (grant.gridId !== undefined) {
    const grid = await tx.grid.findUniqueOrThrow({ where: { id: grant.gridId }, select: { number: true } })
    return `${unit?.name ?? ''}${grid.number}号网格${unit ? '联系人' : roleName(grant.kind, grant.lead)}`
  }
  if (unit) return `${unit.name}联系人`
  return roleName(grant.kind)
}
