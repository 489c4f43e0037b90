import type { Found } from './concepts.ts'

/** Concepts that take a trouble away from here and now: one's own things, elsewhere, films, what is over, trade. */
const EXCUSES: ReadonlySet<string> = new Set([
  'gadget',
  'ownVehicle',
  'ownBody',
  'elsewhere',
  'media',
  'solved',
  'thanks',
  'laugh',
  'figurative',
  'secondHand',
  'lostFound',
  'shopping',
  'wedding',
  'notice',
  'advert',
  'signUp',
  'borrow',
])

/** Concepts that stand beside a real trouble about as often as they take one away: a joke, the weather, what one was doing. */
const ASIDES: ReadonlySet<string> = new Set([
  'past',
  'praise',
  'exaggeration',
  'cooking',
  'homework',
  'leisure',
  'joke',
  'likening',
  'supposing',
  'weather',
  'family',
  'mood',
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
 * whether anything excuses it; of the whole, and of each clause, so that a joke beside a named trouble does not hide it.
 * Names of features.
 */
export function framesOf(found: readonly Found[], folded: string): string[] {
  const frames = framesOfPart(found)
  const clauses = clausesOf(found, folded)
  if (clauses.length > 1) {
    let best: Frame = 'neither'
    for (const clause of clauses) {
      const { frame, how } = frameOf(clause)
      frames.push(`a clause ${frame} ${how}`)
      if (how === 'plain' && RANK.indexOf(frame) > RANK.indexOf(best)) best = frame
    }
    frames.push(`strongest clause ${best}`)
  }
  return frames
}

/** What belongs to everybody and to nothing else people talk of: a trouble beside it is hardly ever talk. */
const SHARED: ReadonlySet<string> = new Set([
  'streetLamp',
  'stairLamp',
  'stairwell',
  'handrail',
  'lift',
  'unitDoor',
  'access',
  'barrier',
  'camera',
  'manhole',
  'drain',
  'septic',
  'tapWater',
  'waterQuality',
  'gasSmell',
  'heating',
  'powerBox',
  'fireLane',
  'fireGear',
  'charging',
  'rubbish',
  'rubbishBin',
  'building_waste',
  'deadAnimal',
  'paving',
  'pothole',
  'seat',
  'play',
  'tree',
  'green',
  'fence',
  'crossing',
  'toilet',
  'wall',
  'roof',
  'badParking',
  'zombieCar',
  'parkingLock',
  'renovation',
  'dancing',
  'illegalBuilding',
  'stall',
  'piling',
  'property',
])

/** Whether something shared is named with a trouble beside it, and nothing that takes it away. */
export function namesSharedTrouble(found: readonly Found[]): boolean {
  const { beside, how } = frameOf(found)
  return how === 'plain' && beside.some(({ word }) => word.concepts.some((concept) => SHARED.has(concept)))
}

const RANK = ['neither', 'object', 'trouble', 'object and trouble', 'object in trouble'] as const
type Frame = (typeof RANK)[number]

/** The words found, clause by clause; clauses without any are left out. */
function clausesOf(found: readonly Found[], folded: string): Found[][] {
  const clauses: Found[][] = []
  let end = 0
  for (const one of found) {
    if (clauses.length === 0 || /[_?!\]]/.test(folded.slice(end, one.start))) clauses.push([])
    clauses.at(-1)?.push(one)
    end = one.end
  }
  return clauses
}

function frameOf(found: readonly Found[]) {
  const concepts = new Set(found.flatMap(({ word }) => word.concepts))
  const excuses = [...concepts].filter((concept) => EXCUSES.has(concept))
  const asides = [...concepts].filter((concept) => ASIDES.has(concept))
  const objects = found.filter(({ word }) => word.roles.includes('object'))
  const troubles = found.filter(({ word }) => word.roles.includes('trouble') || word.roles.includes('danger'))
  const states = troubles.filter(({ word }) => !word.concepts.some((concept) => CIRCUMSTANCES.has(concept)))
  const beside = objects.filter((object) => states.some((state) => near(object, state)))
  const frame: Frame =
    beside.length > 0
      ? 'object in trouble'
      : objects.length > 0 && states.length > 0
        ? 'object and trouble'
        : states.length > 0
          ? 'trouble'
          : objects.length > 0
            ? 'object'
            : 'neither'
  const how =
    excuses.length > 1
      ? 'well excused'
      : excuses.length === 1
        ? 'excused'
        : asides.length > 0
          ? 'with an aside'
          : 'plain'
  return { concepts, excuses, asides, beside, frame, how }
}

function framesOfPart(found: readonly Found[]): string[] {
  const { concepts, excuses, asides, beside, frame, how } = frameOf(found)
  const consequences = [...concepts].filter((concept) => CONSEQUENCES.has(concept))
  const frames: string[] = [frame, `${frame} ${how}`, how]
  if (consequences.length > 0) frames.push(`consequence ${how}`, `${frame} with consequence ${how}`)
  if (concepts.has('again') || concepts.has('lasting')) frames.push(`lasting ${frame}`)
  if (concepts.has('demand') || concepts.has('whoMinds') || concepts.has('call')) frames.push(`asked for ${frame}`)
  for (const excuse of [...excuses, ...asides]) frames.push(`${frame} but ${excuse}`)
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
