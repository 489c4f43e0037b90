import { UNKNOWN_CATEGORY } from '../issues/categories.ts'
import { ConceptFinder } from './concepts.ts'
import { soundsAcute, soundsHarmless, soundsHere } from './danger.ts'
import { featuresOf } from './features.ts'
import { fold } from './fold.ts'
import type { Lessons } from './lessons.ts'
import { type Likelihoods, Model } from './model.ts'
import { readModel } from './model-file.ts'
import { readPlace } from './read-place.ts'
import { type Danger, KINDS, type Kind, type Reading, type Register } from './reading.ts'
import { petitionSigns } from './shape.ts'
import { THRESHOLDS } from './thresholds.ts'

/** Kinds that can become issues; the others are talk. */
const ISSUE_KINDS: readonly Kind[] = ['报事', '求助', '投诉', '建议', '咨询']

/** Gas, people shut in a lift, violence, threats, people missing. */
const LIFE_AT_STAKE = ['A02', 'A10', 'I02', 'I04', 'I05']

/** A guess at the category of what is an issue in any case, as after /报事. */
export interface CategoryReading {
  /** `K99` when none is likely */
  readonly code: string
  /** 0–1 */
  readonly confidence: number
}

/**
 * Reads what people write, without asking anybody: a statistical model that was made by `npm run build`, and rules for
 * danger and petitions. A reading takes some tenths of a millisecond, whatever the length, and never throws for any text.
 * The model is loaded with the first reading.
 */
export class Reader {
  #engine: { readonly model: Model; readonly concepts: ConceptFinder } | undefined

  /** `lessons`: what people have taught by correcting; a text like a taught one is read as taught. */
  read(text: string, lessons?: Lessons): Reading {
    const folded = fold(text)
    const likelihoods = this.#likelihoods(text, folded)
    const taught = lessons?.about(text)
    const kinds = likelihoods.kinds.slice()
    if (taught) lean(kinds, KINDS.indexOf(taught.lesson.kind), taught.weight)
    const issue = ISSUE_KINDS.reduce((sum, kind) => sum + (kinds[KINDS.indexOf(kind)] ?? 0), 0)
    const petition = petitionSigns(text)
    const acute =
      soundsAcute(folded) && !soundsHarmless(folded) && !(taught && taught.weight > 0.5 && !isIssue(taught.lesson.kind))
    let register = registerFor(issue, { acute, here: acute && soundsHere(folded), petition, length: text.length })
    let kind = KINDS[highest(kinds)] ?? '闲聊'
    if (register !== 'no' && !isIssue(kind)) kind = likeliest(kinds, ISSUE_KINDS)
    // A question in passing is answered; it becomes an issue by itself only as a petition.
    if (kind === '咨询' && register === 'yes' && !(petition >= 1 && text.length >= 25)) register = 'ask'
    const category = this.#category(likelihoods, taught)
    return {
      kind,
      ...(issue >= THRESHOLDS.possible || register !== 'no'
        ? { category: category.code, categoryConfidence: category.confidence }
        : { category: undefined, categoryConfidence: 0 }),
      danger: dangerOf(likelihoods, acute || this.#isLifeAtStake(likelihoods), register),
      place: readPlace(text),
      confidence: kinds[KINDS.indexOf(kind)] ?? 0,
      register,
    }
  }

  /** The category of what somebody has said is an issue. */
  category(text: string, lessons?: Lessons): CategoryReading {
    return this.#category(this.#likelihoods(text, fold(text)), lessons?.about(text))
  }

  #category(likelihoods: Likelihoods, taught: ReturnType<Lessons['about']>): CategoryReading {
    const { categories } = this.#loaded().model.answers
    const all = likelihoods.categories.slice()
    if (taught?.lesson.category) lean(all, categories.indexOf(taught.lesson.category), taught.weight)
    const best = highest(all)
    const confidence = all[best] ?? 0
    return {
      code: confidence < THRESHOLDS.category ? UNKNOWN_CATEGORY : (categories[best] ?? UNKNOWN_CATEGORY),
      confidence,
    }
  }

  /** Of these categories hardly anything is said that can wait. */
  #isLifeAtStake({ categories }: Likelihoods): boolean {
    const codes = this.#loaded().model.answers.categories
    const share = LIFE_AT_STAKE.reduce((sum, code) => sum + (categories[codes.indexOf(code)] ?? 0), 0)
    return share >= THRESHOLDS.lifeAtStake
  }

  #likelihoods(text: string, folded: string): Likelihoods {
    const { model, concepts } = this.#loaded()
    return model.likelihoods(featuresOf(text, concepts, folded))
  }

  #loaded() {
    this.#engine ??= { model: new Model(readModel()), concepts: new ConceptFinder() }
    return this.#engine
  }
}

export function isIssue(kind: Kind): boolean {
  return ISSUE_KINDS.includes(kind)
}

interface Signs {
  /** its words speak of acute danger, and that it is here */
  readonly acute: boolean
  readonly here: boolean
  readonly petition: number
  readonly length: number
}

function registerFor(issue: number, { acute, here, petition, length }: Signs): Register {
  if (issue >= THRESHOLDS.yes) return 'yes'
  if (acute && issue >= (here ? THRESHOLDS.acuteHere : THRESHOLDS.acute)) return 'yes'
  if (petition >= 2 && length >= 40 && issue >= THRESHOLDS.petition) return 'yes'
  return issue >= THRESHOLDS.ask ? 'ask' : 'no'
}

function dangerOf({ dangers }: Likelihoods, acute: boolean, register: Register): Danger {
  if (register === 'no') return 0
  if ((dangers[2] ?? 0) >= (acute ? THRESHOLDS.dangerSaid : THRESHOLDS.danger)) return 2
  return (dangers[1] ?? 0) > (dangers[0] ?? 0) ? 1 : 0
}

/** Moves likelihoods towards one answer, by this share of the way. */
function lean(likelihoods: Float64Array, answer: number, weight: number): void {
  if (answer < 0) return
  for (let at = 0; at < likelihoods.length; at++) {
    likelihoods[at] = (likelihoods[at] ?? 0) * (1 - weight) + (at === answer ? weight : 0)
  }
}

function highest(likelihoods: Float64Array): number {
  let best = 0
  for (let at = 1; at < likelihoods.length; at++) {
    if ((likelihoods[at] ?? 0) > (likelihoods[best] ?? 0)) best = at
  }
  return best
}

function likeliest(kinds: Float64Array, among: readonly Kind[]): Kind {
  return among.reduce((best, kind) =>
    (kinds[KINDS.indexOf(kind)] ?? 0) > (kinds[KINDS.indexOf(best)] ?? 0) ? kind : best,
  )
}
