import { beforeAll, describe, expect, it } from 'vitest'
import type { Tx } from '../../src/database/database.ts'
import type { Issue } from '../../src/database/types.ts'
import type { Doing, Inputs } from '../../src/issues/inputs.ts'
import {
  ACTIONS,
  type Action,
  destination,
  type Hat,
  type IssueState,
  MOVES,
  STATE_LABELS,
} from '../../src/issues/lifecycle.ts'
import { Refusal } from '../../src/refusal.ts'
import { fastDatabase } from './fast-database.ts'
import { days, doing, hours, makeInState, makeReport, photo, type Who, type World, wholeOf } from './world.ts'

const STATES = Object.keys(STATE_LABELS) as IssueState[]

/** Ten people and what the table calls them on this issue. */
const ACTORS: Readonly<Record<Who | 'bot', readonly Hat[]>> = {
  stranger: [],
  reporter: ['reporter'],
  supporter: ['supporter'],
  worker: ['worker'],
  deputy: ['worker'],
  workerElsewhere: [],
  unit: ['unit'],
  unitColleague: ['unit'],
  unitElsewhere: [],
  staff: ['staff'],
  otherStaff: ['staff'],
  secretary: ['staff', 'secretary'],
  bot: ['bot'],
}
const MATRIX_ACTORS = (Object.keys(ACTORS) as (Who | 'bot')[]).filter(
  (who) => who !== 'deputy' && who !== 'unitColleague' && who !== 'otherStaff',
)

/** What the columns cannot say, in the words of the document's cells. */
const EXCEPT: readonly {
  readonly why: string
  readonly holds: (action: Action, state: IssueState, who: string) => boolean
}[] = [
  {
    why: 'the reporter voids only a DRAFT',
    holds: (action, state, who) => action === 'void' && who === 'reporter' && state !== 'DRAFT',
  },
  {
    why: 'the bot supplies only what waits',
    holds: (action, state, who) => action === 'supply' && who === 'bot' && state !== 'NEED_INFO',
  },
]

function allowed(action: Action, state: IssueState, who: Who | 'bot'): boolean {
  const { from, who: hats } = MOVES[action]
  if (!from.includes(state) || !hats.some((hat) => ACTORS[who].includes(hat))) return false
  return !EXCEPT.some(({ holds }) => holds(action, state, who))
}

/** A rating of what is closed does not change how it ended. */
function outcomeOf(action: Action, issue: Issue) {
  return issue.state === 'CLOSED' ? issue.outcome : MOVES[action].outcome
}

function inputs(world: World, parent: number): Inputs {
  return {
    confirm: {},
    accept: {},
    ask: { question: '是几号楼' },
    supply: { text: '晚上更严重' },
    start: {},
    escalate: { reason: '要交警来' },
    dispatch: { unitId: world.property },
    arrive: {},
    return: { reason: '不归我们管' },
    progress: { note: '零件已订' },
    extend: { until: days(10), reason: '等零件' },
    hold: { until: days(30), reason: '等道路改造' },
    resume: {},
    resolve: { note: '已换灯' },
    witness: { at: hours(30), place: '3号楼前' },
    verify: {},
    rework: { defect: '还是不亮' },
    answer: { text: '下周统一换' },
    merge: { parent },
    transfer: { where: '12345', reference: 'DH-1' },
    decline: { reason: '在小区以外' },
    void: { reason: '说着玩的' },
    withdraw: {},
    rate: { rating: 'SATISFIED' },
    reopen: { reason: '又坏了' },
    silence: {},
  }
}

describe('every state × action × actor', () => {
  const fast = fastDatabase()
  const seeds = new Map<IssueState, Issue>()
  let world: World
  let parent: number

  beforeAll(async () => {
    world = fast.world()
    await fast.database().transaction(async (tx) => {
      parent = (await makeReport(tx, world)).issue.number
      for (const state of STATES) seeds.set(state, await makeInState(tx, world, state))
    })
  })

  function attempt(tx: Tx, issue: Issue, action: Action, who: Who | 'bot') {
    const move = { action, input: inputs(world, parent)[action] } as Doing
    const photos = action === 'resolve' ? { photos: [photo()] } : {}
    return doing(tx, world, who, issue.number, move, undefined, photos)
  }

  async function expectRefusals(tx: Tx, issue: Issue, action: Action, people: readonly (Who | 'bot')[]): Promise<void> {
    const before = await wholeOf(tx, issue.id)
    for (const who of people) {
      await expect(attempt(tx, issue, action, who), `${who} ${action}`).rejects.toBeInstanceOf(Refusal)
    }
    expect(await wholeOf(tx, issue.id)).toEqual(before)
  }

  async function expectSuccess(tx: Tx, issue: Issue, action: Action, who: Who | 'bot'): Promise<void> {
    // Others who wait for it are a condition of their own: see guards.test.ts.
    if (action === 'withdraw') await tx.supporter.deleteMany({ where: { issueId: issue.id } })
    const done = await attempt(tx, issue, action, who)
    const after = await wholeOf(tx, issue.id)
    expect(after.version).toBe(issue.version + 1)
    expect(after.events.map(({ seq }) => seq)).toEqual([issue.version, after.version])
    expect(after.state, `${who} ${action}`).toBe(destination(action, issue.state, issue.stateBefore))
    expect(after.outcome).toBe(after.state === 'CLOSED' ? outcomeOf(action, issue) : null)
    expect(after.events.at(-1)).toMatchObject({ action, from: issue.state, to: after.state, id: done.event.id })
    expect(done.issue).toMatchObject({ id: issue.id, version: after.version })
  }

  for (const state of STATES) {
    describe(STATE_LABELS[state], () => {
      for (const action of ACTIONS) {
        const names = MATRIX_ACTORS.filter((who) => allowed(action, state, who))
        it(`${MOVES[action].label}: ${names.join(', ') || 'nobody'}`, async () => {
          const issue = seeds.get(state)
          if (!issue) throw new Error(`no issue in ${state}`)
          const others = MATRIX_ACTORS.filter((who) => !names.includes(who))
          await fast.inWorld((tx) => expectRefusals(tx, issue, action, others))
          for (const who of names) await fast.inWorld((tx) => expectSuccess(tx, issue, action, who))
        })
      }
    })
  }
})
