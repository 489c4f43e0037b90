import type { RoleKind } from '../database/types.ts'
import { NUMERAL, readNumber } from '../time/chinese-number.ts'

/**
 * A role as people write it, before grid and unit are looked up. `post` is there when they said which: 负责人 or 副.
 */
export type RoleWords =
  | { readonly kind: 'GRID_WORKER'; readonly grid: number; readonly post?: 'lead' | 'deputy' }
  | { readonly kind: 'UNIT_CONTACT'; readonly unit: string; readonly grid?: number }
  | { readonly kind: 'VOLUNTEER'; readonly grid?: number }
  | { readonly kind: Exclude<RoleKind, 'GRID_WORKER' | 'UNIT_CONTACT' | 'VOLUNTEER'> }

const plainRoles: Readonly<Record<string, Exclude<RoleKind, 'GRID_WORKER' | 'UNIT_CONTACT'>>> = {
  书记: 'SECRETARY',
  社区书记: 'SECRETARY',
  工作人员: 'STAFF',
  社区工作人员: 'STAFF',
  社工: 'STAFF',
  志愿者: 'VOLUNTEER',
  讲师: 'LECTURER',
  老师: 'LECTURER',
  红娘: 'MATCHMAKER',
}

const names: Readonly<Record<RoleKind, string>> = {
  GRID_WORKER: '网格员',
  STAFF: '工作人员',
  SECRETARY: '书记',
  UNIT_CONTACT: '单位联系人',
  VOLUNTEER: '志愿者',
  LECTURER: '讲师',
  MATCHMAKER: '红娘',
}

/** What a role is called: 网格员, 副网格员, 书记 …, without grid or unit. */
export function roleName(kind: RoleKind, lead = true): string {
  return kind === 'GRID_WORKER' && !lead ? '副网格员' : names[kind]
}

const gridFirst = new RegExp(`^第?(${NUMERAL})号?网格的?(负责人|副网格员|网格员|志愿者)$`)
const gridLast = new RegExp(`^(副网格员|网格员|网格负责人|负责人|志愿者)第?(${NUMERAL})(?:号?网格|号)?$`)

const unitInGrid = new RegExp(`^(\\S.*?)\\s*第?(${NUMERAL})号?网格$`)

/**
 * Reads a role as /任命, /免去 and the community file write it: 网格员 3, 副网格员 3, 3网格负责人, 工作人员, 书记, 讲师, 红娘,
 * 志愿者, 志愿者 3, 联系人 交警, 联系人 物业 3网格. Undefined when it is none of them.
 */
export function readRoleWords(text: string): RoleWords | undefined {
  const words = text.normalize('NFKC').trim()
  const tight = words.replace(/\s+/g, '')
  const plain = Object.hasOwn(plainRoles, tight) ? plainRoles[tight] : undefined
  if (plain) return { kind: plain }

  const first = gridFirst.exec(tight)
  const last = first ? null : gridLast.exec(tight)
  const number = readNumber(first?.[1] ?? last?.[2] ?? '')
  if (number !== undefined) {
    const post = first?.[2] ?? last?.[1] ?? ''
    if (post === '志愿者') return { kind: 'VOLUNTEER', grid: number }
    if (post.includes('负责人')) return { kind: 'GRID_WORKER', grid: number, post: 'lead' }
    if (post.startsWith('副')) return { kind: 'GRID_WORKER', grid: number, post: 'deputy' }
    return { kind: 'GRID_WORKER', grid: number }
  }

  const unit = /^(?:单位)?联系人[\s::]*(\S.*)$/.exec(words)?.[1] ?? /^(\S.*?)\s*的?(?:单位)?联系人$/.exec(words)?.[1]
  if (unit === undefined) return undefined
  const inGrid = unitInGrid.exec(unit.trim())
  const grid = readNumber(inGrid?.[2] ?? '')
  return inGrid?.[1] && grid !== undefined
    ? { kind: 'UNIT_CONTACT', unit: inGrid[1], grid }
    : { kind: 'UNIT_CONTACT', unit: unit.trim() }
}
