import { beforeAll, expect, it } from 'vitest'
import { answerTo } from '../../src/answers/answer.ts'
import { EntryBook } from '../../src/answers/entry-book.ts'
import {
  addFaq,
  changeFaq,
  LIST_SOURCE,
  LONGEST,
  listFaqs,
  removeFaq,
  takeBackFaqChange,
} from '../../src/answers/faq.ts'
import { noticeSource } from '../../src/answers/faq-source.ts'
import type { Tx } from '../../src/database/database.ts'
import type { CommunityId, PersonId } from '../../src/ids.ts'
import { readCompoundName } from '../../src/understanding/compound-name.ts'
import { minutesLater, now, openTown } from '../community/town.ts'
import { describeOnBoth } from '../database/both.ts'
import { rolledBack } from '../issues/rolled-back.ts'

describeOnBoth('the 问答 list', (open) => {
  let town: Awaited<ReturnType<typeof openTown>>
  const book = new EntryBook(readCompoundName)
  let communityId: CommunityId
  let by: PersonId
  let other: PersonId
  beforeAll(async () => {
    town = await openTown(open)
    communityId = town.communityId
    by = await town.person('staff-1')
    other = await town.person('staff-2')
  })

  const inTown = (test: (tx: Tx) => Promise<void>) => rolledBack(town.database, test)
  const add = (tx: Tx, question: string, answer = '带身份证。', source: string = LIST_SOURCE) =>
    addFaq(tx, { communityId, by, now, question, answer, source })
  const numbers = async (tx: Tx) =>
    (await listFaqs(tx, communityId)).map(({ number, question }) => `${number} ${question}`)

  it('numbers its entries, and gives no number out twice', () =>
    inTown(async (tx) => {
      for (const question of ['居住证怎么办', '老年卡怎么办', '医保怎么交']) await add(tx, question)
      await removeFaq(tx, { communityId, number: 2, by, now })
      await add(tx, '养犬证怎么办')
      expect(await numbers(tx)).toEqual(['1 居住证怎么办', '3 医保怎么交', '4 养犬证怎么办'])
      await expect(removeFaq(tx, { communityId, number: 2, by, now })).rejects.toThrow('问答里没有第2条')
    }))

  it('keeps communities apart', () =>
    inTown(async (tx) => {
      const { id } = await tx.community.create({ data: { code: 'other', name: '别的社区', createdAt: now } })
      const elsewhere = id as CommunityId
      await addFaq(tx, {
        communityId: elsewhere,
        by,
        now,
        question: '社区电话',
        answer: '0898-65559999',
        source: LIST_SOURCE,
      })
      await add(tx, '社区电话', '0898-65550101')
      expect(await numbers(tx)).toEqual(['1 社区电话'])
      const text = '社区电话多少'
      expect((await answerTo(tx, { communityId, text, now, book }))?.words).toBe('0898-65550101')
      expect((await answerTo(tx, { communityId: elsewhere, text, now, book }))?.words).toBe('0898-65559999')
    }))

  it('holds each question once, and nothing empty or too long', () =>
    inTown(async (tx) => {
      await add(tx, '居住证怎么办')
      await expect(add(tx, ' 居住证，怎么办？')).rejects.toThrow('第1条已经在问这个')
      await expect(add(tx, '  ')).rejects.toThrow('请写上问题')
      await expect(add(tx, '电话', ' ')).rejects.toThrow('请写上答案')
      await expect(add(tx, '问'.repeat(LONGEST.question + 1))).rejects.toThrow('最多100个')
      await expect(add(tx, '长', '答'.repeat(LONGEST.answer + 1))).rejects.toThrow('最多350个')
      await add(tx, '长通知', '答'.repeat(LONGEST.answer + 1), noticeSource('2026-06-01', '社区通知「长通知」'))
    }))

  it('holds this month’s notice beside that of last month', () =>
    inTown(async (tx) => {
      const notice = (day: string) =>
        add(tx, '停水通知', `${day}8:00至18:00停水。`, noticeSource('2026-06-03', '社区通知「停水通知」'))
      await notice('6月5日')
      await notice('6月15日')
      await expect(notice('6月5日')).rejects.toThrow('第1条已经在问这个')
      const ask = async (at: string) =>
        (await answerTo(tx, { communityId, text: '几点停水', now: new Date(at), book }))?.words
      expect(await ask('2026-06-04T00:00:00Z'), 'which of the two?').toBeUndefined()
      expect(await ask('2026-06-06T00:00:00Z')).toBe('6月15日8:00至18:00停水。')
    }))

  it('answers with the newest words, by whom they are, until they are removed', () =>
    inTown(async (tx) => {
      await add(tx, '居住证怎么办', '带身份证。', noticeSource('2026-06-01', '社区通知「居住证」'))
      const ask = (at: Date) => answerTo(tx, { communityId, text: '居住证要什么材料', now: at, book })
      expect((await ask(now))?.origin).toEqual({
        kind: 'notice',
        at: new Date('2026-05-31T16:00:00Z'),
        title: '社区通知「居住证」',
      })
      await changeFaq(tx, { communityId, number: 1, answer: '带户口本。', by: other, now: minutesLater(5) })
      expect(await ask(now)).toEqual({ words: '带户口本。', origin: { kind: 'list', at: minutesLater(5) } })
      await removeFaq(tx, { communityId, number: 1, by, now })
      expect(await ask(now)).toBeUndefined()
    }))

  it('takes back what was done, unless somebody else came after', () =>
    inTown(async (tx) => {
      const here = { communityId, by, now }
      const at = now.toISOString()
      const { id: faqId } = await add(tx, '居住证怎么办')
      const { change } = await changeFaq(tx, { ...here, number: 1, answer: '带户口本。' })
      await takeBackFaqChange(tx, change, here)
      expect(await listFaqs(tx, communityId)).toMatchObject([{ answer: '带身份证。', updatedAt: now }])
      await removeFaq(tx, { ...here, number: 1 })
      await takeBackFaqChange(tx, { did: 'removed', faqId, at }, here)
      expect(await numbers(tx)).toEqual(['1 居住证怎么办'])
      await changeFaq(tx, { ...here, by: other, number: 1, answer: '带房产证。' })
      await expect(takeBackFaqChange(tx, { did: 'added', faqId, at }, here)).rejects.toThrow('又有人改过')
    }))

  it('never takes back a colleague’s words with one’s own', () =>
    inTown(async (tx) => {
      await add(tx, '居住证怎么办')
      const change = async (who: PersonId, answer: string, minutes: number) =>
        (await changeFaq(tx, { communityId, number: 1, answer, by: who, now: minutesLater(minutes) })).change
      const mine = await change(by, '带户口本。', 1)
      await change(other, '带房产证。', 2)
      const again = await change(by, '带租房合同。', 3)
      const here = { communityId, by, now: minutesLater(4) }
      await takeBackFaqChange(tx, again, here)
      expect(await listFaqs(tx, communityId)).toMatchObject([
        { answer: '带房产证。', personId: other, updatedAt: minutesLater(2) },
      ])
      await expect(takeBackFaqChange(tx, mine, here)).rejects.toThrow('又有人改过')
      expect(await listFaqs(tx, communityId)).toMatchObject([{ answer: '带房产证。' }])
    }))

  it('does not put back what somebody has written anew', () =>
    inTown(async (tx) => {
      const { id: faqId } = await add(tx, '居住证怎么办')
      await removeFaq(tx, { communityId, number: 1, by, now })
      await add(tx, '居住证怎么办？', '带房产证。')
      const removal = { did: 'removed', faqId, at: now.toISOString() } as const
      await expect(takeBackFaqChange(tx, removal, { communityId, by, now })).rejects.toThrow('第2条又在问这个了')
      expect(await numbers(tx)).toEqual(['2 居住证怎么办？'])
    }))

  it('writes each change into the record', () =>
    inTown(async (tx) => {
      const before = await tx.auditEntry.count()
      const { id } = await add(tx, '居住证怎么办')
      const { change } = await changeFaq(tx, { communityId, number: 1, answer: '带户口本。', by: other, now })
      await takeBackFaqChange(tx, change, { communityId, by: other, now })
      await removeFaq(tx, { communityId, number: 1, by, now })
      const entries = await tx.auditEntry.findMany({ orderBy: { id: 'asc' }, skip: before })
      expect(entries.map(({ action, personId, subject }) => [action, personId, subject])).toEqual([
        ['faq.add', by, `faq:${id}`],
        ['faq.change', other, `faq:${id}`],
        ['faq.undo', other, `faq:${id}`],
        ['faq.remove', by, `faq:${id}`],
      ])
      expect(entries[1]?.data).toEqual({ was: '带身份证。' })
    }))

  it('tells two who add at once two numbers', async () => {
    const add = (question: string) =>
      town.database.transaction((tx) =>
        addFaq(tx, { communityId, by, now, question, answer: '带身份证。', source: LIST_SOURCE }),
      )
    const added = await Promise.all(['护照怎么办', '公证怎么办', '驾照怎么办'].map(add))
    expect(added.map(({ number }) => number).sort()).toEqual([1, 2, 3])
    const listed = await town.database.transaction((tx) => listFaqs(tx, communityId))
    for (const { number, question } of added)
      expect(listed).toContainEqual(expect.objectContaining({ number, question }))
  })
})
