import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { shanghai } from '../../src/time/shanghai.ts'
import { GRID_3, GRID_7, heardIn, STAFF, Town } from './town.ts'

describe('an order is called back', () => {
  let town: Town
  beforeEach(async () => {
    town = await Town.open({ at: shanghai(2026, 6, 3, 9, 0) })
    await town.says('staff-1', STAFF, '/通知 3,7\n明天9:00停水。')
    await town.says('staff-1', STAFF, '确认', town.last(STAFF))
  })
  afterEach(() => town.close())

  const says = async (who: string, chat: string, text: string, quoted?: string) =>
    heardIn(chat, await town.says(who, chat, text, quoted))
  const stateOf = async (number: number) =>
    (await town.database.client.directive.findFirstOrThrow({ where: { number } })).state

  it('within two minutes, out of the groups', async () => {
    const gone: string[] = []
    town.puppet.onRecalled(({ chat }) => void gone.push(chat))
    expect(await says('staff-2', STAFF, '/通知 撤回 1')).toMatch(
      /通知1 撤回了。已经发出的 2 个群正在收回，收回多少马上告诉您。$/,
    )
    expect(gone.sort()).toEqual([GRID_3, GRID_7])
    expect(heardIn(STAFF, await town.minutesLater(1))).toBe('通知1 都收回了。')
    expect(await stateOf(1)).toBe('CANCELLED')
    expect(heardIn(STAFF, await town.minutesLater(1))).toBe('')
    expect(await says('staff-1', STAFF, '/转发 撤回 1')).toMatch(/通知1 已经撤回或取消了/)
    expect(await says('staff-1', STAFF, '/转发 进度 1')).toMatch(/后来从 2 个群收回了/)
    expect(await says('staff-1', STAFF, '/转发 更正 1')).toMatch(/没有群收到通知1，不用更正/)
    expect(await says('ma', GRID_3, '/问答 明天几点停水'), 'what was called back answers nothing').not.toMatch(/9:00/)
  })

  it('later, by a line that staff look at first', async () => {
    await town.minutesLater(5)
    const answer = await says('staff-1', STAFF, '/通知 撤回 1')
    expect(answer).toMatch(/通知1 撤回了。已经发到的 2 个群收不回：微信只能收回两分钟内的。/)
    expect(answer).toMatch(/通知1 的更正，要在 2 个群（3、7号网格）说：\n通知1 撤回了，请不要再按它办，以后面的为准。/)
    const offer = await says('staff-1', STAFF, '改 停水改到后天9:00。', town.last(STAFF))
    expect(offer).toMatch(/说：\n通知1 更正：停水改到后天9:00。/)
    expect(await says('staff-2', STAFF, '确认', offer)).not.toMatch(/发更正/)
    const said = await town.says('staff-1', STAFF, '确认', offer)
    expect(heardIn(STAFF, said)).toMatch(/好的，往 2 个群发更正。/)
    expect(heardIn(GRID_3, said)).toBe('通知1 更正：停水改到后天9:00。')
    expect(heardIn(GRID_7, said)).toBe('通知1 更正：停水改到后天9:00。')
    expect(await says('staff-1', STAFF, '确认', offer)).not.toMatch(/发更正/)
  })

  it('where the puppet cannot, and what can be done then', async () => {
    town.puppet.faults.recall = 'refused'
    expect(await says('staff-1', STAFF, '/通知 撤回 1')).toMatch(/正在收回/)
    let told = heardIn(STAFF, await town.minutesLater(1))
    // A puppet that does not answer is asked again for a quarter of an hour.
    for (let minutes = 0; told === '' && minutes < 20; minutes += 5) told = heardIn(STAFF, await town.minutesLater(5))
    expect(told).toMatch(/通知1 还有 2 个群收不回：3、7号网格。要在这些群里说一声，发 \/转发 更正 1/)
    expect(await says('staff-1', STAFF, '/转发 更正 1')).toMatch(/要在 2 个群（3、7号网格）说/)
    expect(await says('staff-1', STAFF, '取消', town.last(STAFF))).toMatch(/好的，不发更正/)
    expect(town.said.filter(({ chat, text }) => chat === GRID_3 && /撤回|更正/.test(text))).toEqual([])
  })

  it('where nobody answers whether it was, and then it is not said that it was not', async () => {
    town.puppet.faults.recall = 'done-but-hanging'
    const gone: string[] = []
    town.puppet.onRecalled(({ chat }) => void gone.push(chat))
    expect(await says('staff-1', STAFF, '/通知 撤回 1')).toMatch(/正在收回/)
    expect(gone.sort(), 'one that hangs keeps no other waiting').toEqual([GRID_3, GRID_7])
    town.puppet.faults.recall = undefined
    expect(heardIn(STAFF, await town.minutesLater(1))).toBe('')
    expect(heardIn(STAFF, await town.minutesLater(1))).toMatch(
      /通知1 还有 2 个群收不回，或者不知道收回了没有：3、7号网格。要在这些群里说一声，/,
    )
  })

  it('before it went out, or while it is held back', async () => {
    await town.says('staff-1', STAFF, '/通知 3 明早9点\n体检')
    await town.says('staff-1', STAFF, '确认', town.last(STAFF))
    expect(await says('staff-1', STAFF, '/通知 撤回 2')).toMatch(/通知2 还没有发，取消了。/)
    expect(await stateOf(2)).toBe('CANCELLED')
    await town.minutesLater(24 * 60)
    expect(
      town.said.filter(({ text }) => text.includes('体检') && text.startsWith('📢')).map(({ chat }) => chat),
    ).toEqual([STAFF])
  })

  it('by the staff alone', async () => {
    expect(await says('worker-03', 'worker-03', '/通知 撤回 1')).toMatch(/由社区工作人员使用/)
    expect(await says('ma', GRID_3, '/通知 撤回 1')).toMatch(/由社区工作人员使用/)
    expect(await says('staff-1', GRID_3, '/转发 更正 1 不停了')).toMatch(/工作群里或者私聊/)
    expect(await says('staff-1', STAFF, '/转发 更正 1')).toMatch(/请写上要更正的话/)
    expect(await says('staff-1', STAFF, '/转发 撤回 9')).toMatch(/没有编号 9/)
    expect(await stateOf(1)).toBe('RELAYED')
  })
})
