import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { type Database, openDatabase } from '../../src/database/database.ts'
import { runFolder } from '../run-folder.ts'
import { GRID_3, heardIn, Town } from './town.ts'

describe('everything once and in order', () => {
  let town: Town
  afterEach(() => town.close())

  it('does what a message says once, though it is delivered twice', async () => {
    town = await Town.open({ faults: { duplicateDelivery: true } })
    const { client } = town.database

    expect(heardIn(GRID_3, await town.says('ma', GRID_3, '/报事 3号楼2单元楼道灯不亮'))).toMatch(/^@马先生 #1 已登记.*/)
    await town.sendsPicture('ma', GRID_3)
    expect(heardIn(GRID_3, await town.says('chen', GRID_3, '/附议 1')).split('\n')).toHaveLength(1)
    expect(heardIn(GRID_3, await town.says('worker-03', GRID_3, '/受理 1')).split('\n')).toHaveLength(1)

    expect(await client.issue.count()).toBe(1)
    expect(await client.issueAttachment.count()).toBe(1)
    expect(await client.supporter.count()).toBe(1)
    expect(await client.issueEvent.findMany({ orderBy: { id: 'asc' } })).toMatchObject([
      { action: 'report' },
      { action: 'support' },
      { action: 'accept' },
    ])
    expect(heardIn('worker-03', town.said).match(/待受理/g)).toHaveLength(1)
    expect(town.logged).toEqual([])
  })

  it('numbers fifty reports of one group in the order in which they were written', async () => {
    town = await Town.open()
    const lines = Array.from({ length: 50 }, (_, index) => ({
      who: index % 2 === 0 ? 'ma' : 'chen',
      chat: GRID_3,
      text: `/报事 3号楼第${index + 1}盏路灯不亮`,
    }))

    const answers = heardIn(GRID_3, await town.speakAtOnce(lines)).match(/#\d+ 已登记：.*盏/g)

    expect(answers).toEqual(
      lines.map(({ text }, index) => `#${index + 1} 已登记：${text.slice(4).replace(/路灯.*/, '')}`),
    )
  }, 60_000)

  it('keeps nothing of people talking among themselves', async () => {
    town = await Town.open()
    const { client } = town.database
    const tables = () =>
      Promise.all([
        client.person.count(),
        client.handledMessage.count(),
        client.outboxMessage.count(),
        client.recentPhoto.count(),
        client.issue.count(),
        client.dialog.count(),
      ])
    const before = await tables()
    town.puppet.addPerson({ contact: 'new', name: '新邻居', friend: false })
    town.puppet.addGroup({ chatId: GRID_3, topic: '3网格群', members: ['ma', 'chen', 'new'] })
    const talk = [
      '谁家的快递放错了',
      '满意',
      '收到',
      '+1',
      '我也有',
      '/微笑',
      '1/2',
      '3号楼灯不亮真烦',
      '周六一起跳舞吗',
      '128',
    ]

    const said = await town.speakAtOnce(
      Array.from({ length: 100 }, (_, index) => ({
        who: index % 2 === 0 ? 'new' : 'ma',
        chat: GRID_3,
        text: talk[index % talk.length] ?? '',
      })),
    )
    expect(said).toEqual([])
    expect(await tables()).toEqual(before)
  })

  it('does not repeat what the chat left unanswered, and takes the echo for the receipt', async () => {
    town = await Town.open({ faults: { send: 'said-but-hanging' } })
    expect(heardIn(GRID_3, await town.says('ma', GRID_3, '/进度'))).toMatch(/没有正在办的事/)
    town.puppet.faults.send = undefined
    expect(await town.minutesLater(60)).toEqual([])
    expect(await town.database.client.outboxMessage.findMany()).toMatchObject([{ state: 'ECHOED', attempts: 1 }])
  })

  it('says later what the chat refused', async () => {
    town = await Town.open({ faults: { send: 'rejected' } })
    expect(await town.says('ma', GRID_3, '/进度')).toEqual([])
    town.puppet.faults.send = undefined
    expect(heardIn(GRID_3, await town.minutesLater(1))).toMatch(/没有正在办的事/)
  })

  it('answers kindly when something breaks, writes down which message it was, and goes on', async () => {
    const folder = await mkdtemp(join(runFolder(), 'broken-'))
    const sound = await openDatabase({ url: `file:${join(folder, 'town.db')}` })
    let broken = false
    const database: Database = {
      ...sound,
      client: sound.client,
      transaction: (work, ...more) =>
        sound.transaction(
          async (tx) => {
            const result = await work(tx)
            if (broken) {
              broken = false
              throw new Error('the disk is full')
            }
            return result
          },
          ...more,
        ),
      close: () => sound.close(),
    }
    town = await Town.open({ database })

    broken = true
    const answer = heardIn(GRID_3, await town.says('ma', GRID_3, '/报事 3号楼2单元楼道灯不亮'))
    expect(answer).toMatch(/^@马先生 刚才这条没有办成，是小格这边的问题/)
    expect(await sound.client.issue.count()).toBe(0)
    const [logged = ''] = town.logged
    const { messageId } = await sound.client.handledMessage.findFirstOrThrow()
    expect(JSON.parse(logged)).toMatchObject({ message: messageId, err: { message: 'the disk is full' } })

    expect(heardIn(GRID_3, await town.says('ma', GRID_3, '/报事 3号楼2单元楼道灯不亮'))).toMatch(/#1 已登记/)
    await town.bot.idle()
    await sound.close().catch(() => undefined)
    await rm(folder, { recursive: true, force: true })
  })
})
