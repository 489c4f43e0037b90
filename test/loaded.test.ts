import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runFolder } from './run-folder.ts'

const MAIN = fileURLToPath(new URL('../dist/program/main.js', import.meta.url))

/** Put before the program, it notes the file of every module that is loaded, in a file of its own. */
const NOTING = `
import { appendFileSync } from 'node:fs'
import Module, { register } from 'node:module'
const note = (path) => appendFileSync(process.env.LOADED, path + '\\n')
const load = Module._load
Module._load = function (request, parent, isMain) {
  try { note(Module._resolveFilename(request, parent, isMain)) } catch { /* not installed; the program copes */ }
  return load.call(this, request, parent, isMain)
}
register('data:text/javascript,' + encodeURIComponent(\`
  import { appendFileSync } from 'node:fs'
  export async function load(url, context, next) {
    appendFileSync(process.env.LOADED, url + '\\\\n')
    return next(url, context)
  }\`))
`

/** What costs a start time and memory that it could do without; why, stands where each is imported late. */
describe('the sandbox, when it starts', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(runFolder(), 'loaded-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  /** The packages that the compiled program loads until the sandbox is there. */
  async function start(): Promise<ReadonlySet<string>> {
    const loaded = join(folder, 'loaded.txt')
    const noting = join(folder, 'noting.mjs')
    await writeFile(noting, NOTING)
    const { PATH = '', HOME = '' } = process.env
    const env = { PATH, HOME, LOADED: loaded, DATA_DIR: folder, PORT: '0', LOG_LEVEL: 'warn' }
    const program = spawn(process.execPath, ['--import', pathToFileURL(noting).href, MAIN], { cwd: folder, env })
    try {
      let printed = ''
      for await (const data of program.stdout) {
        printed += data
        if (printed.includes('http://localhost')) break
      }
    } finally {
      program.kill('SIGINT')
      if (program.exitCode === null && program.signalCode === null) await once(program, 'exit')
    }
    const files = new Set((await readFile(loaded, 'utf8')).split('\n'))
    const sources = await Promise.all([...files].map(madeOf))
    return new Set(
      sources
        .flat()
        .map(packageOf)
        .filter((name) => name !== undefined),
    )
  }

  it('loads no gateway, no invented people and no PostgreSQL', { timeout: 120_000 }, async () => {
    const packages = await start()

    expect(packages).toContain('wechaty')
    expect(packages).toContain('better-sqlite3')
    const tooMuch = [
      '@grpc/grpc-js',
      'wechaty-puppet-service',
      'wechaty-puppet-mock',
      'faker',
      'pg',
      'cmd-ts',
      'openai',
    ]
    for (const name of tooMuch) expect(packages).not.toContain(name)
  })
})

/** The files that a file of dist/program was made of, as its map tells; any other file itself. */
async function madeOf(file: string): Promise<readonly string[]> {
  if (!file.startsWith('file:') || !file.includes('/dist/program/')) return [file]
  const map = await readFile(fileURLToPath(`${file}.map`), 'utf8').catch(() => '{"sources":[]}')
  return (JSON.parse(map) as { sources: string[] }).sources
}

/** The package a file of node_modules belongs to; nothing for a file of ours or of Node's. */
function packageOf(path: string): string | undefined {
  return /.*[/\\]node_modules[/\\]((?:@[^/\\]+[/\\])?[^/\\]+)/.exec(path)?.[1]?.replace('\\', '/')
}
