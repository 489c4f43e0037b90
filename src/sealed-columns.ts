import { sealedDialogs } from './chat/secret-dialogs.ts'
import { sealedWords } from './chat/secret-words.ts'
import { sealedMatchmaking } from './matchmaking/sealed-columns.ts'
import type { SealedColumn } from './sealing/columns.ts'

/**
 * Every column that holds sealed texts. A column that is missing here is not sealed anew when the key changes, and is lost
 * with the old key; a test looks for such.
 */
export const sealedColumns: readonly SealedColumn[] = [sealedWords, sealedDialogs, ...sealedMatchmaking]
