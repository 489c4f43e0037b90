import { closeSync, existsSync, openSync } from 'node:fs'
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import pino from 'pino'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { readSettings } from '../src/config.ts'
import { exitCodeFor, lastWords } from '../src/process/last-words.ts'
import { runProgram } from '../src/program.ts'
import { BotProcess } from './bot-process.ts'
import { runFolder } from './run-folder.ts'

describe('the program', () => {
  const processes: BotProcess[] = []
  const prepare = async (env: Record<string, string> = {}) => {
    const program = await BotProcess.prepare(env)
    processes.push(program)
    return program
  }
  afterEach(async () => {
    for (const program of processes.splice(0)) await program.remove()
  })

  it('opens the sandbox with no settings but a place for its data, ends on Ctrl-C within 3 s, and has kept everything', async () => {
    const program = await prepare()
    program.start()
    const [, first] = await program.prints(/(http:\/\/localhost:\d+)/)
    const page = await fetch(String(first))
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('玉成社区')
    await say(String(first), 'ma', 'grid-03@chatroom', '/报事 3号楼2单元楼道灯不亮')
    await reads(String(first), /#1 已登记/)

    const { code, tookMs } = await program.interrupt()
    expect(code).toBe(0)
    expect(tookMs).toBeLessThan(3000)
    expect(program.stderr).toBe('')

    program.stdout = ''
    program.start()
    const [, second] = await program.prints(/(http:\/\/localhost:\d+)/)
    await reads(String(second), /#1 已登记/)
    await say(String(second), 'ma', 'grid-03@chatroom', '/进度 1')
    await reads(String(second), /#1 待受理/)
  })

  it('goes on though nobody reads any more what it prints', async () => {
    const port = await freePort()
    const program = await prepare({ PORT: String(port) })
    program.start()
    program.leaveUnread()
    const health = async () => (await fetch(`http://127.0.0.1:${port}/health`)).status
    await vi.waitFor(async () => expect(await health()).toBe(200), { timeout: 20_000, interval: 50 })
    expect((await program.interrupt()).code).toBe(0)
  })

  it.runIf(existsSync('/dev/full'))('goes on, and ends when asked, though the disk of its log is full', async () => {
    const program = await prepare({ LOG_LEVEL: 'trace' })
    const full = openSync('/dev/full', 'w')
    program.start({ errorsTo: full })
    closeSync(full)
    const [, url] = await program.prints(/(http:\/\/localhost:\d+)/)
    expect((await fetch(`${url}/health`)).status).toBe(200)
    expect((await program.interrupt()).code).toBe(0)
  })

  describe('tells an operator in one line what to mend, and exits with 1', () => {
    /** What main.ts prints when a start with these settings fails, and its exit code; in this process, as a start is slow. */
    async function failure(env: Record<string, string>): Promise<{ line: string; code: number }> {
      const nobody = () => expect.fail('it was told of something')
      try {
        const program = await runProgram({
          settings: readSettings({ PORT: '0', QUIET_HOURS: '', ...env }),
          log: pino({ level: 'silent' }),
          print: () => undefined,
          failed: nobody,
          seatLost: nobody,
        })
        await program.stop()
      } catch (error) {
        return { line: lastWords(error), code: exitCodeFor(error) }
      }
      return expect.fail('it started')
    }
    const newDataDir = () => mkdtemp(join(runFolder(), 'program-'))

    const cases: [string, Record<string, string>, RegExp][] = [
      ['a port that is none', { PORT: '88888' }, /^PORT=88888: must be at most 65535$/],
      ['a port that is no number', { PORT: 'http' }, /^PORT=http: must be a number$/],
      ['an unknown puppet', { WECHATY_PUPPET: 'wechaty-puppet-nobody' }, /^.*wechaty-puppet-nobody.*$/],
      ['a gateway without a token', { WECHATY_PUPPET: 'wechaty-puppet-service' }, /^.*WECHATY_PUPPET_SERVICE_TOKEN.*$/],
      ['a database of another kind', { DATABASE_URL: 'mysql://x' }, /^DATABASE_URL: must begin with file: .*$/],
      ['a database that cannot be written', { DATABASE_URL: 'file:/proc/nothing/here.db' }, /^.*\/proc\/nothing.*$/],
      ['a data directory that cannot be made', { DATA_DIR: '/proc/nothing' }, /^DATA_DIR=\/proc\/nothing .*$/],
      ['a community file that is not there', { COMMUNITY_FILE: 'nowhere.yaml' }, /^.*nowhere\.yaml.*$/],
      ['a data key that is none', { DATA_KEY: 'secret' }, /^DATA_KEY: must be 32 random bytes (?!.*secret).*$/],
      ['an impact assessment that is not there', { IMPACT_ASSESSMENT_FILE: 'nowhere.txt' }, /^.*nowhere\.txt.*$/],
      ['quiet hours that are none', { QUIET_HOURS: 'night' }, /^QUIET_HOURS=night: must look like 21:30-07:30.*$/],
    ]
    for (const [what, env, line] of cases) {
      it(what, async () => {
        const failed = await failure({ DATA_DIR: await newDataDir(), ...env })
        expect(failed.code, failed.line).toBe(1)
        expect(failed.line).toMatch(line)
      })
    }

    it('a community file with a mistake, with the line it is in', async () => {
      const program = await prepare({ COMMUNITY_FILE: 'mine.yaml' })
      await writeFile(
        join(program.dataDir, 'mine.yaml'),
        'community: mine\nname: 我的社区\ngrids:\n  - { number: 1 }\ncompounds:\n  - code: a\n    name: 甲小区\n    buildings:\n      - { numbers: 1-3, grid: 7 }\n',
      )
      program.start()
      expect(await program.ended()).toBe(1)
      expect(program.stderr.trimEnd()).toMatch(/^gezhong: mine\.yaml:9:.*grid.*7.*$/)
    })

    it('a port that is taken', async () => {
      const taken = createServer().listen(0, '127.0.0.1')
      await new Promise((resolve) => taken.once('listening', resolve))
      const { port } = taken.address() as { port: number }
      const failed = await failure({ DATA_DIR: await newDataDir(), PORT: String(port) })
      expect(failed.code, failed.line).toBe(1)
      expect(failed.line).toMatch(new RegExp(`^PORT=${port} is in use .*$`))
      taken.close()
    })

    it('a database that is a folder', async () => {
      const dataDir = await newDataDir()
      await mkdir(join(dataDir, 'gezhong.db'))
      const failed = await failure({ DATA_DIR: dataDir })
      expect(failed.code, failed.line).toBe(1)
      expect(failed.line).toMatch(/^.*gezhong\.db.*$/)
    })
  })
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function say(url: string, who: string, chat: string, text: string): Promise<void> {
  const response = await fetch(`${url}/api/say`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ as: who, chat, text }),
  })
  expect(response.status, await response.clone().text()).toBeLessThan(300)
}

/** Waits until this can be read in grid 3's group. */
async function reads(url: string, pattern: RegExp): Promise<void> {
  const end = performance.now() + 15_000
  for (;;) {
    const text = await (await fetch(`${url}/api/lines?chat=${encodeURIComponent('grid-03@chatroom')}`)).text()
    if (pattern.test(text)) return
    if (performance.now() > end) expect.fail(`${pattern} is not to be read in ${text.slice(0, 2000)}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
