import { readFileSync } from 'node:fs'

/** The program's version. package.json lies as far from src/health as from dist/health. */
export function readVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  return version
}
