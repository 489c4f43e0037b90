import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { shanghai } from '../../src/time/shanghai.ts'
import { DAY, type DayLine, EVENTS } from './day-lines.ts'
import { Town } from './town.ts'

const groupOf = (grid: number) => `grid-${String(grid).padStart(2, '0')}@chatroom`

describe('a day in twelve groups', () => {
  let town: Town
  const texts = new Map(DAY.map((line) => [line.text, line]))
  const people = new Map(DAY.map(({ who, grid }) => [who, grid]))

  beforeAll(async () => {
    town = await Town.open({ at: shanghai(2026, 6, 3, 6, 30) })
    for (const who of people.keys()) town.puppet.addPerson({ contact: who, name: who, friend: false })
    for (let grid = 1; grid <= 12; grid++) {
      const worker = `worker-${String(grid).padStart(2, '0')}`
      const members = [worker, ...[...people].flatMap(([who, at]) => (at === grid ? [who] : []))]
      town.puppet.addGroup({ chatId: groupOf(grid), topic: `玉成社区${grid}网格群`, members })
    }
    for (const line of DAY) {
      town.clock.moveTo(new Date(shanghai(2026, 6, 3, 0, 0).getTime() + line.minute * 60_000))
      await town.bot.bursts.pass()
      await town.says(line.who, groupOf(line.grid), line.text)
    }
    await town.quiet(120)
  }, 120_000)
  afterAll(() => town.close())

  /** The line that an issue was made of. */
  const lineOf = (words: string): DayLine | undefined => texts.get(words.split('\n')[0] ?? '') ?? texts.get(words)

  it('has three hundred messages from forty people', () => {
    expect(DAY.length).toBeGreaterThanOrEqual(295)
    expect(people.size).toBeGreaterThanOrEqual(36)
    expect(EVENTS).toBe(12)
    expect(DAY.every(({ minute, text }) => minute > 0 && text !== '')).toBe(true)
  })

  it('has at most one line of the bot for a real event, and none for anything else', async () => {
    const issues = await town.database.client.issue.findMany()
    const told = town.said
      .filter(({ chat }) => chat.startsWith('grid-'))
      .map(({ text }) => {
        const number = Number(/#(\d+)/.exec(text)?.[1])
        return lineOf(issues.find((issue) => issue.number === number)?.words ?? '')?.event ?? text
      })
    expect(
      told.filter((event) => typeof event !== 'number'),
      'a line without an event',
    ).toEqual([])
    expect(told).toHaveLength(new Set(told).size)
  })

  it('finds the events, and lets neighbours join them', async () => {
    const issues = await town.database.client.issue.findMany()
    const found = new Set(issues.flatMap(({ words }) => lineOf(words)?.event ?? []))
    expect([...found].sort((a, b) => a - b)).toEqual(Array.from({ length: EVENTS }, (_, index) => index + 1))
    expect(await town.database.client.supporter.count()).toBeGreaterThanOrEqual(5)
  })

  it('asks the workers about little that was only talk', async () => {
    const issues = await town.database.client.issue.findMany({ where: { state: 'DRAFT' } })
    const talk = issues.filter(({ words }) => lineOf(words)?.event === undefined).map(({ words }) => words)
    expect(talk.length, talk.join(' | ')).toBeLessThanOrEqual(DAY.length * 0.05)
  })

  it('keeps nothing of the talk', async () => {
    expect(await town.database.client.burst.count()).toBe(0)
    const people = await town.database.client.person.findMany({ select: { name: true } })
    const silent = DAY.filter(({ who }) => DAY.every((line) => line.who !== who || line.event === undefined))
    const asked = await town.database.client.issue.findMany({ where: { state: 'DRAFT' } })
    const guessed = new Set(asked.map(({ words }) => lineOf(words)?.who))
    const unknown = silent.filter(({ who }) => !guessed.has(who)).map(({ who }) => who)
    expect(people.filter(({ name }) => unknown.includes(name))).toEqual([])
  })
})
