import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runFolder } from './run-folder.ts'

const MAIN = fileURLToPath(new URL('../dist/program/main.js', import.meta.url))

/** The compiled program as a process of its own, with a data directory of its own. */
export class BotProcess {
  readonly dataDir: string
  readonly #env: Readonly<Record<string, string>>
  #child: ChildProcess | undefined
  /** resolves when the child has ended and all it wrote has been read */
  #closed: Promise<unknown> = Promise.resolve()
  readonly #printed = new Set<() => void>()
  stdout = ''
  stderr = ''

  private constructor(dataDir: string, env: Readonly<Record<string, string>>) {
    this.dataDir = dataDir
    this.#env = env
  }

  /** Prepares a process; `env` is all of the program's settings, the machine's own are kept away from it. */
  static async prepare(env: Readonly<Record<string, string>> = {}): Promise<BotProcess> {
    const dataDir = await mkdtemp(join(runFolder(), 'process-'))
    return new BotProcess(dataDir, { DATA_DIR: dataDir, PORT: '0', QUIET_HOURS: '', LOG_LEVEL: 'warn', ...env })
  }

  /**
   * Starts it, also again after it has ended; then `stdout` begins anew. `errorsTo`: a file that is its standard error in place
   * of `stderr`.
   */
  start({ errorsTo }: { readonly errorsTo?: number } = {}): void {
    this.stdout = ''
    const { PATH = '', HOME = '' } = process.env
    // In its own directory, so that a developer's .env is not read.
    this.#child = spawn(process.execPath, [MAIN], {
      cwd: this.dataDir,
      env: { PATH, HOME, ...this.#env },
      stdio: ['pipe', 'pipe', errorsTo ?? 'pipe'],
    })
    this.#closed = once(this.#child, 'close')
    this.#child.stdout?.on('data', (data: Buffer) => {
      this.stdout += data.toString()
      for (const look of [...this.#printed]) look()
    })
    this.#child.stderr?.on('data', (data: Buffer) => {
      this.stderr += data.toString()
    })
  }

  /** Resolves with what the pattern found once standard output matches it. */
  async prints(pattern: RegExp, patienceMs = 30_000): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const done = () => {
        clearTimeout(timer)
        this.#printed.delete(look)
      }
      const look = () => {
        const found = pattern.exec(this.stdout)
        if (!found) return
        done()
        resolve(found)
      }
      const giveUp = () => {
        done()
        reject(new Error(`the program did not print ${pattern}\n${this.stdout}\n${this.stderr}`))
      }
      const timer = setTimeout(giveUp, patienceMs)
      this.#printed.add(look)
      look()
      void this.#closed.then(giveUp)
    })
  }

  /** Nobody reads any more what it prints and writes, as when the program behind a pipe has ended. */
  leaveUnread(): void {
    this.#child?.stdout?.destroy()
    this.#child?.stderr?.destroy()
  }

  /** Of the process that was started last. */
  get pid(): number | undefined {
    return this.#child?.pid
  }

  /** Resolves with the exit code. */
  async ended(): Promise<number | null> {
    await this.#closed
    return this.#child?.exitCode ?? null
  }

  /** Ctrl-C; resolves with the exit code and how long it took, in milliseconds. */
  async interrupt(): Promise<{ code: number | null; tookMs: number }> {
    const began = performance.now()
    this.#child?.kill('SIGINT')
    return { code: await this.ended(), tookMs: performance.now() - began }
  }

  /** Ends it from one moment to the next, as a power cut does; resolves when it is gone. */
  async kill(): Promise<void> {
    this.#child?.kill('SIGKILL')
    await this.ended()
  }

  /** Kills it if it still runs and throws its data away. */
  async remove(): Promise<void> {
    await this.kill()
    await rm(this.dataDir, { recursive: true, force: true })
  }
}
