/** The two who are introduced to each other. */
export type Side = 'a' | 'b'
export const otherSide = (side: Side): Side => (side === 'a' ? 'b' : 'a')

/**
 * APPROVING: a card waits for its owner's yes to that exact card. OPEN: both have the other's card. RELEASED: both said yes,
 * and have been given how to reach each other. ENDED: the seven days are over.
 */
export type IntroductionState = 'APPROVING' | 'OPEN' | 'RELEASED' | 'ENDED'
export type Approval = 'NOT_NEEDED' | 'ASKED' | 'GIVEN' | 'DECLINED'
export type Answer = 'NONE' | 'YES' | 'NO'

/** How one of the two stands to it. */
export interface Standing {
  readonly approval: Approval
  readonly answer: Answer
  /** left, was frozen, or one of the two blocked the other: it can come to nothing any more, and nobody is told before the end */
  readonly gone: boolean
}

/** An introduction, as far as its rules look at it. It ends at `endsAt` at the latest, whatever happens before. */
export interface Introduction {
  readonly state: IntroductionState
  readonly endsAt: Date
  readonly a: Standing
  readonly b: Standing
}

/** So long a card waits for its owner's yes, and so long both have to answer: seven days (privacy 6). */
export const ANSWER_MS = 7 * 24 * 60 * 60_000

/** What one of the two can do to it. `leave`: they are gone, for whatever reason. */
export type SideAction = 'approve' | 'decline' | 'yes' | 'no' | 'leave'
export const SIDE_ACTIONS = ['approve', 'decline', 'yes', 'no', 'leave'] as const satisfies readonly SideAction[]

/** What an action brought. `next` is how the introduction is afterwards. */
export type Outcome =
  | { readonly kind: 'done'; readonly next: Introduction; readonly brings?: 'cards' | 'release' }
  /** why nothing changed, which depends on nothing the other did but that it came about */
  | { readonly kind: 'refused'; readonly why: 'over' | 'released' | 'not asked' }

/** An introduction as the matchmaker proposes it: a card that too few could match waits for its owner. */
export function proposed(approval: Readonly<Record<Side, boolean>>, now: Date): Introduction {
  const standing = (side: Side): Standing => ({
    approval: approval[side] ? 'ASKED' : 'NOT_NEEDED',
    answer: 'NONE',
    gone: false,
  })
  const waits = approval.a || approval.b
  return {
    state: waits ? 'APPROVING' : 'OPEN',
    endsAt: new Date(now.getTime() + ANSWER_MS),
    a: standing('a'),
    b: standing('b'),
  }
}

/**
 * What one of the two does. The answer they get depends on nothing that the other has said or done, except that the last yes
 * of two releases: so no, silence, a block and leaving look alike until the end (privacy 6).
 *
 * @param reachable whether both can be given the other's contact now; where not, the last yes is kept and releases nothing,
 *   until one of them says it again
 */
export function act(introduction: Introduction, side: Side, action: SideAction, now: Date, reachable = true): Outcome {
  const { state, endsAt } = introduction
  if (state === 'RELEASED') return refused('released')
  if (state === 'ENDED' || now >= endsAt) return refused('over')
  const mine = introduction[side]
  if (mine.gone) return refused('over')
  switch (action) {
    case 'leave':
      return done({ ...introduction, [side]: { ...mine, gone: true } })
    case 'approve':
    case 'decline':
      if (state !== 'APPROVING' || mine.approval === 'NOT_NEEDED') return refused('not asked')
      return approved(
        { ...introduction, [side]: { ...mine, approval: action === 'approve' ? 'GIVEN' : 'DECLINED' } },
        now,
      )
    case 'yes':
    case 'no':
      if (state !== 'OPEN') return refused('not asked')
      return answered({ ...introduction, [side]: { ...mine, answer: action === 'yes' ? 'YES' : 'NO' } }, reachable)
  }
}

/** With the last approval both cards go out at once, and the seven days for an answer begin. */
function approved(next: Introduction, now: Date): Outcome {
  const ready = [next.a, next.b].every(({ approval, gone }) => !gone && approval !== 'ASKED' && approval !== 'DECLINED')
  if (!ready) return done(next)
  return done({ ...next, state: 'OPEN', endsAt: new Date(now.getTime() + ANSWER_MS) }, 'cards')
}

function answered(next: Introduction, reachable: boolean): Outcome {
  const both = reachable && [next.a, next.b].every(({ answer, gone }) => answer === 'YES' && !gone)
  return both ? done({ ...next, state: 'RELEASED' }, 'release') : done(next)
}

/** Whether its seven days are over and it has to be ended. */
export function isDue({ state, endsAt }: Pick<Introduction, 'state' | 'endsAt'>, now: Date): boolean {
  return (state === 'APPROVING' || state === 'OPEN') && endsAt <= now
}

/**
 * Who is told at the end that nothing came of it: whoever knew of it, is still there and has not said no. What the other did
 * has no part in it.
 */
export function toldAtEnd(introduction: Introduction, side: Side): boolean {
  const { approval, answer, gone } = introduction[side]
  if (gone || answer === 'NO' || approval === 'DECLINED') return false
  return introduction.state === 'OPEN' || approval !== 'NOT_NEEDED'
}

const done = (next: Introduction, brings?: 'cards' | 'release'): Outcome =>
  brings ? { kind: 'done', next, brings } : { kind: 'done', next }
const refused = (why: 'over' | 'released' | 'not asked'): Outcome => ({ kind: 'refused', why })
