import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { quickPlace } from './quick-place.ts'

/** A folder for what the tests of one run share and leave behind; it goes when the run ends. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(quickPlace(), 'gezhong-run-'))
  // Workers are started with this environment.
  process.env['GEZHONG_RUN_FOLDER'] = folder
  return () => rmSync(folder, { recursive: true, force: true })
}

/** Where a test makes its folders: all of it goes when the run ends, also what a failed test left. */
export function runFolder(): string {
  return process.env['GEZHONG_RUN_FOLDER'] ?? quickPlace()
}
