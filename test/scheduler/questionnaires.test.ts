import { expect, it } from 'vitest'
import type { CommunityId } from '../../src/ids.ts'
import { courseSurvey } from '../../src/questionnaires/course-survey.ts'
import { endOf, openQuestionnaire } from '../../src/questionnaires/questionnaire.ts'
import { questionnairesJob } from '../../src/scheduler/questionnaires.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { describeOnBoth } from '../database/both.ts'

const now = shanghai(2026, 6, 3, 9, 0)

describeOnBoth('the job of questionnaires', (open) => {
  it('nudges in private once, ends what is over at its own end, and takes the words out of old pages', async () => {
    const database = await open()
    const { client } = database
    await database.transaction(async (tx) => {
      const { id } = await tx.community.create({ data: { code: 'yc', name: '玉成社区', createdAt: now } })
      const invited: number[] = []
      for (const [contactId, friend] of [
        ['ma', true],
        ['liu', false],
      ] as const) {
        const identity = { account: 'bot', contactId, displayName: contactId, friend, createdAt: now }
        const person = { name: contactId, createdAt: now, identities: { create: identity } }
        invited.push((await tx.person.create({ data: person })).id)
      }
      await openQuestionnaire(tx, {
        communityId: id as CommunityId,
        code: 'survey',
        title: '《乐高》反馈',
        subject: 'run:1',
        definition: courseSurvey('乐高'),
        gridIds: [],
        now,
        closesAt: endOf(shanghai(2026, 6, 10)),
        invited: invited as never,
      })
      const page = { account: 'bot', chatKind: 'PRIVATE', chatId: 'ma', mentions: [], priority: 1 } as const
      for (const [key, state] of [
        ['survey:1:a', 'ECHOED'],
        ['survey:1:b', 'PENDING'],
        ['other', 'ECHOED'],
      ] as const) {
        await tx.outboxMessage.create({
          data: { ...page, key, state, text: '1. 几分', notBefore: now, createdAt: now },
        })
      }
    })
    let spoke = 0
    const job = questionnairesJob({ database, spoke: () => (spoke += 1) })
    const at = async (moment: Date) => job.run(moment, moment)
    expect(await at(shanghai(2026, 6, 4, 8, 50))).toBe('0 ended, 0 nudged, 0 pages emptied')
    expect(await at(shanghai(2026, 6, 4, 9, 10))).toBe('0 ended, 1 nudged, 1 pages emptied')
    expect(await at(shanghai(2026, 6, 6, 9, 10))).toBe('0 ended, 0 nudged, 0 pages emptied')
    const nudges = await client.outboxMessage.findMany({ where: { key: { startsWith: 'questionnaire:' } } })
    expect(nudges).toMatchObject([{ chatId: 'ma', text: expect.stringMatching(/^《乐高》反馈还等着听您的意见。/) }])
    const pages = await client.outboxMessage.findMany({ where: { text: '1. 几分' }, orderBy: { key: 'asc' } })
    expect(pages.map(({ key }) => key)).toEqual(['other', 'survey:1:b'])

    expect(await at(shanghai(2026, 6, 10, 23, 50))).toMatch(/^0 ended/)
    expect(await at(shanghai(2026, 6, 11, 0, 20))).toMatch(/^1 ended/)
    const [ended] = await client.questionnaire.findMany()
    expect(ended).toMatchObject({ state: 'CLOSED', closesAt: shanghai(2026, 6, 11) })
    expect(spoke).toBe(1)
  })

  it('ends the others where one cannot be read, and counts as failed', async () => {
    const database = await open()
    const ids = await database.transaction(async (tx) => {
      const { id } = await tx.community.create({ data: { code: 'yc', name: '玉成社区', createdAt: now } })
      const common = { communityId: id as CommunityId, definition: courseSurvey('乐高'), gridIds: [] }
      const opened: number[] = []
      for (const code of ['first', 'second', 'third']) {
        const subject = `run:${code}`
        const made = await openQuestionnaire(tx, {
          ...common,
          ...{ code, title: code, subject, now, closesAt: endOf(shanghai(2026, 6, 3)) },
        })
        opened.push(made.id)
      }
      await tx.questionnaire.update({ where: { id: opened[0] ?? 0 }, data: { definition: { of: 'another time' } } })
      return opened
    })
    const job = questionnairesJob({ database, spoke: () => {} })
    const later = shanghai(2026, 6, 4, 0, 10)
    await expect(job.run(later, later)).rejects.toThrow('2 ended, 0 nudged, 0 pages emptied; 1 failed')
    const rows = await database.client.questionnaire.findMany({ orderBy: { id: 'asc' } })
    expect(rows.map(({ id, state }) => [id, state])).toEqual([
      [ids[0], 'OPEN'],
      [ids[1], 'CLOSED'],
      [ids[2], 'CLOSED'],
    ])
  })
})
