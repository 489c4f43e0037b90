import type { RoleGrant } from '../community/roles.ts'
import type { Issue } from '../database/types.ts'
import type { PersonId } from '../ids.ts'
import { isGuess } from './guess.ts'
import type { PlacedIssue } from './issue.ts'
import type { Hat } from './lifecycle.ts'

/**
 * In which capacities a person may touch an issue. A worker of another grid, a contact of another unit, a role in
 * another community and a passing resident get none from it.
 */
export function hatsOf(
  issue: Pick<Issue, 'communityId' | 'state' | 'isPrivate' | 'gridId' | 'unitId' | 'reporterId' | 'guess'>,
  personId: PersonId,
  roles: readonly RoleGrant[],
  isSupporter: boolean,
): Hat[] {
  const hats = new Set<Hat>()
  // Whose words they were does not know of it.
  if (issue.reporterId === personId && !isGuess(issue)) hats.add('reporter')
  else if (isSupporter) hats.add('supporter')
  for (const role of roles) {
    if (role.communityId !== issue.communityId) continue
    if (role.kind === 'GRID_WORKER' && isTheirs(issue, role)) hats.add('worker')
    if (role.kind === 'UNIT_CONTACT' && issue.unitId !== null && role.unitId === issue.unitId) hats.add('unit')
    if (role.kind === 'STAFF') hats.add('staff')
    if (role.kind === 'SECRETARY') hats.add('staff').add('secretary')
  }
  return [...hats]
}

/**
 * A guess whose place nobody knows yet lies in nobody's grid: the worker who recognises it may take it, unless it is a
 * private matter, which is not every worker's to read.
 */
function isTheirs(issue: Pick<Issue, 'state' | 'isPrivate' | 'gridId'>, role: RoleGrant): boolean {
  if (issue.gridId !== null) return role.gridId === issue.gridId
  return issue.state === 'DRAFT' && !issue.isPrivate
}

/** What somebody acting in this capacity is called in public. Never a resident's name. */
export function publicName(hat: Hat, issue: Pick<PlacedIssue, 'grid' | 'unit'>): string {
  switch (hat) {
    case 'worker':
      return issue.grid ? `${issue.grid.number}号网格员` : '网格员'
    case 'unit':
      return issue.unit?.name ?? '责任单位'
    case 'staff':
      return '社区工作人员'
    case 'secretary':
      return '书记'
    case 'reporter':
      return '报事人'
    case 'supporter':
      return '附议的居民'
    case 'bot':
      return '小格'
  }
}

/** What a capacity is called when saying who may do something. */
export const HAT_LABELS: Readonly<Record<Hat, string>> = {
  worker: '本网格的网格员',
  unit: '承办单位',
  staff: '社区工作人员',
  secretary: '书记',
  reporter: '报事人本人',
  supporter: '附议的居民',
  bot: '小格',
}
