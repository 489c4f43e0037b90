import type { Tx } from '../../src/database/database.ts'
import type { Prisma } from '../../src/database/types.ts'
import type { PersonId } from '../../src/ids.ts'
import type { World } from '../issues/world.ts'
import { plantCourses, plantSurveys } from './planted-courses.ts'
import { plantMatch } from './planted-match.ts'
import { plantPosts } from './planted-posts.ts'
import { ACCOUNT, GROUP, later, NOW, type Sowing } from './sowing.ts'

/** Somebody with a row in every area. */
export interface Planted {
  readonly person: PersonId
  readonly contactId: string
  readonly openIssue: number
  readonly dangerousIssue: number
}

/**
 * Plants somebody everywhere: every column that people's words, names or ids can come to holds one that begins with `sign`,
 * and what they did at work one that begins with `work`. `n` keeps numbers and hashes of several apart.
 */
export async function plant(
  tx: Tx,
  world: World,
  { sign, work, n }: { sign: string; work: string; n: number },
): Promise<Planted> {
  const own = (what: string) => `${sign}${what}`
  const contactId = own('contact')
  const name = own('名字')
  const hash = (of: number) => `${n}${of}`.padStart(64, '0')
  const person = await tx.person.create({
    data: {
      name,
      createdAt: NOW,
      identities: {
        create: [ACCOUNT, 'bot-2'].map((account) => ({
          account,
          contactId,
          displayName: own('微信名'),
          friend: true,
          createdAt: NOW,
        })),
      },
    },
  })
  const personId = person.id
  await plantOffices(tx, world, personId)
  await plantTalk(tx, { own, work, name, contactId, personId, n, hash })
  const issues = await plantIssues(tx, world, { own, work, contactId, personId, n, hash })
  await plantOrders(tx, world, { own, work, contactId, personId, n, hash })
  await plantCourses(tx, world, { own, work, contactId, personId, n, hash })
  await plantSurveys(tx, world, { own, personId, n })
  await plantMatch(tx, world, { own, personId, n, now: NOW })
  const { communityId } = world
  await plantPosts(tx, communityId, { own, work, contactId, personId, n, hash }, NOW)
  const faq = { communityId, question: work, answer: work, source: work, createdAt: NOW, updatedAt: NOW }
  await tx.faq.create({ data: { ...faq, personId } })
  await tx.lesson.create({ data: { communityId, personId, at: NOW, features: [1, 2], kind: 'report' } })
  await tx.assessmentConfirmation.create({
    data: { communityId, version: `v${n}`, personId, account: ACCOUNT, messageId: `a${n}`, at: NOW },
  })
  await tx.auditEntry.create({
    data: { at: NOW, personId, action: 'role.appoint', subject: `person:${personId}`, data: {} },
  })
  return { person: personId as PersonId, contactId, ...issues }
}

export async function plantOffices(tx: Tx, { communityId, grid, people }: World, personId: number): Promise<void> {
  await tx.role.create({ data: { personId, kind: 'VOLUNTEER', communityId, gridId: grid, since: NOW } })
  const granted = { personId: people.stranger.personId, kind: 'VOLUNTEER' as const, communityId, since: NOW }
  await tx.role.create({ data: { ...granted, grantedById: personId } })
  await tx.claimCode.create({
    data: { communityId, hash: `h${personId}`, createdAt: NOW, usedAt: NOW, usedById: personId },
  })
}

async function plantTalk(
  tx: Tx,
  { own, work, name, contactId, personId, n }: Sowing & { name: string },
): Promise<void> {
  const place = { account: ACCOUNT, chatId: contactId, contactId }
  const handled = { ...place, at: NOW, saidAt: NOW }
  await tx.handledMessage.create({
    data: { ...handled, messageId: `m${n}`, undo: { kind: 'issue', words: own('撤销') } },
  })
  await tx.handledMessage.create({ data: { ...handled, chatId: GROUP, messageId: `g${n}` } })
  await tx.dialog.create({
    data: { ...place, kind: 'place', state: { words: own('问答中') }, sealed: own('封着'), expiresAt: later(9) },
  })
  await tx.recentPhoto.create({ data: { ...place, messageId: `p${n}`, fileName: own('文件.docx'), at: NOW } })
  await tx.burst.create({
    data: {
      ...{ ...place, chatKind: 'PRIVATE', topic: own('群名'), senderName: name, mentionsBot: false },
      parts: [{ messageId: `b${n}`, at: NOW.toISOString(), text: own('刚说的') }],
      quotation: { text: own('引用') },
      ...{ since: NOW, quietAt: later(1) },
    },
  })
  const row = (data: Partial<Prisma.OutboxMessageUncheckedCreateInput>) =>
    tx.outboxMessage.create({
      data: {
        ...{ account: ACCOUNT, chatKind: 'GROUP', chatId: GROUP, text: '', mentions: [], priority: 1 },
        ...{ state: 'ECHOED', notBefore: NOW, createdAt: NOW },
        ...data,
      },
    })
  const alone = { chatKind: 'PRIVATE', chatId: contactId } as const
  await row({ ...alone, text: own('私聊说过'), lastError: own('错误') })
  await row({ ...alone, text: own('私聊等着'), state: 'PENDING' })
  await row({ ...alone, account: 'bot-2', text: own('另一个号') })
  await row({ ...alone, sealed: own('封着'), state: 'PENDING', about: { create: { personId } } })
  await row({ ...alone, fileName: own('我的资料.txt'), sha256: '9'.repeat(64) })
  await row({ text: own('群里答'), mentions: [contactId], causeId: `g${n}` })
  await row({ text: own('群里等着'), mentions: [contactId], causeId: `g${n}`, state: 'PENDING' })
  await row({ text: work, mentions: [contactId, `${n}-neighbour`], state: 'PENDING', key: `rush:${n}:${contactId}` })
  await row({ ...{ chatKind: 'PRIVATE', chatId: 'lecturer' }, text: `1. ${name}\n2. 别人` })
  await row({ ...{ chatKind: 'PRIVATE', chatId: 'lecturer' }, text: `1. ${name}\n2. 别人`, state: 'PENDING' })
}

async function plantIssues(
  tx: Tx,
  { communityId, grid, people }: World,
  { own, work, contactId, personId, n, hash }: Sowing,
): Promise<Pick<Planted, 'openIssue' | 'dangerousIssue'>> {
  let number = n * 100
  const issue = async (
    state: 'CLOSED' | 'IN_PROGRESS' | 'DRAFT',
    more: Partial<Prisma.IssueUncheckedCreateInput> = {},
  ) => {
    number += 1
    const row = await tx.issue.create({
      data: {
        ...{
          communityId,
          number,
          version: 1,
          state,
          gridId: grid,
          category: 'E01',
          isPrivate: false,
          dangerous: false,
        },
        ...{ words: own('原话'), place: own('地点'), ratingWords: own('评价'), reporterId: personId },
        ...{ account: ACCOUNT, chatKind: 'PRIVATE', chatId: contactId, reportedAt: NOW },
        ...(state === 'CLOSED' ? { closedAt: NOW } : {}),
        ...more,
      },
    })
    const event = { issueId: row.id, to: state, at: NOW }
    const said = {
      ...event,
      hat: 'reporter',
      personId,
      note: own('补充'),
      messageId: `m${n}`,
      before: { words: own('先前') },
    }
    await tx.issueEvent.create({ data: { ...said, seq: 1, action: 'supply', data: { by: own('谁') } } })
    await tx.issueEvent.create({
      data: {
        ...event,
        seq: 2,
        action: 'answer',
        hat: 'worker',
        note: state === 'IN_PROGRESS' ? work : own('答复里提到'),
        data: {},
        before: {},
      },
    })
    await tx.outboxMessage.create({
      data: {
        ...{ account: ACCOUNT, chatKind: 'PRIVATE', chatId: 'worker', text: own('卡片'), mentions: [], priority: 2 },
        ...{ state: state === 'DRAFT' ? 'SENT' : 'PENDING', notBefore: NOW, createdAt: NOW, issueId: row.id },
      },
    })
    return row
  }
  const closed = await issue('CLOSED')
  await issue('DRAFT')
  const plain = { place: '3号楼', ratingWords: null }
  const open = await issue('IN_PROGRESS', plain)
  const dangerous = await issue('IN_PROGRESS', {
    ...plain,
    dangerous: true,
    words: `${work} 13800138000`,
    place: '3号楼',
  })
  // What they said of a neighbour's, and what they did at work.
  const neighbours = await tx.issue.create({
    data: {
      ...{ communityId, number: number + 50, version: 1, state: 'IN_PROGRESS', gridId: grid, category: 'E01' },
      ...{ isPrivate: false, dangerous: false, words: '邻居的', reporterId: people.reporter.personId },
      ...{ account: ACCOUNT, chatKind: 'GROUP', chatId: GROUP, reportedAt: NOW, resolvedById: personId },
      extendAsked: { until: NOW.toISOString(), reason: '等料', personId, by: '网格员', askedAt: NOW.toISOString() },
    },
  })
  const about = { issueId: neighbours.id, to: 'IN_PROGRESS' as const, at: NOW, personId, data: {} }
  const said = await tx.issueEvent.create({
    data: { ...about, seq: 1, action: 'supply', hat: 'supporter', note: own('也说'), before: {}, messageId: `g${n}` },
  })
  await tx.issueEvent.create({ data: { ...about, seq: 2, action: 'answer', hat: 'worker', note: work, before: {} } })
  await tx.supporter.create({
    data: { issueId: neighbours.id, personId, account: ACCOUNT, chatKind: 'PRIVATE', chatId: contactId, at: NOW },
  })
  await tx.outboxMessage.create({
    data: {
      ...{
        account: ACCOUNT,
        chatKind: 'PRIVATE',
        chatId: 'worker',
        text: own('也说，转告'),
        mentions: [],
        priority: 2,
      },
      ...{ notBefore: NOW, createdAt: NOW, issueId: neighbours.id, causeId: `g${n}` },
    },
  })
  for (const [at, { id, event }] of [
    { id: closed.id, event: null },
    { id: neighbours.id, event: said.id },
  ].entries()) {
    const sha256 = hash(at)
    await tx.attachment.create({ data: { sha256, mime: 'image/png', bytes: 1, createdAt: NOW } })
    const shown = { issueId: id, eventId: event, sha256, personId, account: ACCOUNT, messageId: `p${n}`, at: NOW }
    await tx.issueAttachment.create({ data: shown })
  }
  return { openIssue: open.id, dangerousIssue: dangerous.id }
}

async function plantOrders(
  tx: Tx,
  { communityId, grid }: World,
  { own, work, contactId, personId, n, hash }: Sowing,
): Promise<void> {
  const order = (number: number, state: 'DRAFT' | 'RELAYED', text: string) =>
    tx.directive.create({
      data: {
        ...{ communityId, number: n * 100 + number, kind: 'DIRECTIVE', state, text, approvedBy: own('名字书记') },
        ...{ points: [], scope: '全部', gridIds: [], asks: [], times: {}, account: ACCOUNT, chatKind: 'PRIVATE' },
        ...{ chatId: contactId, authorId: personId, createdAt: NOW, previewedAt: NOW, confirmedById: personId },
      },
    })
  await order(1, 'DRAFT', own('没发的通知'))
  const { id: directiveId } = await order(2, 'RELAYED', work)
  const sha256 = hash(5)
  await tx.attachment.create({ data: { sha256, mime: 'image/png', bytes: 1, createdAt: NOW } })
  const receipt = { directiveId, gridId: grid, personId, hat: 'worker', step: 'DONE' as const, at: NOW, note: work }
  await tx.directiveReceipt.create({
    data: {
      ...{ ...receipt, account: ACCOUNT, messageId: `r${n}` },
      photos: { create: { sha256, account: ACCOUNT, messageId: `r${n}`, at: NOW } },
    },
  })
  const asked = { directiveId, personId, words: own('问一句'), answer: own('答一句'), at: NOW }
  await tx.directiveQuestion.create({ data: { ...asked, account: ACCOUNT, messageId: `q${n}` } })
}
