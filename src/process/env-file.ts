import { existsSync } from 'node:fs'
import { OperatorError } from '../operator-error.ts'

/** Adds the settings of a file `.env` in the working directory, where there is one, to the environment. */
export function loadEnvFile(): void {
  if (!existsSync('.env')) return
  try {
    process.loadEnvFile('.env')
  } catch (error) {
    throw new OperatorError(`.env cannot be read: ${error instanceof Error ? error.message : error}`)
  }
}
