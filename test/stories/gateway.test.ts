import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { crossing } from '../../src/sandbox/stories/crossing.ts'
import { playStory, type StoryStage } from '../../src/sandbox/story.ts'
import type { BotProcess } from '../bot-process.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { GRID_3, STAFF, TRAFFIC } from './town.ts'
import { CODE, startUnclaimedTown } from './unclaimed-town.ts'

describe('the crossing, over a real gateway, with the bot as a process of its own', () => {
  let gateway: Gateway
  let bot: BotProcess
  let stop: () => Promise<void>
  beforeEach(async () => {
    ;({ gateway, bot, stop } = await startUnclaimedTown())
  })
  afterEach(() => stop())

  it('begins with an empty community, claims it, binds the groups, appoints people, and goes to the end', async () => {
    gateway.says({ who: 'secretary', chat: 'private', text: `/认领 ${CODE}` })
    await gateway.waitFor('secretary', /书记/)
    for (const [chat, to] of [
      [GRID_3, '3'],
      [STAFF, '工作群'],
      [TRAFFIC, '交警'],
    ] as const) {
      gateway.says({ who: 'secretary', chat, text: `/绑定 ${to}` })
      await gateway.waitFor(chat, /绑定为/)
    }
    gateway.says({ who: 'secretary', chat: GRID_3, text: '/任命 @杨静\u2005 网格员 3' })
    await gateway.waitFor(GRID_3, /已任命为3/)
    gateway.says({ who: 'secretary', chat: TRAFFIC, text: '/任命 @交警中队冯警官\u2005 联系人 交警' })
    await gateway.waitFor(TRAFFIC, /已任命为交警中队联系人/)
    // Workers and contacts have written to the bot once, so it may write to them.
    gateway.says({ who: 'worker-03', chat: 'private', text: '/帮助' })
    await gateway.waitFor('worker-03', /受理/)

    const { outcome, missed } = await playStory(crossing, stageOn(gateway))

    expect(missed).toEqual([])
    expect(outcome).toBe('done')
    const pictures = gateway.said(GRID_3).filter(({ picture }) => picture)
    expect(pictures).toHaveLength(1)
    expect(bot.stderr).toBe('')
    const { code, tookMs } = await bot.interrupt()
    expect(code).toBe(0)
    expect(tookMs).toBeLessThan(3000)
  }, 90_000)
})

/** The story on the gateway. Its clock is the real one, which is not moved: days do not have to pass for it to end. */
function stageOn(gateway: Gateway): StoryStage {
  return {
    now: () => new Date(),
    async says(who, chat, text, quoted) {
      gateway.says({ who, chat, text, ...(quoted === undefined ? {} : { quote: { text: quoted } }) })
    },
    async sendsPicture(who, chat, { name, bytes }) {
      gateway.sendsPicture({ who, chat, bytes, name })
    },
    async moveClock() {},
    mark: () => gateway.said().length,
    async waitFor(chat, pattern, since) {
      const fresh = new Set(gateway.said().slice(since))
      const before = gateway.said(chat).filter((said) => !fresh.has(said)).length
      return gateway.waitFor(chat, pattern, { after: before, timeoutMs: 20_000 }).then(
        ({ text }) => text,
        () => undefined,
      )
    },
    latest: (chat, pattern) => gateway.said(chat).findLast(({ text }) => pattern.test(text))?.text,
  }
}
