import type { Found } from './concepts.ts'

/** Concepts that take a trouble away from here and now: one's own things, elsewhere, films, what is over, jokes, trade. */
const EXCUSES: ReadonlySet<string> = new Set([
  'gadget',
  'ownVehicle',
  'ownBody',
  'elsewhere',
  'media',
  'past',
  'solved',
  'thanks',
  'praise',
  'laugh',
  'exaggeration',
  'figurative',
  'secondHand',
  'lostFound',
  'shopping',
  'cooking',
  'wedding',
  'homework',
  'leisure',
  'joke',
  'notice',
  'advert',
  'signUp',
  'borrow',
  'weather',
  'family',
])

/** What a trouble does to people speaks of one even where it is not named. */
const CONSEQUENCES: ReadonlySet<string> = new Set([
  'darkWay',
  'sleepless',
  'squeezing',
  'climbing',
  'hurt',
  'scary',
  'suffering',
  'unattended',
  'cold',
])

/** An object and a trouble no further apart than this, in characters, belong together. */
const NEAR = 8

/**
 * The frames a message fills: something shared with a trouble beside it, a trouble or a consequence without one, and
 * whether anything excuses it. Names of features.
 */
export function framesOf(found: readonly Found[]): string[] {
  const concepts = new Set(found.flatMap(({ word }) => word.concepts))
  const excuses = [...concepts].filter((concept) => EXCUSES.has(concept))
  const objects = found.filter(({ word }) => word.roles.includes('object'))
  const troubles = found.filter(({ word }) => word.roles.includes('trouble') || word.roles.includes('danger'))
  const states = troubles.filter(({ word }) => !word.concepts.some((concept) => CIRCUMSTANCES.has(concept)))
  const beside = objects.filter((object) => states.some((state) => near(object, state)))
  const consequences = [...concepts].filter((concept) => CONSEQUENCES.has(concept))
  const frame =
    beside.length > 0
      ? 'object in trouble'
      : objects.length > 0 && states.length > 0
        ? 'object and trouble'
        : states.length > 0
          ? 'trouble'
          : objects.length > 0
            ? 'object'
            : 'neither'
  const how = excuses.length === 0 ? 'plain' : excuses.length === 1 ? 'excused' : 'well excused'
  const frames = [frame, `${frame} ${how}`, how]
  if (consequences.length > 0) frames.push(`consequence ${how}`, `${frame} with consequence ${how}`)
  if (concepts.has('again') || concepts.has('lasting')) frames.push(`lasting ${frame}`)
  if (concepts.has('demand') || concepts.has('whoMinds') || concepts.has('call')) frames.push(`asked for ${frame}`)
  for (const excuse of excuses) frames.push(`${frame} but ${excuse}`)
  if (excuses.length === 0) for (const { word } of beside) frames.push(`plain ${word.concepts[0]} in trouble`)
  return frames
}

/** Concepts of the trouble lists that are no trouble by themselves. */
const CIRCUMSTANCES: ReadonlySet<string> = new Set([
  'now',
  'lasting',
  'again',
  'together',
  'vulnerable',
  'whose',
  'call',
])

function near(a: Found, b: Found): boolean {
  return Math.max(a.start, b.start) - Math.min(a.end, b.end) <= NEAR
}
