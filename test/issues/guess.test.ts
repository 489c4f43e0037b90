import { expect, it } from 'vitest'
import type { Tx } from '../../src/database/database.ts'
import type { MessageId } from '../../src/ids.ts'
import { act } from '../../src/issues/act.ts'
import { addToGuess } from '../../src/issues/add-to-guess.ts'
import { forgetGuesses } from '../../src/issues/guess.ts'
import { historyOf } from '../../src/issues/queries.ts'
import { report, takeNumber } from '../../src/issues/report.ts'
import { describeOnBoth } from '../database/both.ts'
import { account, calendar, makeWorld, minutes, NOW, photo, reporting, type World } from './world.ts'

const WORDS = '楼道里那盏灯好像有点问题'

describeOnBoth('guesses', (open) => {
  const guessed = async (tx: Tx, world: World, changes: Parameters<typeof reporting>[1] = {}) => {
    const guess = { kind: '报事', confidence: 0.6, register: 'ask' } as const
    const { number } = await takeNumber(tx, world.communityId)
    return report(tx, {
      ...reporting(world, { words: WORDS, draft: true, guess, photos: [photo()], ...changes }),
      number,
    })
  }
  const said = (world: World, who: 'supporter' | 'stranger' | 'reporter', words: string) => ({
    communityId: world.communityId,
    gridId: world.grid,
    words,
    category: 'E01',
    dangerous: false,
    isPrivate: false,
    personId: world.people[who].personId,
    photos: [],
    now: minutes(5),
    messageId: `${who} ${words}` as MessageId,
  })
  const outbox = (tx: Tx, issueId: number, state: 'SENDING' | 'SENT' | 'PENDING') =>
    tx.outboxMessage.create({
      data: {
        account,
        chatKind: 'PRIVATE',
        chatId: 'worker',
        text: WORDS,
        mentions: [],
        priority: 2,
        state,
        notBefore: NOW,
        createdAt: NOW,
        issueId,
      },
    })

  it('gather what neighbours say of the same, and nothing else', async () => {
    const database = await open()
    await database.transaction(async (tx) => {
      const world = await makeWorld(tx)
      const { issue } = await guessed(tx, world)
      expect(await addToGuess(tx, said(world, 'supporter', '东门的道闸一直抬不起来'))).toBeUndefined()
      expect(await addToGuess(tx, { ...said(world, 'supporter', WORDS), gridId: world.otherGrid })).toBeUndefined()
      expect(await addToGuess(tx, { ...said(world, 'supporter', WORDS), isPrivate: true })).toBeUndefined()
      expect(await addToGuess(tx, said(world, 'supporter', '楼道的灯有点问题'))).toMatchObject({
        others: 1,
        isNew: true,
      })
      expect(await addToGuess(tx, said(world, 'supporter', '楼道灯还是有问题'))).toMatchObject({
        others: 1,
        isNew: false,
      })
      expect(await addToGuess(tx, said(world, 'reporter', '楼道灯一闪一闪的有问题'))).toMatchObject({ others: 1 })
      const danger = { ...said(world, 'stranger', '楼道的灯冒火花有问题'), dangerous: true }
      expect(await addToGuess(tx, danger)).toMatchObject({ others: 2, isNew: true, issue: { dangerous: true } })
      expect((await historyOf(tx, issue.id)).map(({ action }) => action)).toEqual([
        'report',
        ...Array(4).fill('supply'),
      ])
      expect(await tx.supporter.count(), 'they do not know of it').toBe(0)
    })
  })

  it('are forgotten with what neighbours said, and with what was just being said', async () => {
    const database = await open()
    const world = await database.transaction((tx) => makeWorld(tx))
    const ids = await database.transaction(async (tx) => {
      const all = []
      for (const state of ['SENDING', 'SENT', 'PENDING'] as const) {
        const { issue } = await guessed(tx, world, { grid: world.gridRow })
        await addToGuess(tx, said(world, 'supporter', `${WORDS}啊`))
        await outbox(tx, issue.id, state)
        await act(tx, {
          action: 'void',
          input: { reason: '不是要反映的事' },
          communityId: world.communityId,
          number: issue.number,
          actor: world.people.worker,
          calendar,
          now: minutes(6),
        })
        all.push(issue.id)
      }
      return all
    })
    const [sending] = ids
    const forget = (at: number) => database.transaction((tx) => forgetGuesses(tx, minutes(at), 100))
    const left = () => database.client.outboxMessage.findMany({ where: { text: { not: '' } } })
    expect(await forget(7), 'it can still be taken back').toEqual({ count: 0 })
    expect(await forget(20)).toEqual({ count: 2 })
    expect(await left()).toMatchObject([{ issueId: sending }])
    await database.transaction((tx) =>
      tx.outboxMessage.updateMany({ where: { state: 'SENDING' }, data: { state: 'SENT' } }),
    )
    expect(await forget(30)).toEqual({ count: 1 })
    expect(await left()).toEqual([])
    expect(await database.client.issue.count({ where: { words: { not: '' } } })).toBe(0)
    expect(await database.client.issueEvent.count({ where: { action: 'supply', note: { not: null } } })).toBe(0)
    expect(await database.client.issueAttachment.count()).toBe(0)
  })
})
