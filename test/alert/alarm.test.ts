import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import pino from 'pino'
import { expect, it } from 'vitest'
import { startAlarm } from '../../src/alert/alarm.ts'
import type { Webhook } from '../../src/config.ts'
import { MovableClock } from '../../src/time/clock.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { runFolder } from '../run-folder.ts'

it('tells of what is beyond help before the program ends, and at the next login that it is over', async () => {
  const dataDir = await mkdtemp(join(runFolder(), 'alarm-'))
  const heard: { event: string; text: string; seat: string }[] = []
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    heard.push(JSON.parse(text))
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const webhook: Webhook = { url: `http://127.0.0.1:${port}/`, format: 'json' }
  const start = (state: 'logged-in' | 'reconnecting') =>
    startAlarm({
      settings: { webhook, seat: 'main', dataDir },
      state: () => state,
      known: true,
      loginPage: () => undefined,
      clock: MovableClock.frozen(shanghai(2026, 6, 3, 14, 0)),
      log: pino({ level: 'silent' }),
    })
  try {
    const first = start('reconnecting')
    first.failed()
    first.tell('小格发得太快，微信让歇15分钟。')
    await first.stop()
    const second = start('logged-in')
    second.loggedIn()
    await second.stop()
    expect(heard).toMatchObject([
      { event: 'failed', seat: 'main', text: expect.stringContaining('正在重新启动') },
      { event: 'other', text: '小格发得太快，微信让歇15分钟。' },
      { event: 'back', text: expect.stringContaining('又连上了') },
    ])
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    await rm(dataDir, { recursive: true })
  }
})
