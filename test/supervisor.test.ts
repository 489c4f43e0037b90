import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { describe, expect, it, onTestFinished, type TestContext, vi } from 'vitest'
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
console.log('listening')
setInterval(() => {}, 1000)
`

/** `npm start` with a program that does what it is told to in a folder of its own; everything ends with the test. */
async function start(context: TestContext, plan: readonly (number | 'SIGKILL' | 'runs')[]) {
  const folder = await mkdtemp(join(runFolder(), 'supervisor-'))
  await copyFile(fromHere('../dist/program/supervisor.js'), join(folder, 'supervisor.js'))
  await writeFile(join(folder, 'package.json'), '{"type":"module"}')
  await writeFile(join(folder, 'main.js'), PROGRAM)
  await writeFile(join(folder, 'plan.json'), JSON.stringify(plan))
  const supervisor = spawn(process.execPath, [join(folder, 'supervisor.js'), '--enable-source-maps'], { cwd: folder })
  const said = { stdout: '', stderr: '' }
  supervisor.stdout.on('data', (data: Buffer) => {
    said.stdout += data.toString()
  })
  supervisor.stderr.on('data', (data: Buffer) => {
    said.stderr += data.toString()
  })
  const closed = once(supervisor, 'close')
  async function ended(): Promise<number | null> {
    await closed
    return supervisor.exitCode
  }
  context.onTestFinished(async () => {
    // Killed without a word it would leave the program behind.
    if (supervisor.exitCode === null) supervisor.kill('SIGTERM')
    await ended()
    await rm(folder, { recursive: true })
  })
  const starts = () => said.stdout.split('\n').filter((line) => line.startsWith('started'))
  const started = (times: number) =>
    vi.waitFor(() => expect(starts()).toHaveLength(times), { timeout: 20_000, interval: 20 })
  return { supervisor, said, ended, starts, started }
}

// All at the same time: they wait most of it, as the supervisor does between two starts.
describe.concurrent('what npm start runs', () => {
  for (const [code, why] of [
    [0, 'as it was asked to'],
    [1, 'because of a mistake that the operator has to mend'],
  ] as const) {
    it(`ends with ${code} when the program ends ${why}`, async (context) => {
      const { said, ended, starts } = await start(context, [code, 'runs'])
      context.expect(await ended()).toBe(code)
      context.expect(starts()).toHaveLength(1)
      context.expect(said.stderr).toBe('')
    })
  }

  it('starts it again after an accident, with the same options, and waits longer each time', async (context) => {
    const { supervisor, said, ended, starts, started } = await start(context, [70, 'SIGKILL', 'runs'])
    await started(3)
    context.expect(starts().every((line) => line.endsWith(' --enable-source-maps'))).toBe(true)
    context
      .expect(said.stderr)
      .toBe(
        'gezhong: the program ended with code 70; it is started again in 1 s\n' +
          'gezhong: the program was ended by SIGKILL; it is started again in 2 s\n',
      )
    await vi.waitFor(() => expect(said.stdout).toContain('listening'), { timeout: 20_000, interval: 20 })
    supervisor.kill('SIGINT')
    context.expect(await ended()).toBe(0)
    context.expect(said.stdout).toContain('ends on SIGINT')
  }, 30_000)

  it('tries again what was not there yet, and says so once', async (context) => {
    const { said, started } = await start(context, [75, 75, 'runs'])
    await started(3)
    context.expect(said.stderr).toBe('gezhong: it is tried again until that is mended; Ctrl-C ends it\n')
  }, 30_000)

  it('passes a signal on, and ends with the program', async (context) => {
    const { supervisor, said, ended, started } = await start(context, ['runs'])
    await started(1)
    // The program has to have its own ears first.
    await vi.waitFor(() => expect(said.stdout).toContain('listening'), { timeout: 10_000 })
    supervisor.kill('SIGTERM')
    context.expect(await ended()).toBe(0)
    context.expect(said.stdout).toContain('ends on SIGTERM')
    context.expect(said.stderr).toBe('')
  })

  it('ends at once while it waits to start it again', async (context) => {
    const { supervisor, said, ended, starts } = await start(context, [70, 'runs'])
    await vi.waitFor(() => expect(said.stderr).toContain('started again in 1 s'), { timeout: 10_000 })
    supervisor.kill('SIGTERM')
    context.expect(await ended()).toBe(0)
    context.expect(starts()).toHaveLength(1)
  })

  it.runIf(process.platform === 'linux')('weighs less than 60 MB', async (context) => {
    const { supervisor, started } = await start(context, ['runs'])
    await started(1)
    const status = await readFile(`/proc/${supervisor.pid}/status`, 'utf8')
    const megabytes = Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024
    context.expect(megabytes).toBeGreaterThan(1)
    context.expect(megabytes).toBeLessThan(60)
  })
})

describe('the program, when it cannot go on', () => {
  async function withFault(file: string): Promise<BotProcess> {
    const program = await BotProcess.prepare({
      NODE_OPTIONS: `--import=${pathToFileURL(fromHere(`./faults/${file}`))}`,
    })
    onTestFinished(() => program.remove())
    program.start()
    return program
  }

  it('ends with 70 and a line when its connection is beyond help', async () => {
    const program = await withFault('stopping-puppet.js')
    expect(await program.ended()).toBe(70)
    expect(program.stderr).toMatch(
      /^gezhong: the connection to WeChat is beyond help in this process: the puppet stopped$/m,
    )
  }, 40_000)

  it('ends with 70 and the stack when something was not foreseen', async () => {
    const program = await withFault('uncaught-error.js')
    expect(await program.ended()).toBe(70)
    expect(program.stderr).toMatch(/^gezhong: Error: nobody foresaw this\n {4}at /m)
  }, 40_000)
})
