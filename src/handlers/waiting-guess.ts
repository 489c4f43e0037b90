import type { Call } from '../chat/call.ts'
import type { GridId } from '../ids.ts'
import { addToGuess } from '../issues/add-to-guess.ts'
import { categoryOf, UNKNOWN_CATEGORY } from '../issues/categories.ts'
import { tellOfMore } from '../telling/guess.ts'
import { isPrivateMatter } from '../understanding/private-words.ts'
import type { Reading } from '../understanding/reading.ts'
import { communityFor, type IssueDesk } from './issue-act.ts'
import { whereIs } from './register.ts'

/**
 * Three neighbours who say the same are one question: what the second and the third say goes to the guess that those at
 * work have been asked about and not answered yet, and they are told in a line. Resolves with the issue's id; undefined: there is none like it. `words`
 * are the message's own where a command stands before them.
 */
export async function addToWaitingGuess(
  call: Call,
  desk: IssueDesk,
  reading: Reading,
  words: string = call.message.text,
): Promise<number | undefined> {
  const { tx, message, person: personId, photos, now } = call
  const communityId = communityFor(call)
  const { grid, place } = whereIs(call, await desk.places.of(tx, communityId), words)
  const category = reading.category ?? UNKNOWN_CATEGORY
  const added = await addToGuess(tx, {
    communityId,
    gridId: grid?.id as GridId | undefined,
    words,
    place,
    category,
    dangerous: reading.danger === 2,
    isPrivate: categoryOf(category).isPrivate || isPrivateMatter(words),
    personId,
    photos,
    now,
    messageId: message.id,
  })
  if (!added) return undefined
  if (added.isNew) await tellOfMore(tx, added, words, now)
  return added.issue.id
}
