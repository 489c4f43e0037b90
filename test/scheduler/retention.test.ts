import { expect, it } from 'vitest'
import type { Tx } from '../../src/database/database.ts'
import { KEEPINGS } from '../../src/scheduler/keepings.ts'
import { retentionJob } from '../../src/scheduler/retention.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { describeOnBoth } from '../database/both.ts'
import { makeWorld, type World } from '../issues/world.ts'

/** A night; everything below is counted from it. */
const NIGHT = shanghai(2028, 6, 4, 2, 40)
const monthsAgo = (months: number, days = 0) => {
  const at = new Date(NIGHT)
  at.setUTCMonth(at.getUTCMonth() - months)
  return new Date(at.getTime() - days * 86_400_000)
}
/** One that has had its time by a day, and one that has a day left. */
const [OLD, YOUNG] = ['old', 'young'] as const
const ages = (months: number) => [[OLD, monthsAgo(months, 1)] as const, [YOUNG, monthsAgo(months, -1)] as const]

describeOnBoth('privacy 8: every night what has had its time is forgotten', (open) => {
  async function plant(tx: Tx, world: World): Promise<void> {
    const { communityId, people } = world
    const personId = people.reporter.personId
    const place = { account: 'bot', chatKind: 'PRIVATE' as const, chatId: 'reporter' }
    for (const [number, [age, closedAt]] of ages(24).entries()) {
      const { id } = await tx.issue.create({
        data: {
          ...{ communityId, number: number + 1, state: 'CLOSED', outcome: 'FIXED', category: 'E01', ...place },
          ...{ words: `${age} words`, place: `${age} place`, reporterId: personId, rating: 'SATISFIED' },
          ...{ isPrivate: false, dangerous: false, reportedAt: closedAt, closedAt, ratingWords: `${age} rating` },
        },
      })
      const event = {
        issueId: id,
        to: 'CLOSED' as const,
        at: closedAt,
        data: {},
        before: { words: age },
        note: `${age} note`,
      }
      await tx.issueEvent.create({ data: { ...event, seq: 1, action: 'report', hat: 'reporter', personId } })
      await tx.issueEvent.create({ data: { ...event, seq: 2, action: 'resolve', hat: 'worker' } })
      const { personId: supporter } = people.supporter
      await tx.supporter.create({ data: { issueId: id, personId: supporter, ...place, at: closedAt } })
      const sha256 = age.padEnd(64, '0')
      await tx.attachment.create({ data: { sha256, mime: 'image/png', bytes: 1, createdAt: closedAt } })
      await tx.issueAttachment.create({
        data: { issueId: id, sha256, personId, account: 'bot', messageId: age, at: closedAt },
      })
    }
    const course = await tx.course.create({
      data: {
        ...{ communityId, number: 1, title: '书法', about: '', lecturerId: people.staff.personId, rule: {} },
        ...{ account: 'bot', chatId: 'l', createdAt: monthsAgo(40) },
      },
    })
    for (const [at, [age, end]] of ages(12).entries()) {
      const run = await tx.courseRun.create({
        data: {
          ...{ courseId: course.id, term: at + 1, state: 'ENDED', capacity: 9, enrolled: 1, place: '', gridIds: [] },
          createdAt: monthsAgo(30),
          sessions: { create: { seq: 1, startsAt: end, endsAt: end, place: '' } },
        },
      })
      await tx.enrolment.create({
        data: {
          ...{ runId: run.id, personId, party: 1, state: 'CONFIRMED', seq: 1, child: `${age} child`, ...place },
          ...{ contactId: 'reporter', messageId: age, at: end },
        },
      })
      const rater = [people.reporter, people.supporter][at]?.personId ?? 0
      await tx.trialRating.create({
        data: { courseId: course.id, personId: rater, stars: 5, words: `${age} trial`, at: end },
      })
    }
    for (const [at, [age, closesAt]] of ages(6).entries()) {
      const { id } = await tx.questionnaire.create({
        data: {
          ...{ communityId, code: age, title: '', subject: '', definition: {}, state: 'CLOSED', gridIds: [] },
          // Half a year is 183 days.
          ...{ closesAt: new Date(closesAt.getTime() - 2 * 86_400_000 * (1 - at)), createdAt: closesAt },
        },
      })
      await tx.surveyTurn.create({ data: { questionnaireId: id, personId, startedAt: closesAt } })
      const answer = { questionnaireId: id, sheet: age, question: 'q', day: '' }
      await tx.surveyAnswer.create({ data: { ...answer, id: age, value: `${age} answer` } })
    }
    const order = await tx.directive.create({
      data: {
        ...{
          communityId,
          number: 1,
          kind: 'NOTICE',
          text: '通知',
          points: [],
          scope: '',
          gridIds: [],
          asks: [],
          times: {},
        },
        ...{ ...place, authorId: people.staff.personId, createdAt: NIGHT, previewedAt: NIGHT },
      },
    })
    for (const [age, at] of ages(24)) {
      const asked = { directiveId: order.id, personId, words: `${age} question`, at, account: 'bot', messageId: age }
      await tx.directiveQuestion.create({ data: asked })
    }
    for (const [age, days] of [
      [OLD, 181],
      [YOUNG, 179],
    ] as const) {
      const at = monthsAgo(0, days)
      await tx.introduction.create({
        data: {
          ...{ communityId, state: 'ENDED', createdAt: at, endsAt: at, endedAt: at },
          sides: { create: { side: 'a', personId, tag: `${age} tag`, code: age, approval: 'NOT_NEEDED' } },
        },
      })
      const report = { communityId, byTag: `${age} by`, aboutTag: `${age} about`, reason: `${age} reason` }
      await tx.matchReport.create({ data: { ...report, at, settledAt: at } })
    }
    for (const [age, days] of [
      [OLD, 8],
      [YOUNG, 6],
    ] as const) {
      const at = monthsAgo(0, days)
      const row = { ...place, priority: 1, notBefore: at, createdAt: at, mentions: [`${age} contact`] }
      await tx.outboxMessage.create({ data: { ...row, text: `${age} said`, state: 'ECHOED' } })
      await tx.outboxMessage.create({ data: { ...row, text: '', fileName: `${age}.xlsx`, sha256: age, state: 'SENT' } })
      // Staff may still want it said again.
      await tx.outboxMessage.create({ data: { ...row, text: 'stuck', mentions: [], state: 'UNKNOWN' } })
    }
    const late = { ...place, priority: 1, mentions: [], text: 'old stuck', state: 'UNKNOWN' as const }
    await tx.outboxMessage.create({ data: { ...late, notBefore: monthsAgo(2), createdAt: monthsAgo(2) } })
  }

  it('counts it in the audit and in the outcome, and finds nothing more the second time', async () => {
    const database = await open()
    const { client } = database
    const before = await database.transaction(async (tx) => {
      const world = await makeWorld(tx)
      await plant(tx, world)
      return { issues: await tx.issue.count(), people: await tx.person.count() }
    })
    const job = retentionJob({ database, keepings: KEEPINGS })
    // Two processes at once, as after a lease that ran out.
    const [one, two] = await Promise.all([job.run(NIGHT, NIGHT), job.run(NIGHT, NIGHT)])
    const counted = [one, two].map((said) =>
      said
        .replace(/;.*/, '')
        .split(', ')
        .map((each) => Number(each.split(' ')[1])),
    )
    const total = KEEPINGS.map((_, at) => (counted[0]?.[at] ?? 0) + (counted[1]?.[at] ?? 0))
    expect(Object.fromEntries(KEEPINGS.map(({ name }, at) => [name, total[at]]))).toEqual({
      ...{ issues: 1, terms: 1, trials: 1, answers: 2, questions: 1, posts: 0, introductions: 2, words: 3 },
    })
    expect(await job.run(NIGHT, NIGHT)).toMatch(
      /^issues 0, terms 0, trials 0, answers 0, questions 0, posts 0, introductions 0, words 0; overwritten$/,
    )
    const audit = await client.auditEntry.findMany({ where: { action: 'retention' }, orderBy: { subject: 'asc' } })
    expect(audit.map(({ subject, data }) => [subject, data])).toEqual([
      ['answers', { rows: 2 }],
      ['introductions', { rows: 2 }],
      ['issues', { rows: 1 }],
      ['questions', { rows: 1 }],
      ['terms', { rows: 1 }],
      ['trials', { rows: 1 }],
      ['words', { rows: 3 }],
    ])

    const left = await database.snapshot(async ({ tables, pages }) => {
      const rows: string[] = []
      for (const table of tables)
        for await (const page of pages(table)) rows.push(...page.map((row) => JSON.stringify(row)))
      return rows.join('\n')
    })
    // What is left of the picture is its row, which goes with its file in the next clean-up.
    expect(left.replaceAll(OLD.padEnd(64, '0'), '').match(/\bold[ .]\w+/g)).toBeNull()
    for (const kept of [
      'words',
      'place',
      'rating',
      'note',
      'child',
      'trial',
      'answer',
      'question',
      'said',
      'contact',
    ]) {
      expect(left.includes(`${YOUNG} ${kept}`), kept).toBe(true)
    }
    expect(left.includes(`${YOUNG}.xlsx`)).toBe(true)
    expect(await client.outboxMessage.count({ where: { text: 'stuck' } })).toBe(2)
    expect(await client.issue.count()).toBe(before.issues)
    const [old, young] = await client.issue.findMany({ orderBy: { number: 'asc' }, include: { reporter: true } })
    expect(old).toMatchObject({ state: 'CLOSED', outcome: 'FIXED', rating: 'SATISFIED', category: 'E01', chatId: '' })
    expect(old?.reporter.name).toBe('（资料已删除）')
    expect(young?.reporter.name).toBe('reporter')
    expect(await client.person.count()).toBe(before.people + 1)
  })
})
