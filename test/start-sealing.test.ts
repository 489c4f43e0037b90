import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import pino from 'pino'
import { expect, it } from 'vitest'
import { openDialog } from '../src/chat/dialog.ts'
import { readSettings } from '../src/config.ts'
import { openDatabase } from '../src/database/database.ts'
import type { AccountId, ChatId, ContactId } from '../src/ids.ts'
import { startSealing } from '../src/start-sealing.ts'
import { shanghai } from '../src/time/shanghai.ts'
import { runFolder } from './run-folder.ts'
import { testKey } from './sealing/keys.ts'

const [A, B] = ['A', 'B'].map((name) => Buffer.from(testKey(name)).toString('base64')) as [string, string]

it('the start says in one line what is wrong with the data key, or that an old one can go, and never the key', async () => {
  const database = await openDatabase({
    url: `file:${join(await mkdtemp(join(runFolder(), 'start-sealing-')), 'a.db')}`,
  })
  const now = shanghai(2026, 6, 3, 9, 0)
  const printed: string[] = []
  const start = async (env: Record<string, string>) => {
    const lines: string[] = []
    const sealing = await startSealing({
      settings: readSettings(env),
      database,
      print: (line) => lines.push(line),
      log: pino({ level: 'silent' }),
      now,
    })
    printed.push(...lines)
    return { sealing, lines }
  }
  expect((await start({})).lines, 'without a key nobody is bothered').toEqual([])
  const { sealing, lines } = await start({ DATA_KEY: A })
  expect(lines).toEqual([])
  const place = { account: 'bot' as AccountId, chatId: 'ma' as ChatId, contactId: 'ma' as ContactId }
  const secret = { kind: 'k', state: {}, expiresAt: now, sealer: sealing.sealer }
  await database.transaction((tx) => openDialog(tx, place, secret))

  const id = sealing.state.kind === 'right' ? sealing.state.keyId : expect.fail('not right')
  expect((await start({})).lines).toEqual([expect.stringMatching(new RegExp(`^没有设 DATA_KEY.*${id}.*红娘先停用`))])
  expect((await start({ DATA_KEY: B })).lines).toEqual([expect.stringMatching(new RegExp(`^DATA_KEY 对不上.*${id}`))])
  expect((await start({ DATA_KEY: B, DATA_KEY_BEFORE: A })).lines).toEqual([
    expect.stringMatching(/^1 项内容已换用新密钥。.*DATA_KEY_BEFORE 可以删掉/),
  ])
  expect((await start({ DATA_KEY: B, DATA_KEY_BEFORE: A })).lines).toEqual([
    expect.stringMatching(/^所有封存的内容都用 DATA_KEY 了，DATA_KEY_BEFORE 可以删掉/),
  ])
  expect((await start({ DATA_KEY: B })).lines).toEqual([])
  for (const line of printed) {
    expect(line).not.toContain('\n')
    for (const key of [A, B]) expect(line).not.toContain(key.slice(0, 10))
  }
  await database.close()
})
