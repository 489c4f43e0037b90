import type { Logger } from 'pino'
import type { Settings } from './config.ts'
import type { Database } from './database/database.ts'
import { sealedColumns } from './sealed-columns.ts'
import { type KeyState, openSealing, type Sealing } from './sealing/sealing.ts'

export interface StartSealing {
  readonly settings: Pick<Settings, 'dataKeys'>
  readonly database: Database
  /** says a line to the person at the terminal */
  readonly print: (line: string) => void
  readonly log: Logger
  readonly now: Date
}

/** Compares the data key of the settings with the database, and tells whoever runs the program what they have to do. */
export async function startSealing({ settings, database, print, log, now }: StartSealing): Promise<Sealing> {
  const sealing = await openSealing({ database, columns: sealedColumns, ...settings.dataKeys, now })
  const { state } = sealing
  for (const line of linesOf(state, settings.dataKeys.before.length > 0)) print(line)
  if (state.kind === 'right' && state.damaged > 0) {
    log.warn({ count: state.damaged }, 'sealed values were changed by something else and cannot be opened')
  }
  return sealing
}

const README = 'See README, "The data key".'

function linesOf(state: KeyState, older: boolean): string[] {
  switch (state.kind) {
    case 'none':
      return []
    case 'lost':
      return [
        `没有设 DATA_KEY，但库里有用密钥 ${state.keyIds} 封存的内容：红娘先停用，别的照常 · DATA_KEY is not set, but the database holds what was sealed with the key ${state.keyIds}: matchmaking is off, everything else works. Set DATA_KEY to that key again. ${README}`,
      ]
    case 'wrong':
      return [
        `DATA_KEY 对不上：库里有用密钥 ${state.keyIds} 封存的内容，现在给的是 ${state.given}。红娘先停用，别的照常；把原来的密钥放回去就好 · DATA_KEY does not fit: the database holds what was sealed with the key ${state.keyIds}, and the one given is ${state.given}. Matchmaking is off, everything else works. Set DATA_KEY, or DATA_KEY_BEFORE for an older key, to the one that is lacking. ${README}`,
      ]
    case 'right': {
      if (!older) return []
      const done = state.resealed > 0 ? `${state.resealed} 项内容已换用新密钥。` : ''
      return [
        `${done}所有封存的内容都用 DATA_KEY 了，DATA_KEY_BEFORE 可以删掉 · everything that is sealed is sealed with DATA_KEY now: DATA_KEY_BEFORE can be removed.`,
      ]
    }
  }
}
