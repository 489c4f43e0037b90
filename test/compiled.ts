import { spawnSync } from 'node:child_process'

/**
 * The compiled program must be today's before a test starts it as a process of its own. Types are the business of
 * `npm run check`: what compiles with a complaint still runs.
 */
export default function compile(): void {
  spawnSync('npm', ['run', '--silent', 'compile'], { stdio: 'ignore', shell: process.platform === 'win32' })
}
