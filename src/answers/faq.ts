import { writeAudit } from '../community/audit.ts'
import type { Tx } from '../database/database.ts'
import type { Faq } from '../database/types.ts'
import type { CommunityId, PersonId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import { plainText } from './plain-text.ts'

/** In characters. A list entry is quoted whole, so it has to fit a phone's screen; of a notice only lines are quoted. */
export const LONGEST = { question: 100, answer: 350, notice: 4000 } as const

/** What the entries are called that are written for the list itself; a notice has its day and title there. */
export const LIST_SOURCE = '社区问答'

/** An entry of the list. Its number is counted per community and stays with it; that of a removed entry is not given out again. */
export type NumberedFaq = Faq & { readonly number: number }

/** Who changes the list, when. */
export interface Editing {
  readonly communityId: CommunityId
  readonly by: PersonId
  readonly now: Date
}

export interface NewFaq extends Editing {
  readonly question: string
  readonly answer: string
  /** `LIST_SOURCE`, or the text of `noticeSource` */
  readonly source: string
}

/** What was done to an entry, as much of it as it takes to take it back. */
export interface FaqChange {
  readonly did: 'added' | 'changed' | 'removed'
  readonly faqId: number
  /** when: an entry that bears another moment has been changed since */
  readonly at: string
  /** what stood there before, and whose words it was, where it was changed */
  readonly was?: {
    readonly answer: string
    readonly source: string
    readonly updatedAt: string
    readonly personId: number
  }
}

/** The entries that hold, by number. */
export async function listFaqs(tx: Tx, communityId: CommunityId): Promise<NumberedFaq[]> {
  return (await numbered(tx, communityId)).filter(({ removedAt }) => removedAt === null)
}

/** Writes an entry. @throws Refusal when one asks the same, or a text is empty or too long */
export async function addFaq(tx: Tx, faq: NewFaq): Promise<NumberedFaq> {
  const { communityId, by, now, question, answer, source } = faq
  checkLength('问题', question, LONGEST.question)
  checkLength('答案', answer, source === LIST_SOURCE ? LONGEST.answer : LONGEST.notice)
  await oneAtATime(tx, communityId)
  const same = await sameAs(tx, communityId, faq)
  if (same) throw new Refusal(`第${same.number}条已经在问这个。要换答案，请发 /问答 改 ${same.number} 新的答案。`)
  const { id } = await tx.faq.create({
    data: { communityId, question, answer, source, personId: by, createdAt: now, updatedAt: now },
    select: { id: true },
  })
  await audit(tx, { by, now }, 'faq.add', id, { question })
  return await byId(tx, communityId, id)
}

/** Of two who add an entry at once the second waits for the first: its number is counted, and so is whether it is there. */
async function oneAtATime(tx: Tx, communityId: CommunityId): Promise<void> {
  await tx.community.update({
    where: { id: communityId },
    data: { issueCounter: { increment: 0 } },
    select: { id: true },
  })
}

type Said = Pick<Faq, 'question' | 'answer' | 'source'>

async function sameAs(tx: Tx, communityId: CommunityId, said: Said): Promise<NumberedFaq | undefined> {
  return (await listFaqs(tx, communityId)).find((each) => saysTheSame(each, said))
}

/** There is a 停水通知 every month: of notices only the very same one is the same. */
function saysTheSame(known: Said, faq: Said): boolean {
  if (plainText(known.question) !== plainText(faq.question)) return false
  const bothListed = known.source === LIST_SOURCE && faq.source === LIST_SOURCE
  return bothListed || plainText(known.answer) === plainText(faq.answer)
}

/** Gives an entry another answer; from then on it is the list's own words, whatever notice it was taken from. */
export async function changeFaq(
  tx: Tx,
  change: Editing & { readonly number: number; readonly answer: string },
): Promise<{ readonly faq: NumberedFaq; readonly change: FaqChange }> {
  const { communityId, number, answer, by, now } = change
  checkLength('答案', answer, LONGEST.answer)
  const { id, ...before } = await faqByNumber(tx, communityId, number)
  await tx.faq.update({ where: { id }, data: { answer, source: LIST_SOURCE, personId: by, updatedAt: now } })
  await audit(tx, { by, now }, 'faq.change', id, { was: before.answer })
  const { source, personId, updatedAt } = before
  const was = { answer: before.answer, source, personId, updatedAt: updatedAt.toISOString() }
  return {
    faq: await byId(tx, communityId, id),
    change: { did: 'changed', faqId: id, at: now.toISOString(), was },
  }
}

/** Takes an entry off the list; the row stays. */
export async function removeFaq(tx: Tx, removal: Editing & { readonly number: number }): Promise<NumberedFaq> {
  const { communityId, number, by, now } = removal
  const faq = await faqByNumber(tx, communityId, number)
  await tx.faq.update({ where: { id: faq.id }, data: { removedAt: now } })
  await audit(tx, { by, now }, 'faq.remove', faq.id, { question: faq.question })
  return faq
}

/** Takes a change back. @throws Refusal when somebody has changed the entry since, or has written the removed one anew */
export async function takeBackFaqChange(tx: Tx, change: FaqChange, { communityId, by, now }: Editing): Promise<void> {
  const { did, faqId: id, at, was } = change
  const faq = await byId(tx, communityId, id)
  const isSince = (moment: Date | null) => moment?.toISOString() !== at
  const touched =
    did === 'removed' ? isSince(faq.removedAt) : faq.removedAt !== null || faq.personId !== by || isSince(faq.updatedAt)
  if (touched) throw new Refusal('这条问答后来又有人改过，撤销不了了。')
  if (did === 'removed') {
    await oneAtATime(tx, communityId)
    const same = await sameAs(tx, communityId, faq)
    if (same) throw new Refusal(`第${same.number}条又在问这个了，删掉的不用再恢复。`)
  }
  if (did === 'changed' && was) {
    const { answer, source, personId, updatedAt } = was
    await tx.faq.update({ where: { id }, data: { answer, source, personId, updatedAt: new Date(updatedAt) } })
  } else {
    await tx.faq.update({ where: { id }, data: { removedAt: did === 'added' ? now : null } })
  }
  await audit(tx, { by, now }, 'faq.undo', id, { did })
}

/** @throws Refusal when no entry has the number */
export async function faqByNumber(tx: Tx, communityId: CommunityId, number: number): Promise<NumberedFaq> {
  const found = (await listFaqs(tx, communityId)).find((faq) => faq.number === number)
  if (!found) throw new Refusal(`问答里没有第${number}条。发 /问答 列表 看有哪些。`)
  return found
}

async function byId(tx: Tx, communityId: CommunityId, id: number): Promise<NumberedFaq> {
  const found = (await numbered(tx, communityId)).find((faq) => faq.id === id)
  if (!found) throw new Error(`no question ${id} in community ${communityId}`)
  return found
}

/** The removed ones count, so that nobody's 第3条 becomes another between reading the list and writing the command. */
async function numbered(tx: Tx, communityId: CommunityId): Promise<NumberedFaq[]> {
  const rows = await tx.faq.findMany({ where: { communityId }, orderBy: { id: 'asc' } })
  return rows.map((row, index) => ({ ...row, number: index + 1 }))
}

function checkLength(what: string, text: string, longest: number): void {
  const length = [...text].length
  if (text.trim() === '') throw new Refusal(`请写上${what}。`)
  if (length > longest) throw new Refusal(`${what}有${length}个字，最多${longest}个，请写短一点。`)
}

async function audit(
  tx: Tx,
  { by, now }: Pick<Editing, 'by' | 'now'>,
  action: string,
  id: number,
  data: Readonly<Record<string, string>>,
): Promise<void> {
  await writeAudit(tx, { at: now, by, action, subject: `faq:${id}`, data: { ...data } })
}
