import type { SealedColumn } from '../sealing/columns.ts'
import { sideContext } from './introductions.ts'
import { profileContext } from './profile.ts'
import { reportContext } from './reports.ts'

const ORDER = { id: 'asc' } as const

/** What a profile holds. Without it there is nothing left of it: it goes. */
const fields: SealedColumn = {
  table: 'MatchProfile',
  column: 'fields',
  async read(db, sealed, after, limit) {
    const where = { fields: sealed, id: { gt: after } }
    const rows = await db.matchProfile.findMany({ where, orderBy: ORDER, take: limit })
    return rows.map(({ id, personId, fields }) => ({ id, sealed: fields, context: profileContext(personId, 'fields') }))
  },
  async replace(tx, { id, sealed }, anew) {
    await tx.matchProfile.updateMany({ where: { id, fields: sealed }, data: { fields: anew } })
  },
  async discard(tx, { id, sealed }) {
    await tx.matchProfile.deleteMany({ where: { id, fields: sealed } })
  },
}

/** How somebody is reached. Without it they are asked for it again before anything can come about. */
const contact: SealedColumn = {
  table: 'MatchProfile',
  column: 'contact',
  async read(db, sealed, after, limit) {
    const where = { contact: sealed, id: { gt: after } }
    const rows = await db.matchProfile.findMany({ where, orderBy: ORDER, take: limit })
    return rows.map(({ id, personId, contact }) => ({
      id,
      sealed: contact ?? '',
      context: profileContext(personId, 'contact'),
    }))
  },
  async replace(tx, { id, sealed }, anew) {
    await tx.matchProfile.updateMany({ where: { id, contact: sealed }, data: { contact: anew } })
  },
  async discard(tx, { id, sealed }) {
    await tx.matchProfile.updateMany({ where: { id, contact: sealed }, data: { contact: null, state: 'DRAFT' } })
  },
}

const ofSide = (column: 'card' | 'note'): SealedColumn => ({
  table: 'IntroductionSide',
  column,
  async read(db, sealed, after, limit) {
    const where = { [column]: sealed, id: { gt: after } }
    const rows = await db.introductionSide.findMany({ where, orderBy: ORDER, take: limit })
    return rows.map((row) => ({ id: row.id, sealed: row[column] ?? '', context: sideContext(row.code, column) }))
  },
  async replace(tx, { id, sealed }, anew) {
    await tx.introductionSide.updateMany({ where: { id, [column]: sealed }, data: { [column]: anew } })
  },
  async discard(tx, { id, sealed }) {
    await tx.introductionSide.updateMany({ where: { id, [column]: sealed }, data: { [column]: null } })
  },
})

const reason: SealedColumn = {
  table: 'MatchReport',
  column: 'reason',
  async read(db, sealed, after, limit) {
    const where = { reason: sealed, id: { gt: after } }
    const rows = await db.matchReport.findMany({ where, orderBy: ORDER, take: limit })
    return rows.map(({ id, byTag, aboutTag, reason }) => ({
      id,
      sealed: reason ?? '',
      context: reportContext(byTag, aboutTag),
    }))
  },
  async replace(tx, { id, sealed }, anew) {
    await tx.matchReport.updateMany({ where: { id, reason: sealed }, data: { reason: anew } })
  },
  async discard(tx, { id, sealed }) {
    await tx.matchReport.updateMany({ where: { id, reason: sealed }, data: { reason: null } })
  },
}

/** Every column of matchmaking that holds sealed texts. */
export const sealedMatchmaking: readonly SealedColumn[] = [fields, contact, ofSide('card'), ofSide('note'), reason]
