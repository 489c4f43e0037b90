import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase } from '../../src/database/database.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { runFolder } from '../run-folder.ts'
import { GRID_3, heardIn, STAFF, Town } from './town.ts'
import { tracesIn } from './traces.ts'
import { halfSure, readingOf, SURE } from './wordings.ts'

const WORKER = 'worker-03'
const [words = '', others = '', third = ''] = halfSure(3)
/** A second worker of the grid. */
const DEPUTY = 'worker-02'

describe('what the bot is only half sure of', () => {
  let town: Town
  beforeEach(async () => {
    town = await Town.open()
  })
  afterEach(() => town.close())

  const says = async (who: string, chat: string, text: string, quoted?: string) =>
    heardIn(chat, await town.says(who, chat, text, quoted))
  const asked = (number: number) => town.latest(WORKER, new RegExp(`#${number} 这是要反映的事吗`))
  const issue = (number: number) => town.database.client.issue.findFirstOrThrow({ where: { number } })

  it('is asked of the worker in private, and registered when she says so', async () => {
    const said = await town.tells('ma', GRID_3, words)
    expect(heardIn(GRID_3, said), 'the group hears nothing').toBe('')
    expect(heardIn(WORKER, said)).toMatch(
      /^#1 这是要反映的事吗？（3号网格）\n「.+」\n看着像：.+\n是就回「登记」，不是就回「不是」。$/,
    )
    expect(said).toHaveLength(1)

    const yes = await town.says(WORKER, WORKER, '登记')
    expect(heardIn(GRID_3, yes)).toMatch(/^@马先生 #1 已登记/)
    expect(heardIn(WORKER, yes)).toMatch(/#1/)
    expect(await issue(1)).toMatchObject({ state: 'REPORTED', words })
  })

  it('is dropped without a word when she says no, and not asked again', async () => {
    await town.tells('ma', GRID_3, words)
    const no = await town.says(WORKER, WORKER, '不是。')
    expect(heardIn(GRID_3, no)).toBe('')
    expect(await issue(1)).toMatchObject({ state: 'CLOSED', outcome: 'VOID' })
    expect(await town.tells('chen', GRID_3, words), 'she has taught it').toEqual([])

    expect(await says(WORKER, WORKER, '/撤销')).toMatch(/#1 刚才/)
    expect(await issue(1)).toMatchObject({ state: 'DRAFT' })
    expect(await town.database.client.lesson.count()).toBe(0)
    expect(await town.tells('zhou', GRID_3, words), 'and taken that back').toMatchObject([{ chat: WORKER }])
  })

  it('is answered by number, or by quoting, where several wait', async () => {
    for (const each of [words, others, third]) await town.tells('ma', GRID_3, each)
    expect(await says(WORKER, WORKER, '登记')).toMatch(/有3件在等：#1、#2、#3。请写上号码，例如：登记 1。/)
    await town.says(WORKER, WORKER, '登记 2')
    await town.says(WORKER, WORKER, '不是', asked(1))
    expect(await issue(1)).toMatchObject({ outcome: 'VOID' })
    expect(await issue(2)).toMatchObject({ state: 'REPORTED' })
    await town.says(WORKER, WORKER, '不是')
    expect(await issue(3), 'the last one needs no number').toMatchObject({ outcome: 'VOID' })
    expect(await says(WORKER, WORKER, '不是')).toMatch(/小格在/)
  })

  it('is answered by quoting long after it was asked', async () => {
    await town.tells('ma', GRID_3, words)
    await town.moveClock('+1d')
    await town.minutesLater(60)
    await town.says(WORKER, WORKER, '登记', asked(1))
    expect(await issue(1)).toMatchObject({ state: 'REPORTED' })
  })

  it('is settled by whoever is faster', async () => {
    await town.says('secretary', STAFF, '/任命 @郭强\u2005 副网格员 3')
    const said = await town.tells('ma', GRID_3, words)
    expect(heardIn(DEPUTY, said)).toMatch(/#1 这是要反映的事吗/)
    await town.says(WORKER, WORKER, '登记')
    expect(await says(DEPUTY, DEPUTY, '登记 1')).toMatch(/不用再答/)
    expect(await says(DEPUTY, DEPUTY, '登记 1'), 'and it is no report').toMatch(/不用再答|没有在等您回答/)
    expect(await town.database.client.issue.count()).toBe(1)
    expect(await says(DEPUTY, DEPUTY, '不是', town.latest(DEPUTY, /#1 这是/))).not.toMatch(/作废/)
    expect(await issue(1)).toMatchObject({ state: 'REPORTED' })
  })

  it('does not get between her and what she is doing', async () => {
    await town.says('chen', GRID_3, '/报事 3号楼2单元楼道灯不亮')
    await town.says(WORKER, WORKER, '/受理 1')
    expect(await says(WORKER, WORKER, '/办结 1 灯已换好')).toMatch(/还差一张/)
    await town.tells('ma', GRID_3, words)
    expect(heardIn(GRID_3, await town.sendsPicture(WORKER, WORKER))).toMatch(/#1 3号网格员已处置/)
    await town.says(WORKER, WORKER, '登记', asked(2))
    expect(await issue(2)).toMatchObject({ state: 'REPORTED' })
  })

  it('is visible to nobody but those at work', async () => {
    await town.tells('ma', GRID_3, words)
    const canary = [...words].slice(0, 6).join('')
    for (const [who, chat] of [
      ['ma', GRID_3],
      ['chen', GRID_3],
      ['he', 'he'],
      ['property', 'property'],
    ] as const) {
      for (const text of ['/进度', '/进度 1', '/附议 1', '/补充 1 x', '/撤回 1', '/重开 1 x', '/评价 1 满意', '+1']) {
        const answer = await says(who, chat, text)
        expect(answer, `${who} ${text}`).not.toContain(canary)
        const unknown = await says(who, chat, text.replace(' 1', ' 99'))
        expect(answer.replaceAll('#1', '#99'), `${who} ${text}`).toBe(unknown)
      }
    }
    expect(await says('secretary', 'secretary', '/统计')).not.toMatch(/[1-9]\d*件/)
    expect(await town.database.client.supporter.count()).toBe(0)
    expect(await issue(1)).toMatchObject({ state: 'DRAFT' })
  })

  it('can be answered by nobody else', async () => {
    await town.tells('ma', GRID_3, words)
    for (const [who, chat] of [
      ['ma', GRID_3],
      ['ma', 'ma'],
      ['worker-07', 'worker-07'],
      ['property', 'property'],
    ] as const)
      for (const text of ['登记', '登记 1', '不是', '不是 1', '/作废 1 x']) await town.says(who, chat, text, asked(1))
    expect(await issue(1)).toMatchObject({ state: 'DRAFT' })
    expect(await town.database.client.lesson.count()).toBe(0)
  })

  it('is not asked of anybody who sleeps', async () => {
    await town.close()
    const quietHours = { from: 21 * 60 + 30, to: 7 * 60 + 30 }
    town = await Town.open({ quietHours, at: shanghai(2026, 6, 3, 23, 0) })
    expect(await town.tells('ma', GRID_3, words)).toEqual([])
    expect(heardIn(WORKER, await town.minutesLater(9 * 60))).toMatch(/#1 这是要反映的事吗/)
  })

  it('is asked of its author where it was written to the bot', async () => {
    await town.says('ma', GRID_3, '/进度')
    expect(heardIn('ma', await town.tells('ma', 'ma', words))).toMatch(/要.*登记|要.*网格员/)
    expect(await town.database.client.issue.count(), 'nothing is kept').toBe(0)
    expect(await says('ma', 'ma', '登记')).toMatch(/^#1 (已登记|记下了)/)
    if ((await issue(1)).gridId === null) await town.says('ma', 'ma', '向阳小区3号楼')
    expect(await issue(1)).toMatchObject({ state: 'REPORTED', words })
    await town.tells('ma', 'ma', others)
    expect(await says('ma', 'ma', '不用了')).toMatch(/好的，不登记/)
    expect(await town.database.client.issue.count()).toBe(1)
  })
})

describe('what those at work teach', () => {
  let town: Town
  beforeEach(async () => {
    town = await Town.open()
  })
  afterEach(() => town.close())

  it('holds for the same category from then on', async () => {
    await town.tells('ma', GRID_3, SURE.gear)
    await town.says(WORKER, WORKER, '/改类 1 路灯')
    await town.tells('chen', GRID_3, SURE.gear)
    const categories = (await town.database.client.issue.findMany()).map(({ category }) => category)
    expect(categories.at(-1)).toBe('D01')
  })

  it('makes what was passed over an issue: /登记', async () => {
    const passedOver = '还是老样子'
    expect(readingOf(passedOver).register).toBe('no')
    expect(await town.tells('ma', GRID_3, passedOver)).toEqual([])
    await town.quotes(WORKER, GRID_3, 'ma', passedOver, '/登记')
    expect(await town.database.client.issue.count()).toBe(1)
    const said = await town.tells('chen', GRID_3, passedOver)
    expect(said.length).toBeGreaterThan(0)
    expect(await town.database.client.issue.count()).toBe(2)
  })

  it('makes what was registered wrongly no issue: /作废', async () => {
    await town.tells('ma', GRID_3, SURE.gear)
    await town.says(WORKER, WORKER, '/作废 1 只是说说')
    expect(await town.tells('chen', GRID_3, SURE.gear)).toEqual([])
  })
})

it('forgets after three days without an answer, or after a no, what was only talk, in the file too', async () => {
  const folder = await mkdtemp(join(runFolder(), 'guess-'))
  const path = join(folder, 'guess.db')
  const database = await openDatabase({ url: `file:${path}` })
  const town = await Town.open({ database })
  await town.tells('ma', GRID_3, words)
  await town.tells('chen', GRID_3, others)
  await town.says(WORKER, WORKER, '不是 2')
  for (let day = 0; day < 4; day++) await town.moveClock('+1d')
  expect(heardIn(GRID_3, town.said)).toBe('')
  const nothing = { state: 'CLOSED', outcome: 'VOID', words: '', place: null }
  expect(await database.client.issue.findMany()).toMatchObject([nothing, nothing])
  await town.close()
  await database.close()
  expect(await tracesIn(path, ['玉成社区'])).toHaveLength(1)
  expect(await tracesIn(path, [words, others])).toEqual([])
  await rm(folder, { recursive: true, force: true })
})
