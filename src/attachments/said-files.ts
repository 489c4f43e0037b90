import type { OutboxMessage, Prisma } from '../database/types.ts'

/** What still may be said with a picture: waiting, being said, or to be said again should somebody want it. */
const MAY_BE_SAID = ['PENDING', 'SENDING', 'FAILED', 'UNKNOWN'] as const

/**
 * The outbox rows that point to a file under the data directory: of a file with a name all of them, as long as they are
 * kept; of a picture those that may still be said, because a picture that was erased is not to live on in what was said
 * with it.
 */
export const POINTS_TO_FILE = {
  OR: [{ fileName: { not: null } }, { state: { in: [...MAY_BE_SAID] } }],
} satisfies Prisma.OutboxMessageWhereInput

/** The file that an outbox row points to, or undefined: the same as `POINTS_TO_FILE`, for a row that was read. */
export function fileOfRow(row: Readonly<Record<keyof Pick<OutboxMessage, 'sha256' | 'fileName' | 'state'>, unknown>>) {
  const { sha256, fileName, state } = row
  const points = typeof fileName === 'string' || MAY_BE_SAID.some((one) => one === state)
  return typeof sha256 === 'string' && points ? sha256 : undefined
}
