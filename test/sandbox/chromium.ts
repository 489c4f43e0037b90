import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import chromium from '@sparticuz/chromium'
import { type Browser, chromium as playwright } from 'playwright-core'

/** Of @sparticuz/chromium; a new one unpacks anew. */
const VERSION = '143.0.4'

/**
 * Flags of the package that are dropped: it is made for one kind of server and turns off protections that the page's
 * tests are about; one process for everything does not survive the closing of a window; and a graphics card played by
 * the processor draws these pages at several times the cost of drawing them without one.
 */
const DROPPED =
  /^--(disable-web-security|allow-running-insecure-content|single-process|no-zygote|headless|use-gl|use-angle|enable-unsafe-swiftshader|in-process-gpu|ignore-gpu-blocklist)/

/** Whether this machine can run one: the package's is built for Linux on x64, elsewhere CHROMIUM_PATH must name one. */
export const chromiumRuns: boolean =
  Boolean(process.env['CHROMIUM_PATH']) || (process.platform === 'linux' && process.arch === 'x64')

/**
 * Starts a real Chromium that came with an npm package alone, or the one CHROMIUM_PATH names.
 */
export async function launchChromium(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM_PATH'] || (await unpacked())
  return playwright.launch({
    executablePath,
    args: [...chromium.args.filter((flag) => !DROPPED.test(flag)), '--headless=shell', '--disable-gpu'],
    env: { ...process.env, ...libraries(executablePath) },
  })
}

/** Unpacked once per machine: beside and then moved into place, because several test processes may begin at once. */
async function unpacked(): Promise<string> {
  const folder = join(tmpdir(), `gezhong-chromium-${VERSION}`)
  if (!existsSync(folder)) {
    const beside = await mkdtemp(`${folder}.`)
    const before = { TMPDIR: process.env['TMPDIR'], AWS_EXECUTION_ENV: process.env['AWS_EXECUTION_ENV'] }
    // The package unpacks into the temporary folder, and its spare system libraries only where it believes to be at home.
    Object.assign(process.env, { TMPDIR: beside, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' })
    try {
      await chromium.executablePath()
    } finally {
      for (const [name, value] of Object.entries(before)) {
        if (value === undefined) delete process.env[name]
        else process.env[name] = value
      }
    }
    await rename(beside, folder).catch(() => rm(beside, { recursive: true, force: true }))
  }
  return join(folder, 'chromium')
}

/** A bare machine lacks NSS and a few others; the package brings them along. */
function libraries(executablePath: string): Record<string, string> {
  if (process.platform !== 'linux') return {}
  if (!execFileSync('ldd', [executablePath], { encoding: 'utf8' }).includes('not found')) return {}
  return { LD_LIBRARY_PATH: join(executablePath, '..', 'al2023', 'lib') }
}
