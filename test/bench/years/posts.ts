import type { Tx } from '../../../src/database/database.ts'
import { add, aged, contact, group, type Place, picture, resident, said } from './add.ts'

const POSTS = 5_000
/** One a week. */
export const PROOFS = 60
/** The example has wishes of its own, with smaller numbers. */
const FROM = 1_000
const WISH = '(i % 3 = 0)'

/** What was written on the board, and the selections that went to the groups. */
export async function addPosts(tx: Tx, place: Place): Promise<void> {
  const { communityId, account, last, staff } = place
  const at = aged(POSTS)
  await add(tx, 'Post', POSTS, {
    id: `${FROM} + i`,
    communityId,
    number: `${FROM} + i`,
    kind: `CASE WHEN ${WISH} THEN 'WISH' WHEN i % 3 = 1 THEN 'BLESSING' ELSE 'THANKS' END`,
    state: "CASE WHEN i % 20 = 1 THEN 'WITHDRAWN' ELSE 'PASSED' END",
    version: 1,
    words: "'祝大家节日快乐，第' || i || '条'",
    signature: "'居民'",
    authorId: resident(place),
    account: said(account),
    chatKind: "'PRIVATE'",
    chatId: contact(),
    contactId: contact(),
    messageId: "'post-' || i",
    at,
    changedAt: at,
    passedAt: at,
    answer: "'谢谢'",
    answeredAt: at,
    fate: `CASE WHEN ${WISH} AND i % 2 = 0 THEN 'DONE' END`,
    lastWordAt: aged(POSTS, 300),
    sha256: `CASE WHEN i % 10 = 0 THEN ${picture()} END`,
  })
  await add(tx, 'PostEvent', POSTS * 3, {
    postId: `${FROM} + 1 + (i - 1) / 3`,
    seq: '1 + (i - 1) % 3',
    action: "'pass'",
    to: "'PASSED'",
    personId: `CASE WHEN i % 3 = 0 THEN ${staff} END`,
    at: aged(POSTS * 3),
    data: "'{}'",
  })
  await add(tx, 'PostSupport', POSTS * 2, {
    postId: `${FROM} + 3 + 3 * (i % 1600)`,
    personId: `${last} + 1 + i`,
    account: said(account),
    chatKind: "'GROUP'",
    chatId: group(place),
    contactId: "'resident-' || i",
    at: aged(POSTS * 2),
  })
  await add(tx, 'Proof', PROOFS, {
    id: 'i',
    communityId,
    state: "'SENT'",
    posts: "'[]'",
    wantedAt: aged(PROOFS),
    shownAt: aged(PROOFS),
    decidedAt: aged(PROOFS),
  })
  await add(tx, 'PostCopy', POSTS, {
    postId: `${FROM} + i`,
    version: 1,
    medium: "'selection'",
    outboxKey: `'proof:' || (1 + i % ${PROOFS})`,
    at,
  })
  await add(tx, 'PostHold', POSTS / 5, {
    postId: `${FROM} + i * 5`,
    stage: "'FIRST'",
    state: "'PASSED'",
    reasons: "'[]'",
    at: aged(POSTS / 5),
    decideBy: aged(POSTS / 5),
    decidedAt: aged(POSTS / 5),
    decidedById: staff,
  })
  await tx.community.update({ where: { id: communityId }, data: { postCounter: FROM + POSTS } })
}
