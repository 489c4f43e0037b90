import type { Dialog as DialogRow, Prisma } from '../database/types.ts'
import type { SealedColumn } from '../sealing/columns.ts'
import { type Sealer, Unsealable } from '../sealing/sealer.ts'

type Place = Pick<DialogRow, 'account' | 'chatId' | 'contactId' | 'kind'>

const contextOf = ({ account, chatId, contactId, kind }: Place) => `Dialog:${account}:${chatId}:${contactId}:${kind}`

/** Seals the state of a dialog. */
export function sealState(sealer: Sealer, place: Place, state: Prisma.InputJsonValue): string {
  return sealer.seal(JSON.stringify(state), contextOf(place))
}

/** The state of a dialog that is sealed. @throws Unsealable */
export function openState(opener: Pick<Sealer, 'open'> | undefined, place: Place, sealed: string): unknown {
  if (!opener) throw new Unsealable('it is sealed, and there is no key')
  return JSON.parse(opener.open(sealed, contextOf(place)))
}

/** The states of secret dialogs, for when the key changes. */
export const sealedDialogs: SealedColumn = {
  table: 'Dialog',
  column: 'sealed',
  async read(db, sealed, after, limit) {
    const rows = await db.dialog.findMany({ where: { sealed, id: { gt: after } }, orderBy: { id: 'asc' }, take: limit })
    return rows.map((row) => ({ id: row.id, sealed: row.sealed ?? '', context: contextOf(row) }))
  },
  async replace(tx, { id, sealed }, anew) {
    await tx.dialog.updateMany({ where: { id, sealed }, data: { sealed: anew } })
  },
  async discard(tx, { id, sealed }) {
    await tx.dialog.deleteMany({ where: { id, sealed } })
  },
}
