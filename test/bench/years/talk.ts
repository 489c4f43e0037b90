import type { Tx } from '../../../src/database/database.ts'
import { add, aged, contact, group, type Place, picture, said } from './add.ts'
import { LESSONS_FROM } from './courses.ts'
import { ISSUES } from './issues.ts'
import { DELIVERIES } from './orders.ts'
import { PROOFS } from './posts.ts'

const OUTBOX = 450_000
/** Of these the words and names are there still. */
const LAST_WEEK = Math.round((OUTBOX * 7) / 365)
/** As many as thirty days leave. */
const HANDLED = 40_000
const AUDIT = 50_000
/** The jobs of each minute; their slots of a week are kept. */
const JOBS = ['courses', 'directives', 'enrolment', 'issue-clocks', 'retry-failed', 'wall']
const SLOTS = 7 * 1440

/** What the bot said in a year, with the keys of all that has one: 30 %; what it has handled, and which jobs ran. */
export async function addTalk(tx: Tx, place: Place): Promise<void> {
  const { account, staff } = place
  const inPrivate = '(i % 3 = 0 AND i % 20 >= 6)'
  const at = aged(OUTBOX)
  await add(tx, 'OutboxMessage', OUTBOX, {
    id: 'i',
    account: said(account),
    chatKind: `CASE WHEN ${inPrivate} THEN 'PRIVATE' ELSE 'GROUP' END`,
    chatId: `CASE WHEN ${inPrivate} THEN
      (CASE WHEN i % 40 = 9 THEN 'worker-03' WHEN i % 40 = 12 THEN 'staff-1' ELSE ${contact()} END)
      ELSE ${group(place)} END`,
    text: `CASE WHEN i > ${OUTBOX - LAST_WEEK} THEN '#' || i || ' 已登记，等网格员受理。' ELSE '' END`,
    mentions: `CASE WHEN i > ${OUTBOX - LAST_WEEK} THEN '["' || ${contact()} || '"]' ELSE '[]' END`,
    priority: 'i % 4',
    attempts: 1,
    state: "CASE i % 1000 WHEN 1 THEN 'CANCELLED' WHEN 2 THEN 'UNKNOWN' WHEN 3 THEN 'SENT' ELSE 'ECHOED' END",
    key: `CASE i % 20
      WHEN 0 THEN 'delivery:' || (1 + i / 20 % ${DELIVERIES}) || ':text' || i
      WHEN 1 THEN 'proof:' || (1 + i / 20 % ${PROOFS}) || ':' || (i % 12) || ':' || i
      WHEN 2 THEN 'lesson:' || (${LESSONS_FROM} + 1 + i / 20 % 600) || ':evening:chat-' || i
      WHEN 3 THEN 'post:' || i || ':answer:1'
      WHEN 4 THEN 'wall-view:${account}:' || i
      WHEN 5 THEN 'survey:' || (1 + i % 4000) || ':page-' || i END`,
    notBefore: at,
    createdAt: at,
    sentAt: at,
    messageId: "'said-' || i",
    causeId: "'old-' || i",
    issueId: `CASE WHEN i % 20 >= 6 THEN 1 + (i * 7) % ${ISSUES} END`,
    deliveryId: `CASE i % 20 WHEN 0 THEN 1 + i / 20 % ${DELIVERIES} END`,
    sha256: `CASE WHEN i % 20 = 1 THEN ${picture()} END`,
  })
  await add(tx, 'HandledMessage', HANDLED, {
    account: said(account),
    messageId: "'handled-' || i",
    chatId: group(place),
    contactId: `CASE WHEN i % 15 = 1 THEN 'worker-03' ELSE ${contact()} END`,
    at: aged(HANDLED, 30),
    saidAt: aged(HANDLED, 30),
    undo: `CASE WHEN i % 3 = 0 THEN '{"kind":"issue","issueId":1,"eventId":1}' END`,
  })
  for (const job of JOBS) {
    await add(tx, 'JobRun', SLOTS, {
      job: said(job),
      slot: `strftime('%Y-%m-%dT%H:%M:%f+00:00', '2026-06-03T00:59:00', '-' || (${SLOTS} - i) || ' minutes')`,
      state: "'DONE'",
      claimedBy: "'bench'",
      startedAt: aged(SLOTS, 7),
      finishedAt: aged(SLOTS, 7),
      outcome: "'nothing'",
    })
  }
  await add(tx, 'AuditEntry', AUDIT, {
    at: aged(AUDIT),
    personId: `CASE WHEN i % 3 = 0 THEN ${staff} END`,
    action: "'export.write'",
    subject: "'person:' || i",
    data: "'{}'",
  })
}
