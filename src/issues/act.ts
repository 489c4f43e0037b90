import type { Tx } from '../database/database.ts'
import type { CommunityId, MessageId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import type { WorkCalendar } from '../time/work-calendar.ts'
import { categoryOf } from './categories.ts'
import { fitting, hatsOn, unrecognised, wrongHat } from './choose-hat.ts'
import { effectOf } from './consequences.ts'
import { guard } from './guards.ts'
import { publicName } from './hats.ts'
import type { Doing } from './inputs.ts'
import { issueByNumber, type PlacedIssue, unknownNumber } from './issue.ts'
import { MOVES } from './lifecycle.ts'
import { attachPhotos, type Photo } from './photos.ts'
import { LOST, recordMove } from './record.ts'
import type { Done } from './result.ts'
import type { Actor, Scene } from './scene.ts'
import { overtaken, wrongState } from './wrong-state.ts'

export interface Asked {
  readonly actor: Actor
  readonly calendar: WorkCalendar
  readonly now: Date
  /** the message that asked for it */
  readonly messageId?: MessageId | undefined
  /** pictures that came with it */
  readonly photos?: readonly Photo[] | undefined
}

/** An action on the issue with this number. */
export type ActRequest = Doing & Asked & { readonly communityId: CommunityId; readonly number: number }

/**
 * Does one row of the table: looks the issue up, asks hat, state and conditions, writes the change against the version it
 * read together with one event, and says what came of it. Anything that does not hold is a `Refusal` (Chinese, for the
 * person), and then nothing was written.
 */
export async function act(tx: Tx, request: ActRequest): Promise<Done> {
  const issue = await issueByNumber(tx, request.communityId, request.number)
  if (!issue) throw unknownNumber(request.number)
  return actOn(tx, issue, request)
}

/** The same on an issue that has been read. */
export async function actOn(tx: Tx, issue: PlacedIssue, request: Doing & Asked): Promise<Done> {
  const { action, actor, now } = request
  const move = MOVES[action]
  const hats = await hatsOn(tx, issue, actor)
  const fit = fitting(move.who, hats)
  if (fit.length === 0)
    throw (await unrecognised(tx, issue, hats, action)) ?? wrongHat(issue, actor, hats, move.who, move.label)
  if (!move.from.includes(issue.state)) throw await wrongState(tx, issue, action, actor, hats, now)

  const scene = await firstAllowed(
    fit.map((hat) => ({
      tx,
      issue,
      category: categoryOf(issue.category),
      personId: actor === 'bot' ? undefined : actor.personId,
      hat,
      hats,
      by: publicName(hat, issue),
      photos: request.photos ?? [],
      calendar: request.calendar,
      now,
    })),
    request,
  )
  const effect = await effectOf(scene, request)
  const recorded = await recordMove(tx, issue, effect.changes, {
    action,
    hat: scene.hat,
    personId: scene.personId,
    now,
    note: effect.note,
    data: { ...effect.data, by: scene.by },
    messageId: request.messageId,
  })
  if (recorded === LOST) throw await overtaken(tx, issue)
  if (scene.personId !== undefined && scene.photos.length > 0) {
    const { personId, photos } = scene
    await attachPhotos(tx, { issueId: issue.id, eventId: recorded.event.id, personId, photos, now })
  }
  return { ...recorded, before: issue, facts: { ...effect.facts, hat: scene.hat, by: scene.by } }
}

/** What one capacity may not, another may: the first scene whose conditions hold, or the first refusal. */
async function firstAllowed(scenes: readonly Scene[], doing: Doing): Promise<Scene> {
  let refusal: Refusal | undefined
  for (const scene of scenes) {
    try {
      await guard(scene, doing)
      return scene
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      refusal ??= error
    }
  }
  throw refusal ?? new Error('an action without anybody to do it')
}
