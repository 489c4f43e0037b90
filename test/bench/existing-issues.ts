import type { Database } from '../../src/database/database.ts'

/** 1, 2, 3 … up to a number. */
const upTo = (count: number) => `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})`
/** Every fiftieth is still being worked on. */
const open = '(i % 50 = 0)'
const at = "strftime('%Y-%m-%dT%H:%M:%f+00:00', '2026-05-01', '-' || (i % 700) || ' days')"
const place = (account: string) => `'${account}', 'GROUP', 'old-' || (i % 12) || '@chatroom'`
/** So many issues there are of each resident. */
const EACH = 5

/**
 * As many issues as a town has after some years, in a SQLite file: nearly all closed, of a fifth as many residents, from all
 * grids, each with its first two events and what was said about it, all on the account that the bot is. In SQL, because row
 * by row it would take minutes.
 */
export async function fillWithIssues(database: Database, count: number): Promise<void> {
  const { id: communityId } = await database.client.community.findFirstOrThrow()
  const { account } = await database.client.chatIdentity.findFirstOrThrow()
  const { id: last } = await database.client.person.findFirstOrThrow({ orderBy: { id: 'desc' } })
  const residents = Math.ceil(count / EACH)
  await database.transaction(async (tx) => {
    await tx.$executeRawUnsafe(
      `INSERT INTO Person (id, name, createdAt) ${upTo(residents)} SELECT ${last} + i, '居民' || i, ${at} FROM n`,
    )
    await tx.$executeRawUnsafe(
      `INSERT INTO ChatIdentity (personId, account, contactId, displayName, friend, createdAt)
       ${upTo(residents)} SELECT ${last} + i, '${account}', 'resident-' || i, '居民' || i, i % 3 = 0, ${at} FROM n`,
    )
    await tx.$executeRawUnsafe(
      `INSERT INTO Issue (id, communityId, number, version, state, outcome, words, place, gridId,
         compoundId, category, isPrivate,
         dangerous, reporterId, account, chatKind, chatId, reportedAt, respondedAt, dueAt, closedAt, lastWordAt, reminded)
       ${upTo(count)} SELECT i, ${communityId}, i, 2, CASE WHEN ${open} THEN 'IN_PROGRESS' ELSE 'CLOSED' END,
         CASE WHEN ${open} THEN NULL ELSE 'FIXED' END, (i % 9) || '号楼2单元楼道灯不亮', '向阳小区3号楼',
         (SELECT min(id) FROM Grid) + (i + i / 50) % 12, (SELECT min(id) FROM Compound) + (i + i / 50) % 9, 'E01', 0, 0,
         ${last} + 1 + (i % ${residents}), ${place(account)}, ${at}, ${at},
         CASE WHEN ${open} THEN ${at} END, CASE WHEN ${open} THEN NULL ELSE ${at} END, ${at}, 4 FROM n`,
    )
    for (const [seq, action] of [
      [1, 'report'],
      [2, 'start'],
    ]) {
      await tx.$executeRawUnsafe(
        `INSERT INTO IssueEvent (issueId, seq, action, "to", hat, at, data, before)
         ${upTo(count)} SELECT i, ${seq}, '${action}', 'IN_PROGRESS', 'worker', ${at}, '{}', '{}' FROM n`,
      )
    }
    await tx.$executeRawUnsafe(
      `INSERT INTO OutboxMessage (account, chatKind, chatId, text, mentions, priority, state, notBefore, createdAt, sentAt,
         issueId, causeId)
       ${upTo(count)} SELECT ${place(account)}, '#' || i || ' 已登记', '[]', 1, 'ECHOED', ${at}, ${at}, ${at}, i, 'old-' || i FROM n`,
    )
    await tx.community.update({ where: { id: communityId }, data: { issueCounter: count } })
  })
}
