import { afterEach, beforeEach, expect, it } from 'vitest'
import { zebraCrossing } from '../../src/sandbox/stories/zebra-crossing.ts'
import type { BotProcess } from '../bot-process.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { GRID_3, GRID_7 } from './town.ts'
import { CODE, startUnclaimedTown } from './unclaimed-town.ts'

const GRID_9 = 'grid-09@chatroom'
const TEXT = '今天17:00前清理楼道堆物，物业负责搬运，网格员拍照。'

let gateway: Gateway
let bot: BotProcess
let stop: () => Promise<void>
beforeEach(async () => {
  ;({ gateway, bot, stop } = await startUnclaimedTown())
})
afterEach(() => stop())

/** Says something and waits for what the bot answers in a chat, said since. */
async function answered(
  words: Parameters<Gateway['says']>[0],
  pattern: RegExp,
  chat = words.chat === 'private' ? words.who : words.chat,
): Promise<string> {
  const after = gateway.said(chat).length
  gateway.says(words)
  return (await gateway.waitFor(chat, pattern, { after, timeoutMs: 20_000 })).text
}

it('a directive goes into three groups over a real gateway, those who are asked act on it, and the table shows it', async () => {
  const secretary = (text: string, pattern: RegExp) => answered({ who: 'secretary', chat: 'private', text }, pattern)
  await secretary(`/认领 ${CODE}`, /书记/)
  for (const [chat, grid, worker] of [
    [GRID_3, 3, '杨静'],
    [GRID_7, 7, '谢红'],
    [GRID_9, 9, '曹军'],
  ] as const) {
    await answered({ who: 'secretary', chat, text: `/绑定 ${grid}` }, /绑定为/)
    await answered({ who: 'secretary', chat, text: `/任命 @${worker}\u2005 网格员 ${grid}` }, /已任命为/)
  }
  await answered({ who: 'secretary', chat: GRID_3, text: '/任命 @安顺物业蔡师傅\u2005 联系人 物业 3网格' }, /已任命为/)
  await answered({ who: 'secretary', chat: GRID_3, text: '/任命 @崔大爷\u2005 志愿者 3' }, /已任命为/)
  // Who has written to the bot is a friend, so it may write to them.
  for (const who of ['worker-07', 'worker-09', 'property-03']) {
    await answered({ who, chat: 'private', text: '/帮助' }, /回执/)
  }

  await secretary(`/转发 3,7,9\n${TEXT}`, /第1稿，还没有发/)
  await secretary('确认', /开始往 3 个群发/)
  const [relayed] = await Promise.all(
    [GRID_3, GRID_7, GRID_9].map(async (chat) => (await gateway.waitFor(chat, /📌 任务1/)).text),
  )
  const order = relayed ?? ''

  gateway.sendsPicture({ who: 'worker-03', chat: GRID_3, bytes: zebraCrossing() })
  gateway.says({ who: 'worker-03', chat: GRID_3, text: '已到场，3个人在清理', quote: { text: order } })
  gateway.says({ who: 'volunteer-03', chat: GRID_3, text: '好的收到' })
  gateway.says({ who: 'ma', chat: GRID_3, text: '收到' })
  gateway.says({ who: 'worker-07', chat: GRID_7, text: '收到', quote: { text: order } })
  expect(await answered({ who: 'worker-07', chat: 'private', text: '办完了' }, /记下了/)).toBe(
    '记下了：任务1（7号网格）完成。',
  )
  expect(await answered({ who: 'worker-09', chat: GRID_9, text: '/回执 1 收到' }, /记下了/)).toBe(
    '@曹军 记下了：任务1（9号网格）收到。',
  )
  // What was said in three groups is taken in side by side: what was said last may be written first.
  const rows =
    /3｜\d\d:\d\d｜✓｜–｜✓｜✓｜–｜1\n7｜\d\d:\d\d｜✓｜没人｜没人｜✓｜✓｜0\n9｜\d\d:\d\d｜✓｜没人｜没人｜–｜–｜0/
  await expect.poll(() => secretary('/转发 表 1', /的情况/), { timeout: 60_000, interval: 500 }).toMatch(rows)
  await gateway.waitFor('secretary', ({ picture }) => picture !== undefined)

  const urged = gateway.said('property-03').length
  await secretary('/催办 任务1', /已私下提醒 1 位还没回的人/)
  await gateway.waitFor('property-03', /任务1 等您回一声：3号网格，物业/, { after: urged })

  // Neither the photo nor any 收到 made the bot speak in the groups.
  expect(
    gateway
      .said(GRID_3)
      .filter(({ text }) => !/绑定|任命/.test(text))
      .map(({ text }) => text),
  ).toEqual([order])
  expect(bot.stderr).toBe('')
}, 180_000)
