import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { AttachmentStore } from '../../src/attachments/store.ts'
import { checkBackup } from '../../src/backup/read.ts'
import { openDatabase } from '../../src/database/database.ts'
import { zebraCrossing } from '../../src/sandbox/stories/zebra-crossing.ts'
import { BotProcess } from '../bot-process.ts'
import { describeOnBoth } from '../database/both.ts'
import { runFolder } from '../run-folder.ts'
import { boundGateway, NO_PACE } from './bound-community.ts'
import { GRID_3, GRID_7 } from './town.ts'

/** `npm run backup` and `npm run restore`, as processes of their own. */
async function command(
  name: 'backup' | 'restore',
  args: readonly string[],
  env: Record<string, string>,
): Promise<string> {
  const program = fileURLToPath(new URL(`../../dist/program/${name}.js`, import.meta.url))
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(process.execPath, [program, ...args], { cwd: runFolder(), env: { PATH, HOME, ...env } })
  const said = { out: '', err: '' }
  child.stdout.on('data', (data: Buffer) => {
    said.out += data
  })
  child.stderr.on('data', (data: Buffer) => {
    said.err += data
  })
  const [code] = await once(child, 'close')
  expect({ code, err: said.err }).toEqual({ code: 0, err: '' })
  return said.out.trim()
}

describeOnBoth('a back-up of a running bot', (_open, both) => {
  it('is made while residents write, and goes on in the other kind of database', async () => {
    // The other way round is the same to the last row in test/backup.
    if (both.dialect === 'postgresql') return
    const url = await both.url()
    const gateway = await boundGateway(url, 'wxid_xiaoge')
    onTestFinished(() => gateway.stop())
    const bot = await BotProcess.prepare({ ...gateway.env, ...NO_PACE, DATABASE_URL: url })
    onTestFinished(() => bot.remove())
    bot.start()
    await bot.prints(/logged in/, 60_000)
    await gateway.connected()
    const report = (chat: string, text: string) => gateway.says({ who: '马先生', chat, text: `/报事 ${text}` })
    gateway.sendsPicture({ who: '马先生', chat: GRID_3, bytes: zebraCrossing() })
    report(GRID_3, '3号楼门口没有斑马线')
    await gateway.waitFor(GRID_3, /#1 /)

    const folder = await mkdtemp(join(runFolder(), 'story-'))
    const file = join(folder, 'gezhong.tar.gz')
    let made: string | undefined
    const making = command('backup', [file], { DATABASE_URL: url, DATA_DIR: bot.dataDir })
    // Also when it fails: then `await making` below says why.
    const ended = (line: string) => {
      made = line
    }
    making.then(ended, () => ended(''))
    let reports = 1
    while (made === undefined) {
      reports += 1
      report(reports % 2 ? GRID_3 : GRID_7, `${(reports % 9) + 1}号楼第${reports}盏灯不亮`)
      await gateway.waitFor(reports % 2 ? GRID_3 : GRID_7, new RegExp(`#${reports} `), { timeoutMs: 20_000 })
    }
    expect(await making).toMatch(/gezhong\.tar\.gz: \d+ kB, \d+ rows, 1 pictures$/)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(reports).toBeGreaterThan(2)
    await bot.remove()

    const target = {
      DATABASE_URL: await both.emptyUrl(both.dialect === 'sqlite' ? 'postgresql' : 'sqlite'),
      DATA_DIR: join(folder, 'data'),
    }
    const restored = await command('restore', [file, '--moved'], target)
    expect(restored).toMatch(/^restored the back-up of .*: \d+ rows, 1 pictures/)
    const second = join(folder, 'second.tar.gz')
    await command('backup', [second], target)
    const [before, after] = [await checkBackup(file), await checkBackup(second)]
    // What was being said at that moment is the one thing that is not as it was.
    const { OutboxMessage: was, ...tables } = before.contents.tables
    const { OutboxMessage: is, ...same } = after.contents.tables
    expect(same).toEqual(tables)
    expect(is?.rows).toBe(was?.rows)
    expect({ ...after.contents, tables: {} }).toEqual({ ...before.contents, tables: {} })
    const [sha256 = ''] = after.contents.attachments
    const bytes = await new AttachmentStore(target.DATA_DIR).read(sha256)
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256)

    const database = await openDatabase({ url: target.DATABASE_URL })
    const issues = await database.client.issue.findMany({ orderBy: { number: 'asc' }, include: { events: true } })
    const saved = issues.length
    expect(issues.map(({ number }) => number)).toEqual(Array.from({ length: saved }, (_, index) => index + 1))
    for (const { id, events } of issues) {
      expect(events.length).toBeGreaterThan(0)
      expect(await database.client.outboxMessage.count({ where: { issueId: id } })).toBeGreaterThan(0)
    }
    await database.close()

    const heard = gateway.said().length
    const next = await BotProcess.prepare({ ...gateway.env, ...NO_PACE, ...target })
    onTestFinished(() => next.remove())
    next.start()
    await next.prints(/logged in/, 60_000)
    await gateway.connected()
    const known = gateway.said(GRID_3).length
    report(GRID_3, '5号楼的灯不亮')
    await gateway.waitFor(GRID_3, new RegExp(`#${saved + 1} `), { after: known, timeoutMs: 20_000 })
    gateway.says({ who: '马先生', chat: GRID_3, text: '/进度 1' })
    await gateway.waitFor(GRID_3, /#1 /, { after: known })
    const old = gateway
      .said()
      .slice(heard)
      .filter(({ text }) => /#1 已登记/.test(text))
    expect(old).toEqual([])
  }, 120_000)
})
