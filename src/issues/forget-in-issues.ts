import { nobody } from '../community/nobody.ts'
import type { Tx } from '../database/database.ts'
import { Prisma } from '../database/types.ts'
import type { PersonId } from '../ids.ts'
import { anonymiseIssues, leaveChat, OWN_HATS, WORDS_GONE } from './anonymise.ts'

/** Takes what is personal out of words. */
export type Masking = (words: string) => string

/** So many issues in one statement: both databases bound how many values it may hold. */
const AT_ONCE = 500

/**
 * Makes nobody's what somebody reported, said, supported and did at work. What is closed, or waits for a yes, is anonymised at
 * once. What is being worked on goes on without the person: in words only where it is dangerous, and then masked; it is
 * anonymised when it is closed. Resolves with how many rows were removed or emptied.
 */
export async function forgetInIssues(tx: Tx, person: PersonId, now: Date, mask: Masking): Promise<number> {
  const none = await nobody(tx, now)
  let count = await forgetOver(tx, person, now)
  count += await forgetOpen(tx, { person, none }, mask)
  const own = { personId: person, hat: { in: [...OWN_HATS] } }
  await forgetAdded(tx, person)
  const notes = await tx.issueEvent.updateMany({
    where: own,
    data: { note: null, before: {}, data: {}, personId: none },
  })
  const acts = await tx.issueEvent.updateMany({ where: { personId: person }, data: { personId: none } })
  const supports = await tx.supporter.deleteMany({ where: { personId: person } })
  const pictures = await tx.issueAttachment.deleteMany({
    where: { personId: person, OR: [{ eventId: null }, { event: { hat: { in: [...OWN_HATS] } } }] },
  })
  const atWork = await tx.issueAttachment.updateMany({ where: { personId: person }, data: { personId: none } })
  await tx.issue.updateMany({ where: { resolvedById: person }, data: { resolvedById: none } })
  await forgetAsked(tx, person, none)
  return count + notes.count + acts.count + supports.count + pictures.count + atWork.count
}

/** What is closed; and drafts, which nobody will say yes to any more. */
async function forgetOver(tx: Tx, person: PersonId, now: Date): Promise<number> {
  await tx.issue.updateMany({
    where: { reporterId: person, state: 'DRAFT' },
    data: { state: 'CLOSED', outcome: 'VOID', closedAt: now, version: { increment: 1 } },
  })
  const rows = await tx.issue.findMany({ where: { reporterId: person, state: 'CLOSED' }, select: { id: true } })
  let count = 0
  for (let first = 0; first < rows.length; first += AT_ONCE) {
    const ids = rows.slice(first, first + AT_ONCE).map(({ id }) => id)
    count += await anonymiseIssues(tx, ids, now)
  }
  return count
}

async function forgetOpen(
  tx: Tx,
  { person, none }: { readonly person: PersonId; readonly none: PersonId },
  mask: Masking,
): Promise<number> {
  const open = await tx.issue.findMany({ where: { reporterId: person } })
  for (let first = 0; first < open.length; first += AT_ONCE) {
    const some = open.slice(first, first + AT_ONCE)
    const about = { issueId: { in: some.map(({ id }) => id) } }
    await tx.issueAttachment.deleteMany({ where: { ...about, personId: person } })
    await tx.issueEvent.updateMany({ where: { ...about, hat: { in: [...OWN_HATS] } }, data: { before: {} } })
    await tellLess(tx, some)
    await leaveChat(tx, { id: about.issueId })
  }
  for (const { id, words, place, dangerous } of open) {
    await tx.issue.update({
      where: { id },
      data: {
        words: dangerous ? mask(words) : WORDS_GONE,
        place: place === null ? null : mask(place),
        ratingWords: null,
        reporterId: none,
        version: { increment: 1 },
      },
    })
  }
  return open.length
}

/** What waits to be said of these issues says no more than that they go on; what was said says nothing. */
async function tellLess(tx: Tx, issues: readonly { readonly id: number; readonly number: number }[]): Promise<void> {
  const numbers = new Map(issues.map(({ id, number }) => [id, number]))
  const about = { issueId: { in: [...numbers.keys()] } }
  const waits = { ...about, state: { in: ['PENDING' as const, 'FAILED' as const] } }
  await tx.outboxMessage.updateMany({ where: { ...waits, sha256: { not: null } }, data: { state: 'CANCELLED' } })
  const waiting = await tx.outboxMessage.findMany({ where: { ...waits, text: { not: '' } } })
  for (const { id, issueId } of waiting) {
    const number = numbers.get(issueId ?? 0)
    const text = `#${number} 的报事人删除了自己的资料，这件事接着办。现在的情况发 /进度 ${number}。`
    await tx.outboxMessage.update({ where: { id }, data: { text, mentions: [] } })
  }
  await tx.outboxMessage.updateMany({ where: { ...about, state: 'UNKNOWN' }, data: { state: 'CANCELLED' } })
  const over = { ...about, text: { not: '' }, state: { notIn: ['PENDING' as const, 'FAILED' as const] } }
  await tx.outboxMessage.updateMany({ where: over, data: { text: '', mentions: [] } })
}

/** What they added to a neighbour's issue stands in what the bot says of it. */
async function forgetAdded(tx: Tx, person: PersonId): Promise<void> {
  const said = await tx.issueEvent.findMany({
    where: { personId: person, hat: { in: [...OWN_HATS] }, note: { not: null } },
    select: { issueId: true, messageId: true },
  })
  for (let first = 0; first < said.length; first += AT_ONCE) {
    const some = said.slice(first, first + AT_ONCE)
    const issueId = { in: [...new Set(some.map((event) => event.issueId))] }
    const causeId = { in: some.flatMap(({ messageId }) => messageId ?? []) }
    const waits = { issueId, causeId, state: { in: ['PENDING' as const, 'FAILED' as const] } }
    await tx.outboxMessage.updateMany({ where: waits, data: { state: 'CANCELLED' } })
    const over = {
      issueId,
      text: { not: '' },
      state: { notIn: ['PENDING' as const, 'SENDING' as const, 'FAILED' as const] },
    }
    await tx.outboxMessage.updateMany({ where: over, data: { text: '' } })
  }
}

/** An extension that somebody asked for names them. */
async function forgetAsked(tx: Tx, person: PersonId, none: PersonId): Promise<void> {
  const asking = await tx.issue.findMany({
    where: { extendAsked: { not: Prisma.DbNull } },
    select: { id: true, extendAsked: true },
  })
  for (const { id, extendAsked } of asking) {
    const asked = extendAsked as Prisma.JsonObject
    if (asked['personId'] !== person) continue
    await tx.issue.update({
      where: { id },
      data: { extendAsked: { ...asked, personId: none } as Prisma.InputJsonObject },
    })
  }
}
