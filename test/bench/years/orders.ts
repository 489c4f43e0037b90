import type { Tx } from '../../../src/database/database.ts'
import { add, aged, group, type Place, picture, resident, said } from './add.ts'

const ORDERS = 1_000
/** One for each group. */
export const DELIVERIES = ORDERS * 12

/** Directives and notices, all over, with their deliveries, receipts and questions. */
export async function addOrders(tx: Tx, place: Place): Promise<void> {
  const { communityId, account, firstGrid, firstGroup, last, worker, staff } = place
  const grids = Array.from({ length: 12 }, (_, nth) => firstGrid + nth)
  const at = aged(ORDERS)
  await add(tx, 'Directive', ORDERS, {
    id: 'i',
    communityId,
    number: 'i',
    kind: "CASE WHEN i % 3 = 0 THEN 'NOTICE' ELSE 'DIRECTIVE' END",
    state: "'CLOSED'",
    text: "'今天17:00前清理楼道堆物。'",
    points: `'{"what":[]}'`,
    scope: "'全部网格'",
    gridIds: said(JSON.stringify(grids)),
    asks: `'["worker","property"]'`,
    times: `'{"remind":10,"prompt":20,"missing":30,"table":30}'`,
    account: said(account),
    chatKind: "'PRIVATE'",
    chatId: "'staff-1'",
    authorId: staff,
    createdAt: at,
    previewedAt: at,
    confirmedAt: at,
    confirmedById: staff,
    relayedAt: at,
    closedAt: at,
    progressToldAt: at,
    missingToldAt: at,
    tableToldAt: at,
    summaryToldAt: at,
  })
  await add(tx, 'DirectiveDelivery', DELIVERIES, {
    id: 'i',
    directiveId: '1 + (i - 1) / 12',
    groupId: `${firstGroup} + (i - 1) % 12`,
    gridId: `${firstGrid} + (i - 1) % 12`,
    account: said(account),
    chatId: group(place, '(i - 1)'),
    state: "'ECHOED'",
    saidAt: aged(DELIVERIES),
  })
  await add(tx, 'DirectiveReceipt', DELIVERIES * 2, {
    directiveId: '1 + (i - 1) / 24',
    gridId: `${firstGrid} + (i - 1) % 12`,
    personId: `CASE WHEN (i - 1) % 12 = 2 THEN ${worker} ELSE ${last} + 1 + i % 30 END`,
    hat: "CASE WHEN i % 24 < 12 THEN 'worker' ELSE 'property' END",
    step: "'ACKNOWLEDGED'",
    at: aged(DELIVERIES * 2),
    account: said(account),
    messageId: "'receipt-' || i",
  })
  await add(tx, 'ReceiptPhoto', DELIVERIES / 4, {
    receiptId: 'i * 4',
    sha256: picture(),
    account: said(account),
    messageId: "'receipt-photo-' || i",
    at: aged(DELIVERIES / 4),
  })
  await add(tx, 'DirectiveQuestion', ORDERS * 2, {
    directiveId: '1 + i / 3',
    personId: resident(place),
    words: "'几点开始'",
    at: aged(ORDERS * 2),
    account: said(account),
    messageId: "'question-' || i",
  })
  await tx.community.update({ where: { id: communityId }, data: { directiveCounter: ORDERS } })
}
