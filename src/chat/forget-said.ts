import type { Tx } from '../database/database.ts'
import type { Prisma } from '../database/types.ts'
import type { Identity, Whose } from '../personal/holding.ts'
import { EMPTIED } from './secret-words.ts'

/** What may still be said: it waits, is being said this moment, or staff may have it said again. */
const MAY_BE_SAID = ['PENDING', 'SENDING', 'FAILED', 'UNKNOWN'] as const
/** What is over, or would only be said again should staff want it. */
const OVER = {
  OR: [{ state: { in: ['SENT', 'ECHOED', 'CANCELLED', 'UNKNOWN'] } }, { state: 'FAILED', givenUpAt: { not: null } }],
} satisfies Prisma.OutboxMessageWhereInput
/** So many values in one statement: both databases bound how many it may hold. */
const AT_ONCE = 500
/** So many rows are looked at in one go. */
const PAGE = 20_000
/** A single sign stands in every other text, so a name that short is not looked for. */
const SHORTEST_NAME = 2
/** What stands in the place of a name in what is said later. */
const SOMEBODY = '（已删除）'

/**
 * Takes out of the outbox what was said to somebody, because of them or with their name. What waits to be said to them is not
 * said any more; what waits to be said to others is, without their name. What a worker's act had the bot say to others goes
 * out as it is. Resolves with how many rows were emptied.
 */
export async function forgetSaid(tx: Tx, whose: Whose): Promise<number> {
  let count = 0
  for (const identity of whose.identities) {
    count += await forgetPrivate(tx, identity)
    count += await forgetAnswers(tx, identity)
    count += await forgetMentions(tx, identity)
    await forgetKeys(tx, identity)
  }
  for (const name of whose.names) count += await forgetName(tx, name)
  return count + (await letGoOfFiles(tx))
}

async function forgetPrivate(tx: Tx, { account, contactId }: Identity): Promise<number> {
  const { count } = await tx.outboxMessage.updateMany({
    where: { account, chatKind: 'PRIVATE', chatId: contactId, state: { in: [...MAY_BE_SAID] } },
    data: { state: 'CANCELLED' },
  })
  const there = { account, chatKind: 'PRIVATE' as const, chatId: contactId }
  const emptied = await empty(tx, there, { chatId: '', key: null, fileName: null, sha256: null })
  return Math.max(count, emptied)
}

/** What was said in answer to them, wherever. */
async function forgetAnswers(tx: Tx, { account, contactId }: Identity): Promise<number> {
  const handled = await tx.handledMessage.findMany({ where: { account, contactId }, select: { messageId: true } })
  const causes = handled.map(({ messageId }) => messageId)
  let count = 0
  for (let first = 0; first < causes.length; first += AT_ONCE) {
    const causeId = { in: causes.slice(first, first + AT_ONCE) }
    count += await empty(tx, { account, causeId, deliveryId: null, AND: OVER })
  }
  return count
}

/** Where they are mentioned: a contact stands in a list, which no filter looks into on both databases. */
async function forgetMentions(tx: Tx, { account, contactId }: Identity): Promise<number> {
  let count = 0
  const newest = await tx.outboxMessage.findFirst({ orderBy: { id: 'desc' }, select: { id: true } })
  for (let after = 0; after < (newest?.id ?? 0); after += PAGE) {
    // By the number alone, and only what mentions anybody: of what was said long ago nothing does.
    const rows = await tx.outboxMessage.findMany({
      where: { id: { gt: after, lte: after + PAGE }, NOT: { mentions: { equals: [] } } },
      select: { id: true, account: true, chatKind: true, state: true, mentions: true },
    })
    const naming = rows.filter(
      (row) => row.account === account && row.chatKind === 'GROUP' && (row.mentions as string[]).includes(contactId),
    )
    for (const { id, state, mentions } of naming) {
      const others = (mentions as string[]).filter((each) => each !== contactId)
      // It was for them alone.
      const unsaid = state === 'PENDING' && others.length === 0 ? ({ state: 'CANCELLED', text: '' } as const) : {}
      await tx.outboxMessage.update({ where: { id }, data: { mentions: others, ...unsaid } })
    }
    count += naming.length
  }
  return count
}

/** A message that may exist only once is known by a key, and that may be made of the contact. */
async function forgetKeys(tx: Tx, { account, contactId }: Identity): Promise<void> {
  await tx.outboxMessage.updateMany({ where: { account, key: { contains: contactId } }, data: { key: null } })
}

async function forgetName(tx: Tx, name: string): Promise<number> {
  if ([...name].length < SHORTEST_NAME) return 0
  const naming = { deliveryId: null, text: { contains: name } }
  const waiting = await tx.outboxMessage.findMany({ where: { ...naming, state: { in: [...MAY_BE_SAID] } } })
  for (const row of waiting) {
    const text = withoutName(row.text, name)
    if (text !== row.text) await tx.outboxMessage.update({ where: { id: row.id }, data: { text } })
  }
  return empty(tx, { ...naming, AND: OVER })
}

/** Only where the name stands by itself: somebody may be called 小区. */
function withoutName(text: string, name: string): string {
  const quoted = name.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
  return text.replace(new RegExp(`(?<![\\p{L}\\p{N}])${quoted}(?![\\p{L}\\p{N}])`, 'gu'), SOMEBODY)
}

/**
 * Spreadsheets and texts that the program wrote for somebody may hold anybody's rows. Those that were said have arrived and are
 * let go; one that still waits is not said, and whoever asked for it is told to ask again.
 */
async function letGoOfFiles(tx: Tx): Promise<number> {
  const written = { deliveryId: null, fileName: { not: null } } satisfies Prisma.OutboxMessageWhereInput
  const waiting = await tx.outboxMessage.findMany({ where: { ...written, state: { in: ['PENDING', 'FAILED'] } } })
  for (const row of waiting) await tx.outboxMessage.update({ where: { id: row.id }, data: { ...ASK_AGAIN } })
  return empty(tx, { ...written, text: '' }, { fileName: null, sha256: null })
}

const ASK_AGAIN = { text: '刚才的表格没有发出来，请再要一次。', fileName: null, sha256: null }

/** Takes the words out of rows. An empty one is never said again. */
async function empty(
  tx: Tx,
  where: Prisma.OutboxMessageWhereInput,
  more: Prisma.OutboxMessageUpdateManyMutationInput = {},
): Promise<number> {
  const again = { AND: [where, { state: { in: ['UNKNOWN' as const, 'FAILED' as const] } }] }
  await tx.outboxMessage.updateMany({ where: again, data: { state: 'CANCELLED' } })
  const data = { ...EMPTIED, mentions: [], lastError: null, ...more }
  const { count } = await tx.outboxMessage.updateMany({ where, data })
  return count
}
