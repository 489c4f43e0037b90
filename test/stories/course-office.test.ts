import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { drawn, hashOf } from '../../src/courses/enrolment-draw.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { GRID_3, GRID_7, heardIn, Town } from './town.ts'

describe('the course office', () => {
  let town: Town
  beforeEach(async () => {
    town = await Town.open({ at: shanghai(2026, 6, 1, 9, 0) })
  })
  afterEach(() => town.close())

  const says = async (who: string, chat: string, text: string) => heardIn(chat, await town.says(who, chat, text))
  const tells = (who: string, text: string) => says(who, who, text)
  const at = (month: number, day: number, hour: number, minute = 0) => {
    town.clock.moveTo(shanghai(2026, month, day, hour, minute))
    return town.minutesLater(0)
  }
  const plan = (more = '') =>
    tells(
      'staff-1',
      `/开课 法律 每周三 19:00-20:30 共4次 从6月10日 地点 活动室 名额 1 对象 大人 发给 3,7 报名 6月4日 10:00 ${more}`,
    )

  it('announces a draw with the hash of its seed, and lots are drawn by that seed', async () => {
    expect(await plan('抽签')).toMatch(/名额1，大人，抽签，/)
    const hash = /抽签指纹：([a-p]{64})/.exec(await tells('staff-1', '/公布 法律'))?.[1] ?? ''
    await tells('staff-1', '确认')
    await at(6, 4, 10)
    for (const [who, chat] of [
      ['ma', GRID_3],
      ['chen', GRID_3],
      ['sun', GRID_7],
    ] as const) {
      await town.says(who, chat, '/报名 法律')
    }
    expect(await tells('ma', '/课程 法律')).toMatch(/抽签，6月4日\(周四\) 10:10 前发 \/报名 法律科普，机会都一样/)
    const tickets = await town.database.client.enrolment.findMany({ orderBy: { seq: 'asc' } })
    const told = await at(6, 4, 10, 10)
    const seed = /抽签用的字母是 ([a-p]+)/.exec(told.map(({ text }) => text).join('\n'))?.[1] ?? ''
    expect(hashOf(seed)).toBe(hash)
    const [first] = drawn(
      seed,
      tickets.map(({ seq }) => seq),
    )
    const { personId } = await town.database.client.enrolment.findFirstOrThrow({ where: { state: 'CONFIRMED' } })
    expect(personId).toBe(tickets.find(({ seq }) => seq === first)?.personId)
  })
})
