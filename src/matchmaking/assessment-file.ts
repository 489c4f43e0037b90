import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { OperatorError } from '../operator-error.ts'

/** The impact assessment (个人信息保护影响评估, PIPL articles 55 and 56) that the secretary reads before anything begins. */
export interface Assessment {
  /** the hash of its bytes: when a letter of it changes, it has to be confirmed anew */
  readonly version: string
  /** what the file is called when it is sent */
  readonly name: string
  readonly bytes: Uint8Array
}

/** It lies with the documents; seen from src/matchmaking and from dist/matchmaking the way there is the same. */
const SHIPPED = fileURLToPath(new URL('../../docs/matchmaking-impact-assessment.zh.txt', import.meta.url))
const SHIPPED_NAME = '红娘服务个人信息保护影响评估.txt'
/** What a chat takes as a file. */
const LARGEST_BYTES = 20 * 1024 * 1024

/** The assessment that comes with the program. */
export function shippedAssessment(): Assessment {
  return { ...readAssessment(SHIPPED), name: SHIPPED_NAME }
}

/**
 * Reads an assessment of the deployer's own, whatever kind of document it is.
 *
 * @throws OperatorError where it cannot be read, or is none that could be sent
 */
export function readAssessment(file: string): Assessment {
  const bytes = read(file)
  if (bytes.length === 0) throw new OperatorError(`IMPACT_ASSESSMENT_FILE: ${file} is empty`)
  if (bytes.length > LARGEST_BYTES) {
    throw new OperatorError(`IMPACT_ASSESSMENT_FILE: ${file} is larger than 20 MB, which a chat does not take`)
  }
  return { version: createHash('sha256').update(bytes).digest('hex'), name: basename(file), bytes }
}

function read(file: string): Uint8Array {
  try {
    return readFileSync(file)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error
    throw new OperatorError(`IMPACT_ASSESSMENT_FILE: ${file} cannot be read (${code})`)
  }
}
