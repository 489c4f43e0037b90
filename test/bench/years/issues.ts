import type { Tx } from '../../../src/database/database.ts'
import { add, aged, contact, group, type Place, picture, RESIDENTS, resident, said } from './add.ts'

export const ISSUES = 100_000
/** Every fifth has a supporter and a picture. */
const PICTURES = ISSUES / 5
/** Of what is old one in 500 is still being worked on, of the last eleven days one in ten. */
const OPEN = `(i % 500 = 0 OR (i > ${ISSUES - 3_000} AND i % 10 = 0))`

/** Residents, and what they reported. */
export async function addIssues(tx: Tx, place: Place): Promise<void> {
  const { communityId, account, firstGrid, unitId, last, worker } = place
  await add(tx, 'Person', RESIDENTS, { id: `${last} + i`, name: "'居民' || i", createdAt: aged(RESIDENTS) })
  await add(tx, 'ChatIdentity', RESIDENTS, {
    personId: `${last} + i`,
    account: said(account),
    contactId: "'resident-' || i",
    displayName: "'居民' || i",
    friend: 'i % 3 = 0',
    createdAt: aged(RESIDENTS),
  })
  const at = aged(ISSUES)
  await add(tx, 'Issue', ISSUES, {
    id: 'i',
    communityId,
    number: 'i',
    version: 3,
    state: `CASE WHEN ${OPEN} THEN 'IN_PROGRESS' ELSE 'CLOSED' END`,
    outcome: `CASE WHEN ${OPEN} THEN NULL ELSE 'FIXED' END`,
    words: "(i % 9) || '号楼2单元楼道灯不亮'",
    place: "'向阳小区3号楼'",
    gridId: `${firstGrid} + (i + i / 50) % 12`,
    compoundId: '(SELECT min(id) FROM Compound) + (i + i / 50) % 9',
    category: "CASE i % 5 WHEN 0 THEN 'E01' WHEN 1 THEN 'A12' WHEN 2 THEN 'D02' WHEN 3 THEN 'E02' ELSE 'A01' END",
    isPrivate: 0,
    dangerous: 0,
    reporterId: resident(place),
    account: said(account),
    chatKind: "CASE WHEN i % 3 = 0 THEN 'PRIVATE' ELSE 'GROUP' END",
    chatId: `CASE WHEN i % 3 = 0 THEN ${contact()} ELSE ${group(place)} END`,
    reportedAt: at,
    respondedAt: at,
    lastWordAt: aged(ISSUES, 1),
    dueAt: `CASE WHEN ${OPEN} THEN strftime('%Y-%m-%dT%H:%M:%f+00:00', '2026-06-10', (i % 40) || ' hours') END`,
    closedAt: `CASE WHEN ${OPEN} THEN NULL ELSE ${at} END`,
    unitId: `CASE WHEN i % 4 = 0 THEN ${unitId} END`,
    resolvedById: `CASE WHEN i % 2 = 0 THEN ${worker} END`,
    resolvedAt: at,
    rating: "CASE WHEN i % 10 = 1 THEN 'SATISFIED' END",
    guess: `CASE WHEN i % 7 = 0 THEN '{"kind":"report","confidence":0.9,"register":"yes"}' END`,
  })
  const events = [
    { action: 'report', hat: 'reporter', personId: resident(place) },
    { action: 'start', hat: 'worker', personId: `CASE WHEN i % 12 = 2 THEN ${worker} END` },
    { action: 'resolve', hat: 'worker', personId: `CASE WHEN i % 12 = 2 THEN ${worker} END` },
  ]
  for (const [index, { action, hat, personId }] of events.entries()) {
    await add(tx, 'IssueEvent', ISSUES, {
      issueId: 'i',
      seq: index + 1,
      action: said(action),
      to: "'IN_PROGRESS'",
      hat: said(hat),
      personId,
      at,
      data: "'{}'",
      before: "'{}'",
      messageId: `'old-' || i || '-${index}'`,
    })
  }
  await add(tx, 'Supporter', ISSUES / 5, {
    issueId: 'i * 5',
    personId: resident(place, 3),
    account: said(account),
    chatKind: "'GROUP'",
    chatId: group(place),
    at: aged(ISSUES / 5),
  })
  await add(tx, 'Attachment', PICTURES, {
    sha256: picture(),
    mime: "'image/png'",
    bytes: 1000,
    createdAt: aged(PICTURES),
  })
  await add(tx, 'IssueAttachment', PICTURES, {
    issueId: 'i * 5',
    sha256: picture(),
    personId: resident(place),
    account: said(account),
    messageId: "'photo-' || i",
    at: aged(PICTURES),
  })
  await tx.community.update({ where: { id: communityId }, data: { issueCounter: ISSUES } })
}
