import type { ContactId } from '../ids.ts'
import type { Wording } from './command.ts'
import { wordingOf } from './wording.ts'

export interface Mention {
  readonly id: ContactId
  readonly name: string
}

/** `ambiguous`: there are people mentioned, but which of them stands in the text cannot be told. */
export type TakenMention = { readonly person: Mention; readonly rest: Wording } | 'none' | 'ambiguous'

/** WeChat ends an @ with U+2005; puppets make plain blanks of it, and people write on without any. */
const ENDS_NAME = /^(?:$|[\s,，:：;；。、])/
const WITH_END = /[@＠][^@＠\u2005\n]{1,64}\u2005/
const WITHOUT_END = /[@＠][^@＠\s]{1,64}\s?/

/**
 * Takes the first person mentioned out of what is left of a message, with the `@name` and the blank after it, wherever
 * it stands. A name that the text writes differently (group alias and nickname) is found by its @ while only one person
 * is mentioned; two people of one name are never guessed between.
 */
export function takeMention(rest: Wording, mentions: readonly Mention[]): TakenMention {
  const first = mentions[0]
  if (!first) return 'none'
  const places = mentions.flatMap((person) => placeOf(rest.own, person)).sort(byPlace)
  const place = places[0]
  if (place) {
    const same = mentions.some(({ id, name }) => name === place.person.name && id !== place.person.id)
    return same ? 'ambiguous' : { person: place.person, rest: without(rest, place.start, place.end) }
  }
  if (mentions.some(({ id }) => id !== first.id)) return 'ambiguous'
  const at = WITH_END.exec(rest.own) ?? WITHOUT_END.exec(rest.own)
  return { person: first, rest: at ? without(rest, at.index, at.index + at[0].length) : rest }
}

interface Place {
  readonly person: Mention
  readonly start: number
  readonly end: number
}

/** Where `@name` stands: rather where the name ends there (@张三 is not @张三丰). */
function placeOf(own: string, person: Mention): Place[] {
  if (person.name === '') return []
  let loose: Place | undefined
  for (let start = own.indexOf(person.name); start >= 0; start = own.indexOf(person.name, start + 1)) {
    if (!/[@＠]/.test(own.charAt(start - 1))) continue
    const end = start + person.name.length
    const next = own.charAt(end)
    const place = { person, start: start - 1, end: /\s/.test(next) ? end + 1 : end }
    if (ENDS_NAME.test(next)) return [place]
    loose ??= place
  }
  return loose ? [loose] : []
}

function byPlace(a: Place, b: Place): number {
  return a.start - b.start || b.end - a.end
}

function without(rest: Wording, start: number, end: number): Wording {
  return wordingOf(rest.own.slice(0, start) + rest.own.slice(end)).after(0)
}
