import type { IssueEvent } from '../database/types.ts'
import type { Milestone } from './lines.ts'

/** Who hears of a milestone besides whoever did it. */
export interface Route {
  /** residents: `line` where it was reported; `reporter` and `all` also with an @ to the reporter, or to supporters too */
  readonly residents?: 'line' | 'reporter' | 'all'
  /** `card` shows the whole issue with the next steps, `line` only what happened */
  readonly worker?: 'card' | 'line'
  readonly unit?: 'card' | 'line'
  readonly staff?: 'card' | 'line'
  /** pictures that came with it are shown to residents and staff, or those of the issue to the unit */
  readonly pictures?: 'residents' | 'unit'
}

// biome-ignore format: a table
const ROUTES: Readonly<Record<Milestone, Route>> = {
  report:       { residents: 'reporter', worker: 'card' },
  confirm:      { residents: 'reporter', worker: 'card' },
  accept:       { residents: 'line' },
  ask:          { residents: 'reporter' },
  supply:       { worker: 'line', unit: 'line' },
  start:        { residents: 'line' },
  escalate:     { residents: 'line', staff: 'card' },
  dispatch:     { residents: 'line', unit: 'card', pictures: 'unit' },
  arrive:       { residents: 'line' },
  return:       { staff: 'card', worker: 'line' },
  progress:     { residents: 'line' },
  extend:       { residents: 'line', unit: 'line', worker: 'line' },
  hold:         { residents: 'line', worker: 'line', unit: 'line' },
  resume:       { residents: 'line', worker: 'line', unit: 'line' },
  resolve:      { residents: 'all', worker: 'line', pictures: 'residents' },
  witness:      { residents: 'all' },
  verify:       { residents: 'all' },
  rework:       { residents: 'line', worker: 'line', unit: 'card' },
  answer:       { residents: 'all' },
  merge:        { residents: 'all', unit: 'line' },
  transfer:     { residents: 'all', worker: 'line', unit: 'line' },
  decline:      { residents: 'all', worker: 'line' },
  void:         { residents: 'all' },
  withdraw:     { residents: 'line', worker: 'line', unit: 'line' },
  rate:         { residents: 'all', worker: 'line' },
  reopen:       { residents: 'line', worker: 'card', staff: 'line' },
  silence:      { residents: 'all' },
  support:      {},
  recategorise: { residents: 'line', worker: 'line' },
  'settle-limit': { worker: 'line', unit: 'line' },
  undo:         {},
}

/** The route of what happened. That something was taken back is told, by a line, to those who were told of it. */
export function routeOf({ action, data }: Pick<IssueEvent, 'action' | 'data'>): Route {
  if (action !== 'undo') return ROUTES[action as Milestone]
  const { residents, worker, unit, staff } = ROUTES[(data as { action: Milestone }).action]
  return {
    ...(residents ? { residents: 'line' } : {}),
    ...(worker ? { worker: 'line' } : {}),
    ...(unit ? { unit: 'line' } : {}),
    ...(staff ? { staff: 'line' } : {}),
  }
}
