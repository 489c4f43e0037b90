import { expect, it } from 'vitest'
import { openDatabase } from '../../src/database/database.ts'
import { BotProcess } from '../bot-process.ts'
import { describeOnBoth } from '../database/both.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { boundGateway, NO_PACE } from './bound-community.ts'

/** Reports in each of the two groups of each account. */
const REPORTS = 6
const numbers = Array.from({ length: REPORTS }, (_, index) => index + 1)

describeOnBoth('two processes with two accounts', (_open, both) => {
  it('share the work on one PostgreSQL: nothing is said or done twice, and one goes on without the other', async () => {
    if (both.dialect === 'sqlite') return
    const url = await both.url()
    const gateways = { one: await boundGateway(url, 'wxid_one'), two: await boundGateway(url, 'wxid_two', 'two-') }
    const settings = { ...NO_PACE, DATABASE_URL: url }
    const bots = {
      one: await BotProcess.prepare({ ...settings, ...gateways.one.env, SEAT: 'one' }),
      two: await BotProcess.prepare({ ...settings, ...gateways.two.env, SEAT: 'two' }),
    }
    for (const seat of ['one', 'two'] as const) bots[seat].start()
    for (const seat of ['one', 'two'] as const) {
      await bots[seat].prints(/logged in/, 60_000)
      await gateways[seat].connected()
    }

    const groups = {
      one: ['grid-03@chatroom', 'grid-07@chatroom'],
      two: ['two-grid-03@chatroom', 'two-grid-07@chatroom'],
    }
    for (const turn of numbers) {
      for (const seat of ['one', 'two'] as const) {
        for (const chat of groups[seat])
          gateways[seat].says({ who: '马先生', chat, text: `/报事 3号楼${turn}层灯不亮` })
      }
    }
    for (const seat of ['one', 'two'] as const) {
      for (const chat of groups[seat]) {
        await gateways[seat].waitFor(chat, () => cards(gateways[seat], chat).length === REPORTS, { timeoutMs: 40_000 })
      }
    }

    const database = await openDatabase({ url })
    const { client } = database
    await until(
      async () => (await client.outboxMessage.count({ where: { state: { in: ['PENDING', 'SENDING'] } } })) === 0,
    )
    // One numbering for the whole community, each number once.
    const all = groups.one
      .map((chat) => cards(gateways.one, chat))
      .concat(groups.two.map((chat) => cards(gateways.two, chat)))
    expect(all.flat().toSorted((a, b) => a - b)).toEqual(Array.from({ length: 4 * REPORTS }, (_, index) => index + 1))
    // Each account said what is its own, and each row once.
    for (const [seat, account] of [
      ['one', 'wxid_one'],
      ['two', 'wxid_two'],
    ] as const) {
      const rows = await client.outboxMessage.findMany({ where: { account, state: { in: ['SENT', 'ECHOED'] } } })
      const said = gateways[seat].said().map(({ chat, text }) => `${chat} ${text.replace(MENTIONS, '')}`)
      expect(said.toSorted()).toEqual(rows.map(({ chatId, text }) => `${chatId} ${text}`).toSorted())
    }
    expect(await client.outboxMessage.count({ where: { state: { in: ['UNKNOWN', 'FAILED'] } } })).toBe(0)
    const slots = await client.jobRun.findMany()
    expect(slots.length).toBeGreaterThan(0)
    expect(slots.filter(({ attempts }) => attempts > 1)).toEqual([])
    expect((await client.account.findMany({ orderBy: { account: 'asc' } })).map(({ seat }) => seat)).toEqual([
      'one',
      'two',
    ])

    // What a third process would end with.
    await expect(openDatabase({ url, seat: 'one' })).rejects.toThrow(
      /^another gezhong on PostgreSQL database \w+ at [\d.:]+ has SEAT=one; stop it/,
    )

    await bots.one.kill()
    const chat = groups.two[0] ?? ''
    gateways.two.says({ who: '马先生', chat, text: '/报事 5号楼灯不亮' })
    await gateways.two.waitFor(chat, new RegExp(`#${4 * REPORTS + 1} `), { timeoutMs: 20_000 })

    await database.close()
    for (const seat of ['one', 'two'] as const) {
      await bots[seat].remove()
      await gateways[seat].stop()
    }
  }, 120_000)
})

/** An answer begins with whom it is for, which is not in its row's text. */
const MENTIONS = /^(@[^\s\u2005]+[\s\u2005])+/

async function until(done: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 40_000
  while (!(await done())) {
    if (performance.now() > end) expect.fail('the outbox did not become empty')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** The numbers that were given out in a chat, in the order in which they were told. */
function cards(gateway: Gateway, chat: string): number[] {
  return gateway.said(chat).flatMap(({ text }) => {
    const number = /#(\d+) 已登记/.exec(text)?.[1]
    return number === undefined ? [] : [Number(number)]
  })
}
