import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'

const root = new URL('../', import.meta.url)
/** says of which state of the sources the compiled program is */
const stamp = new URL('dist/.compiled', root)

/**
 * The compiled program must be today's before a test starts it as a process of its own. Types are the business of
 * `npm run check`: what compiles with a complaint still runs. To find that nothing has changed takes the compilers 4 seconds,
 * in which no test can begin, and the times of the files a hundredth of one.
 */
export default function compile(): void {
  const sources = state()
  if (sources === known()) return
  const { status } = spawnSync('npm', ['run', '--silent', 'compile'], {
    stdio: 'ignore',
    shell: process.platform === 'win32',
  })
  if (status === 0) writeFileSync(stamp, sources)
}

/** How many files there are to compile, and when the last of them, or of their folders, was changed. */
function state(): string {
  const files = readdirSync(new URL('src/', root), { recursive: true, encoding: 'utf8' }).map((path) => `src/${path}`)
  const all = [...files, 'package.json', 'package-lock.json', 'tsconfig.json', 'bundle.js']
  const times = all.map((path) => statSync(new URL(encodeURI(path), root)).mtimeMs)
  return `${all.length} files, the last of ${Math.max(...times)}`
}

function known(): string | undefined {
  try {
    return readFileSync(stamp, 'utf8')
  } catch {
    return undefined
  }
}
