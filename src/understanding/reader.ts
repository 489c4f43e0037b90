import { UNKNOWN_CATEGORY } from '../issues/categories.ts'
import { ConceptFinder } from './concepts.ts'
import { type DangerWords, dangerWordsOf } from './danger.ts'
import { featuresOf } from './features.ts'
import { FirstLook } from './first-look.ts'
import { fold } from './fold.ts'
import type { Lessons, Taught } from './lessons.ts'
import { type Likelihoods, Model } from './model.ts'
import { readModel } from './model-file.ts'
import { tellsOutage } from './outage.ts'
import { readPlace } from './read-place.ts'
import { type Danger, ISSUE_KINDS, KINDS, type Kind, type Reading, type Register } from './reading.ts'
import { answersWhere, petitionSigns } from './shape.ts'
import { takenAway } from './taken-away.ts'
import { THRESHOLDS } from './thresholds.ts'

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
  #engine: { readonly model: Model; readonly concepts: ConceptFinder; readonly firstLook: FirstLook } | undefined

  /** `lessons`: what people have taught by correcting; a text like a taught one is read as taught. */
  read(text: string, lessons?: Lessons): Reading {
    const folded = fold(text)
    const words = dangerWordsOf(folded)
    const features = featuresOf(text, this.#loaded().concepts, folded, words)
    const likelihoods = this.#loaded().model.likelihoods(features)
    const threatened = words.acute && !words.harmless
    const lifeAtStake = this.#isLifeAtStake(likelihoods)
    const dire = likelihoods.dangers[2] ?? 0
    const heard = lessons?.about(text)
    // What was only talk once speaks against nothing that sounds like acute danger: the next fire may be one.
    const alarming = threatened || lifeAtStake || dire >= THRESHOLDS.danger
    const taught = alarming && heard && !isIssue(heard.lesson.kind) ? undefined : heard
    const kinds = likelihoods.kinds.slice()
    if (taught) lean(kinds, KINDS.indexOf(taught.lesson.kind), taught.weight)
    const issue =
      (likelihoodOfIssue(kinds) +
        issueAlone(likelihoods.issues, taught) +
        issueAlone(likelihoods.issuesByLetters, taught)) /
        3 +
      saidByCategory(likelihoods)
    const petition = petitionSigns(text)
    const doubted = words.here ? THRESHOLDS.dangerDoubtedHere : THRESHOLDS.dangerDoubted
    const enough = issue >= THRESHOLDS.dangerBelieved ? THRESHOLDS.dangerSaid : doubted
    const acute = threatened && (words.alarm || dire >= enough)
    let register = registerFor(issue, {
      acute,
      dire,
      words,
      petition,
      sharedTrouble: features.sharedTrouble,
      length: text.length,
    })
    if (register === 'yes' && !acute && features.bare) register = 'ask'
    if (register === 'ask' && !acute && answersWhere(folded)) register = 'no'
    if (register !== 'no' && !acute && issue < THRESHOLDS.takenAway && takenAway(folded)) register = 'no'
    let kind = KINDS[highest(kinds)] ?? '闲聊'
    const place = readPlace(text)
    const placed = place !== undefined && (place.buildings.length > 0 || place.unit !== undefined)
    // Danger that is here and now, at a building that is named, is not kept waiting for a yes.
    if (register === 'ask' && acute && placed && !QUESTION.test(folded)) register = 'yes'
    const says = kind === '闲聊' || isIssue(kind)
    const outage = says && !(taught && !isIssue(taught.lesson.kind)) && tellsOutage(folded, placed)
    if (outage && register === 'no') register = 'ask'
    if (outage && register === 'ask' && placed) register = 'yes'
    if (register !== 'no' && !isIssue(kind)) kind = likeliest(kinds, ISSUE_KINDS)
    // Whoever asks what to do about a fire asks for help.
    if (kind === '咨询' && register === 'yes' && acute) kind = '求助'
    // A question in passing is answered; it becomes an issue by itself only as a petition.
    if (kind === '咨询' && register === 'yes' && !(petition >= 1 && text.length >= 25)) register = 'ask'
    const category = this.#category(likelihoods, taught, acute ? THRESHOLDS.categoryOfDanger : THRESHOLDS.category)
    return {
      kind,
      ...(issue >= THRESHOLDS.possible || register !== 'no'
        ? { category: category.code, categoryConfidence: category.confidence }
        : { category: undefined, categoryConfidence: 0 }),
      danger: acute ? 2 : dangerOf(likelihoods, lifeAtStake, register),
      place,
      confidence: kinds[KINDS.indexOf(kind)] ?? 0,
      register,
    }
  }

  /** Whether it is certainly talk, as far as nobody has taught otherwise: see `FirstLook`. False for most else. */
  isJustTalk(text: string): boolean {
    return this.#loaded().firstLook.isTalk(text)
  }

  /** The category of what somebody has said is an issue. */
  category(text: string, lessons?: Lessons): CategoryReading {
    const { model, concepts } = this.#loaded()
    return this.#category(model.likelihoods(featuresOf(text, concepts)), lessons?.about(text), THRESHOLDS.category)
  }

  #category(likelihoods: Likelihoods, taught: Taught | undefined, least: number): CategoryReading {
    const { categories } = this.#loaded().model.answers
    const all = likelihoods.categories.slice()
    if (taught?.lesson.category) lean(all, categories.indexOf(taught.lesson.category), taught.weight)
    const best = highest(all)
    const confidence = all[best] ?? 0
    return {
      code: confidence < least ? UNKNOWN_CATEGORY : (categories[best] ?? UNKNOWN_CATEGORY),
      confidence,
    }
  }

  /** Of these categories hardly anything is said that can wait. */
  #isLifeAtStake({ categories }: Likelihoods): boolean {
    const codes = this.#loaded().model.answers.categories
    const share = LIFE_AT_STAKE.reduce((sum, code) => sum + (categories[codes.indexOf(code)] ?? 0), 0)
    return share >= THRESHOLDS.lifeAtStake
  }

  #loaded() {
    if (!this.#engine) {
      const weights = readModel()
      const concepts = new ConceptFinder()
      this.#engine = { model: new Model(weights), concepts, firstLook: new FirstLook(weights, concepts) }
    }
    return this.#engine
  }
}

/** Whoever asks whether there is danger does not know of one. */
const QUESTION = /[?]|[吗么没]$|是不是|有没有/

export function isIssue(kind: Kind): boolean {
  return ISSUE_KINDS.includes(kind)
}

interface Signs {
  /** danger is here and now, by its words and by the model */
  readonly acute: boolean
  /** 0–1: how likely danger is acute, by the model alone */
  readonly dire: number
  readonly words: DangerWords
  readonly petition: number
  readonly sharedTrouble: boolean
  readonly length: number
}

function registerFor(issue: number, { acute, dire, words, petition, sharedTrouble, length }: Signs): Register {
  if (issue >= (sharedTrouble ? THRESHOLDS.yesShared : THRESHOLDS.yes)) return 'yes'
  if (acute && (words.alarm || issue >= (words.here ? THRESHOLDS.acuteHere : THRESHOLDS.acute))) return 'yes'
  if (petition >= 2 && length >= 40 && issue >= THRESHOLDS.petition) return 'yes'
  // Danger is never passed over in silence, also where it is told without any of its words.
  if (dire >= THRESHOLDS.direAsked && issue >= THRESHOLDS.direIssue) return 'ask'
  return acute || issue >= (sharedTrouble ? THRESHOLDS.askShared : THRESHOLDS.ask) ? 'ask' : 'no'
}

/** Where the words alone do not tell. */
function dangerOf({ dangers }: Likelihoods, lifeAtStake: boolean, register: Register): Danger {
  if (register === 'no') return 0
  if ((dangers[2] ?? 0) >= (lifeAtStake ? THRESHOLDS.dangerSaid : THRESHOLDS.danger)) return 2
  return (dangers[1] ?? 0) > (dangers[0] ?? 0) ? 1 : 0
}

/** By the kinds. */
function likelihoodOfIssue(kinds: Float64Array): number {
  return ISSUE_KINDS.reduce((sum, kind) => sum + (kinds[KINDS.indexOf(kind)] ?? 0), 0)
}

/** Asked for itself: other views of the same text. */
function issueAlone(likelihoods: Float64Array, taught: Taught | undefined): number {
  const answers = likelihoods.slice()
  if (taught) lean(answers, Number(isIssue(taught.lesson.kind)), taught.weight)
  return answers[1] ?? 0
}

/** How much likelier one category alone makes an issue, and how likely the likeliest is in the middle. */
const BY_CATEGORY = { share: 0.3, middle: 0.55 }

/**
 * What the question for the category says of whether it is an issue, to be added. It was learned from issues alone, so it
 * knows nothing of what talk sounds like: a report speaks of one thing, and talk with the words of a trouble in it of none
 * in particular. That is a view of its own, and worth as much as a thousand more examples were.
 */
function saidByCategory({ categories }: Likelihoods): number {
  return BY_CATEGORY.share * ((categories[highest(categories)] ?? 0) - BY_CATEGORY.middle)
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
