import type { Call } from '../chat/call.ts'
import { dialogPlace, openDialog } from '../chat/dialog.ts'
import { type Place, type Places, placeName } from '../community/places.ts'
import type { Grid } from '../database/types.ts'
import type { GridId, PersonId } from '../ids.ts'
import type { GuessReading } from '../issues/guess.ts'
import { type Report, report, takeNumber } from '../issues/report.ts'
import type { Done } from '../issues/result.ts'
import { isPrivateMatter } from '../understanding/private-words.ts'
import { communityFor, type IssueDesk } from './issue-act.ts'
import { PLACE_DIALOG, PLACE_WAIT_MS } from './place-dialog.ts'

export interface Registration {
  readonly words: string
  /** a category's code; left out, the words are read */
  readonly category?: string
  /** the words speak of danger, whatever is usual with the category */
  readonly dangerous?: boolean
  readonly reporter: PersonId
  readonly onBehalf?: boolean
  /** its author has asked for it by a command, and so for what follows from one: neighbours may read of it */
  readonly byCommand?: boolean
  /** how the words were read, where nobody asked for an issue */
  readonly guess?: GuessReading
}

/**
 * Makes an issue of somebody's words, in the place they name or in the grid of the group they were said in. Nobody is
 * told yet: that is `finish`, or the asking of a worker.
 */
export async function register(call: Call, desk: IssueDesk, registration: Registration): Promise<Done> {
  const { words, dangerous, reporter, onBehalf, byCommand } = registration
  const communityId = communityFor(call)
  const { number, placesVersion, lessonsVersion } = await takeNumber(call.tx, communityId)
  const places = await desk.places.of(call.tx, communityId, placesVersion)
  const { grid, place, compoundId } = whereIs(call, places, words)
  // Its author is asked where it is, so it is no word between the bot and those at work any more.
  const guess = grid === undefined && registration.guess?.register === 'yes' ? undefined : registration.guess
  const category =
    registration.category ?? (await desk.understanding.category(call.tx, communityId, words, lessonsVersion))
  const { account, chat, id } = call.message
  const request: Report = {
    communityId,
    number,
    grid,
    words,
    place,
    compoundId,
    category,
    dangerous,
    isPrivate: byCommand !== true && isPrivateMatter(words),
    guess,
    reporter,
    onBehalfBy: onBehalf ? { personId: call.person, roles: call.roles } : undefined,
    origin: { account, chat },
    draft: grid === undefined || guess?.register === 'ask',
    photos: call.photos,
    calendar: desk.calendar,
    now: call.now,
    saidAt: call.message.at,
    messageId: id,
  }
  return report(call.tx, request)
}

/** Asks whoever reported it where it is, if nobody knows: what they say next is the answer. */
export async function askWhereIfUnknown(call: Call, { issue }: Done): Promise<void> {
  if (issue.gridId !== null) return
  await openDialog(call.tx, dialogPlace(call.message), {
    kind: PLACE_DIALOG,
    state: { number: issue.number },
    expiresAt: new Date(call.now.getTime() + PLACE_WAIT_MS),
  })
}

/** Where something is, as far as that is known. */
export interface Whereabouts {
  readonly grid: Grid | undefined
  readonly place: string | undefined
  readonly compoundId: number | undefined
}

/** Where it is: what the words say, read with the group's own grid in mind; in a grid's group at least that grid. */
export function whereIs(call: Call, places: Places, words: string): Whereabouts {
  const here = call.group?.gridId
  const found = places.find(words)
  const lying = (gridId: GridId | undefined, place: Place | undefined): Whereabouts => ({
    grid: gridId && places.grid(gridId),
    place: place && placeName(place),
    compoundId: place?.compoundId ?? (gridId && places.compoundOf(gridId)),
  })
  if (found.kind === 'one') return lying(found.place.gridId, found.place)
  // 3号楼 stands in several compounds; said in a grid's group it is the one of that grid.
  const near = found.kind === 'several' ? found.candidates.filter(({ gridId }) => gridId === here) : []
  return lying(here, near.length === 1 ? near[0] : undefined)
}
