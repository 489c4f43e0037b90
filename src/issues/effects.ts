import type { Prisma } from '../database/types.ts'
import { categoryOf } from './categories.ts'
import { arrivalLimit, dateOf, dueFrom, freshClocks } from './clocks.ts'
import type { Doing, Inputs } from './inputs.ts'
import { extensionAsked } from './issue.ts'
import type { Action } from './lifecycle.ts'
import { moveSupporters, rootOf } from './merge.ts'
import { staysPrivate } from './private.ts'
import type { Changes } from './record.ts'
import type { Facts } from './result.ts'
import type { Scene } from './scene.ts'

/** What an action does to the row, what its event says, and what is worth telling. */
export interface Effect {
  readonly changes: Changes
  readonly note?: string | undefined
  readonly data?: Prisma.InputJsonObject
  readonly facts?: Omit<Facts, 'hat' | 'by'>
}

type EffectOf<A extends Action> = (scene: Scene, input: Inputs[A]) => Promise<Effect> | Effect

/** From the third return on the secretary decides where it goes. */
const RETURNS_BEFORE_SECRETARY = 3

/** Work that goes on has no result yet, no date to look at it and no rating. */
const NOT_RESOLVED = {
  resolvedAt: null,
  resolvedById: null,
  witnessAt: null,
  rating: null,
  ratingWords: null,
  ratedAt: null,
} as const

const EFFECTS: { readonly [A in Action]: EffectOf<A> } = {
  confirm(scene, { category, place, gridId, compoundId }) {
    const kind = categoryOf(category ?? scene.issue.category)
    const clocks = freshClocks(kind, scene)
    return {
      changes: {
        ...clocks.changes,
        // Only from its confirmation on has anything been reported.
        reportedAt: scene.now,
        category: kind.code,
        isPrivate: staysPrivate(scene.issue, kind),
        dangerous: kind.dangerous || (kind.code === scene.issue.category && scene.issue.dangerous),
        ...(place?.trim() ? { place: place.trim() } : {}),
        ...(gridId === undefined ? {} : { gridId }),
        ...(compoundId === undefined ? {} : { compoundId }),
        // In another grid it is in no compound that was known before.
        ...(compoundId === undefined && gridId !== undefined && gridId !== scene.issue.gridId
          ? { compoundId: null }
          : {}),
      },
      facts: { due: clocks.due },
    }
  },

  accept: nothing,
  ask: (_, { question }) => said(question),

  supply(scene, { text }) {
    if (scene.issue.state !== 'NEED_INFO') return said(text)
    return { ...said(text), facts: scene.hat === 'bot' ? { unanswered: true } : {} }
  },

  start: nothing,
  escalate: (_, { reason }) => said(reason),

  async dispatch(scene, { unitId, arriveBy }) {
    const unit = await scene.tx.unit.findUniqueOrThrow({ where: { id: unitId } })
    const arrivalDue = arriveBy
      ? ({ kind: 'at', at: arriveBy } as const)
      : dueFrom(scene.now, arrivalLimit(scene.category), scene.calendar)
    return {
      changes: { unitId, arrivalDueAt: dateOf(arrivalDue) },
      data: { unitId, unit: unit.name, arrivalDueAt: dateOf(arrivalDue)?.toISOString() ?? null },
      facts: { unit: { id: unit.id, name: unit.name }, arrivalDue },
    }
  },

  arrive: ({ issue, now }) => ({
    changes: {},
    data: { inTime: issue.arrivalDueAt === null ? null : now <= issue.arrivalDueAt },
    facts: unitFact(issue),
  }),

  return({ issue }, { reason }) {
    const returns = issue.returns + 1
    return {
      changes: { returns },
      note: reason,
      data: { unitId: issue.unitId, unit: issue.unit?.name ?? null, returns },
      facts: {
        ...unitFact(issue),
        returns,
        ...(returns >= RETURNS_BEFORE_SECRETARY ? { toSecretary: true as const } : {}),
      },
    }
  },

  progress: (_, { note }) => said(note),

  extend(scene, { until, reason }) {
    const { issue, hat, by, now, personId } = scene
    const staff = hat === 'staff' || hat === 'secretary'
    if (!staff && until && reason && personId !== undefined) {
      const asked = { until: until.toISOString(), reason, personId, by, askedAt: now.toISOString() }
      return {
        changes: { extendAsked: asked },
        note: reason,
        data: { step: 'asked', until: asked.until },
        facts: { extension: { step: 'asked', until, reason, by } },
      }
    }
    const asked = until ? undefined : extensionAsked(issue)
    const date = until ?? new Date(asked?.until ?? Number.NaN)
    const why = (until ? reason : asked?.reason) ?? ''
    return {
      changes: { dueAt: date, extensions: issue.extensions + 1, extendAsked: null, reminded: 0 },
      note: why,
      data: { step: 'granted', until: date.toISOString(), askedBy: asked?.personId ?? null },
      facts: {
        due: { kind: 'at', at: date },
        extension: { step: 'granted', until: date, reason: why, by: asked?.by ?? by },
      },
    }
  },

  hold: (_, { until, reason }) => ({
    changes: { holdUntil: until },
    note: reason,
    data: { until: until.toISOString() },
  }),

  resume: nothing,
  resolve: (_, { note }) => said(note),

  witness({ issue }, { at, place }) {
    const where = place?.trim() || issue.place
    return {
      changes: { witnessAt: at },
      data: { at: at.toISOString(), place: where },
      facts: { witness: { at, place: where } },
    }
  },

  verify: (_, { note }) => said(note),

  rework: ({ issue }, { defect }) => ({
    changes: {
      reworks: issue.reworks + 1,
      ...NOT_RESOLVED,
    },
    note: defect,
  }),

  answer: (_, { text }) => said(text),

  async merge({ tx, issue, now }, { parent }) {
    const root = await rootOf(tx, issue, parent)
    if (!root) throw new Error(`the issue to merge into has gone: ${parent}`)
    const moved = await moveSupporters(tx, issue, root, now)
    return {
      changes: { parentId: root.id },
      data: { parentId: root.id, parent: root.number, moved },
      facts: { merged: { parent: root, moved } },
    }
  },

  transfer: (_, { where, reference }) => ({ changes: {}, note: where, data: { where, reference } }),
  decline: (_, { reason }) => said(reason),
  void: (_, { reason }) => said(reason),
  withdraw: (_, { reason }) => said(reason),

  rate({ issue, now }, { rating, words }) {
    const rated = { rating, ratingWords: words?.trim() || null, ratedAt: now }
    const closed = issue.state === 'CLOSED' || rating !== 'UNSATISFIED'
    return {
      // 不满意 with work that waits to be verified closes nothing: it asks for it to be done again.
      changes: closed ? rated : { ...rated, state: 'RESOLVED', outcome: null, closedAt: null },
      note: words,
      data: { rating },
      facts: { rated: { rating, closed }, ...(closed ? {} : { asksRework: true as const }) },
    }
  },

  reopen: (scene, { reason }) => ({
    changes: {
      outcome: null,
      closedAt: null,
      ...NOT_RESOLVED,
      parentId: null,
      extensions: 0,
      extendAsked: null,
      reopenings: scene.issue.reopenings + 1,
    },
    note: reason,
  }),

  silence: nothing,
}

/** What is an action's own: everything but what follows from where it leads (`consequences.ts`). */
export async function ownEffect(scene: Scene, { action, input }: Doing): Promise<Effect> {
  // `action` and `input` come as a pair (`Doing`), so the effect of the one takes the other.
  return (EFFECTS[action] as EffectOf<typeof action>)(scene, input as never)
}

function unitFact({ unit }: Scene['issue']): Pick<Facts, 'unit'> {
  return unit ? { unit: { id: unit.id, name: unit.name } } : {}
}

function nothing(): Effect {
  return { changes: {} }
}

function said(text: string | undefined): Effect {
  return { changes: {}, note: text?.trim() || undefined }
}
