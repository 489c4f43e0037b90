import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { BotProcess } from './bot-process.ts'
import { runFolder } from './run-folder.ts'

const fromHere = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Stands in for the program: does the next thing in its plan, and says what it was started with. */
const PROGRAM = `
import { readFileSync, writeFileSync } from 'node:fs'
const plan = new URL('./plan.json', import.meta.url)
const [next, ...rest] = JSON.parse(readFileSync(plan, 'utf8'))
writeFileSync(plan, JSON.stringify(rest))
console.log('started', process.pid, process.execArgv.join(' '))
if (typeof next === 'number') process.exit(next)
if (next === 'SIGKILL') process.kill(process.pid, 'SIGKILL')
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => { console.log('ends on', signal); process.exit(0) })
setInterval(() => {}, 1000)
`

describe('what npm start runs', () => {
  let folder: string
  let supervisor: ChildProcess
  let stdout: string
  let stderr: string

  beforeEach(async () => {
    folder = await mkdtemp(join(runFolder(), 'supervisor-'))
    for (const file of ['supervisor.js', 'exit-codes.js'])
      await copyFile(fromHere(`../dist/${file}`), join(folder, file))
    await writeFile(join(folder, 'package.json'), '{"type":"module"}')
    await writeFile(join(folder, 'main.js'), PROGRAM)
    stdout = ''
    stderr = ''
  })
  afterEach(async () => {
    // Killed without a word it would leave the program behind.
    if (supervisor.exitCode === null) supervisor.kill('SIGTERM')
    await ended()
    await rm(folder, { recursive: true })
  })

  async function start(plan: readonly (number | 'SIGKILL' | 'runs')[]): Promise<void> {
    await writeFile(join(folder, 'plan.json'), JSON.stringify(plan))
    supervisor = spawn(process.execPath, [join(folder, 'supervisor.js'), '--enable-source-maps'], { cwd: folder })
    supervisor.stdout?.on('data', (data: Buffer) => {
      stdout += data.toString()
    })
    supervisor.stderr?.on('data', (data: Buffer) => {
      stderr += data.toString()
    })
  }
  async function ended(): Promise<number | null> {
    if (supervisor.exitCode === null) await once(supervisor, 'close')
    return supervisor.exitCode
  }
  const starts = () => stdout.split('\n').filter((line) => line.startsWith('started'))
  const started = (times: number) =>
    vi.waitFor(() => expect(starts()).toHaveLength(times), { timeout: 20_000, interval: 20 })

  it.each([
    [0, 'as it was asked to'],
    [1, 'because of a mistake that the operator has to mend'],
  ])('ends with %d when the program ends %s', async (code) => {
    await start([code, 'runs'])
    expect(await ended()).toBe(code)
    expect(starts()).toHaveLength(1)
    expect(stderr).toBe('')
  })

  it('starts it again after an accident, with the same options, and waits longer each time', async () => {
    await start([70, 'SIGKILL', 'runs'])
    await started(3)
    expect(starts().every((line) => line.endsWith(' --enable-source-maps'))).toBe(true)
    expect(stderr).toBe(
      'gezhong: the program ended with code 70; it is started again in 1 s\n' +
        'gezhong: the program was ended by SIGKILL; it is started again in 2 s\n',
    )
    supervisor.kill('SIGINT')
    expect(await ended()).toBe(0)
    expect(stdout).toContain('ends on SIGINT')
  }, 30_000)

  it('tries again what was not there yet, and says so once', async () => {
    await start([75, 75, 'runs'])
    await started(3)
    expect(stderr).toBe('gezhong: it is tried again until that is mended; Ctrl-C ends it\n')
  }, 30_000)

  it('passes a signal on, and ends with the program', async () => {
    await start(['runs'])
    await started(1)
    // The program has to have its own ears first.
    await new Promise((resolve) => setTimeout(resolve, 100))
    supervisor.kill('SIGTERM')
    expect(await ended()).toBe(0)
    expect(stdout).toContain('ends on SIGTERM')
    expect(stderr).toBe('')
  })

  it('ends at once while it waits to start it again', async () => {
    await start([70, 'runs'])
    await vi.waitFor(() => expect(stderr).toContain('started again in 1 s'), { timeout: 10_000 })
    supervisor.kill('SIGTERM')
    expect(await ended()).toBe(0)
    expect(starts()).toHaveLength(1)
  })

  it.runIf(process.platform === 'linux')('weighs less than 60 MB', async () => {
    await start(['runs'])
    await started(1)
    const status = await readFile(`/proc/${supervisor.pid}/status`, 'utf8')
    const megabytes = Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024
    expect(megabytes).toBeGreaterThan(1)
    expect(megabytes).toBeLessThan(60)
  })
})

describe('the program, when it cannot go on', () => {
  let program: BotProcess
  afterEach(() => program.remove())

  async function withFault(file: string): Promise<void> {
    program = await BotProcess.prepare({ NODE_OPTIONS: `--import=${pathToFileURL(fromHere(`./faults/${file}`))}` })
    program.start()
  }

  it('ends with 70 and a line when its connection is beyond help', async () => {
    await withFault('stopping-puppet.js')
    expect(await program.ended()).toBe(70)
    expect(program.stderr).toMatch(
      /^gezhong: the connection to WeChat is beyond help in this process: the puppet stopped$/m,
    )
  }, 40_000)

  it('ends with 70 and the stack when something was not foreseen', async () => {
    await withFault('uncaught-error.js')
    expect(await program.ended()).toBe(70)
    expect(program.stderr).toMatch(/^gezhong: Error: nobody foresaw this\n {4}at /m)
  }, 40_000)
})
