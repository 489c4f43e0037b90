import type { Tx } from '../database/database.ts'
import type { CommunityId, PersonId } from '../ids.ts'
import type { Answers } from './answers.ts'
import { chosenIn } from './answers.ts'
import { type Choice, type ChoiceQuestion, type Definition, hasChoices } from './definition.ts'
import { FEWEST, hideEach, type Shown } from './hidden-cells.ts'
import { questionnaireWith } from './questionnaire.ts'
import { sheetsOf } from './sheets.ts'

/** Something that people want to learn. */
export type Wish = { readonly label: string; readonly skills: readonly string[] } & Shown

/** A topic, by how many want something of it, with what they want, the most wanted first. */
export type Topic<W extends Wish = Wish> = { readonly topic: string; readonly wishes: readonly W[] } & Shown

/** Somebody of the talent list whose skill fits a wish. */
export interface Lecturer {
  readonly personId: PersonId
  readonly name: string
  readonly skill: string
}

/** The topics of a questionnaire, the most wanted first; what may not be counted stands last. Empty below five sheets. */
export async function topicsOf(tx: Tx, questionnaireId: number): Promise<Topic[]> {
  const questionnaire = await questionnaireWith(tx, questionnaireId)
  return rankTopics(questionnaire.definition, await sheetsOf(tx, questionnaire))
}

/** The same of answers that are at hand. */
export function rankTopics({ questions }: Definition, sheets: readonly Answers[]): Topic[] {
  if (sheets.length < FEWEST) return []
  const asked = questions.filter(hasChoices).filter(({ topic }) => topic !== undefined)
  return asked
    .map((question): Topic => {
      const chosen = sheets.map((sheet) => chosenIn(question, sheet.get(question.id))).filter((ids) => ids.length > 0)
      const real = question.choices.filter(({ none }) => !none)
      const counts = real.map(({ id }) => chosen.filter((ids) => ids.includes(id)).length)
      const wanting = chosen.filter((ids) => real.some(({ id }) => ids.includes(id))).length
      const [whole] = hideEach([wanting], chosen.length)
      const enough = chosen.length >= FEWEST
      return {
        topic: question.topic ?? '',
        wishes: ranked(hideIn(question, counts, chosen.length).map((shown, at) => wish(real[at], shown))),
        ...(enough && whole ? whole : HIDDEN),
      }
    })
    .sort(byCount)
}

const HIDDEN = { count: undefined, hidden: 'few' } as const

function hideIn(question: ChoiceQuestion, counts: readonly number[], all: number): Shown[] {
  // One choice each leaves no room for what several may: whoever is not counted here chose something else.
  return all < FEWEST || question.kind === 'single' ? counts.map(() => HIDDEN) : hideEach(counts, all)
}

function wish(choice: Choice | undefined, shown: Shown): Wish {
  return { label: choice?.label ?? '', skills: choice?.skills ?? [], ...shown }
}

const ranked = (wishes: readonly Wish[]) => [...wishes].sort(byCount)

/** What nearly everybody wants stands first, then by number; what few want last. */
function byCount(one: Shown, other: Shown): number {
  return weight(other) - weight(one)
}

function weight({ count, hidden }: Shown): number {
  if (hidden === false) return count
  return hidden === 'nearly all' ? Number.MAX_SAFE_INTEGER : -1
}

/**
 * People of the talent list who could teach what is wanted: one of the wish's words stands in their skill. Where there are
 * several communities only who holds a role in this one, has taught or reported something in it. The oldest entry first.
 */
export async function lecturersFor(tx: Tx, communityId: CommunityId, skills: readonly string[]): Promise<Lecturer[]> {
  if (skills.length === 0) return []
  const several = (await tx.community.count()) > 1
  const rows = await tx.talent.findMany({
    where: {
      OR: skills.map((skill) => ({ skill: { contains: skill } })),
      ...(several ? { person: { OR: belonging(communityId) } } : {}),
    },
    orderBy: { id: 'asc' },
    include: { person: { select: { name: true } } },
  })
  const found = new Map<number, Lecturer>()
  for (const { personId, skill, person } of rows) {
    if (!found.has(personId)) found.set(personId, { personId: personId as PersonId, name: person.name, skill })
  }
  return [...found.values()]
}

function belonging(communityId: CommunityId) {
  return [
    { roles: { some: { communityId, until: null } } },
    { taught: { some: { communityId } } },
    { reported: { some: { communityId } } },
  ]
}
