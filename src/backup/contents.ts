import { z } from 'zod'

/**
 * What is in a back-up, a gzipped tar: first who made it of what (`head`), then the rows of each table in pages of JSON
 * lines, then the pictures, and at the end what must have come by then (`contents`). The form is the same whichever
 * database it was made from, so it can be restored into the other.
 */
export const HEAD = 'gezhong-backup.json'
export const CONTENTS = 'contents.json'
const TABLES = 'tables/'
const ATTACHMENTS = 'attachments/'

/** Raised when an older program could no longer read what is written here. */
export const LAYOUT = 1

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

export const headShape = z.object({
  format: z.literal('gezhong back-up'),
  layout: z.number(),
  /** the gezhong that made it */
  version: z.string(),
  madeAt: z.iso.datetime(),
  dialect: z.enum(['sqlite', 'postgresql']),
  /** tells databases apart; the first back-ups did not have it */
  database: z.string().optional(),
  /** what had been done to the database, oldest first */
  migrations: z.array(z.string()).min(1),
})
export type Head = z.infer<typeof headShape>

export const contentsShape = z.object({
  tables: z.record(z.string(), z.object({ rows: z.number(), sha256 })),
  lastIds: z.record(z.string(), z.number()),
  attachments: z.array(sha256),
  /** pictures with a row and without a whole file at the time */
  missing: z.array(sha256),
})
export type Contents = z.infer<typeof contentsShape>

/** What the page of a table is called in a back-up; pages are numbered from 1. */
export function pageName(table: string, page: number): string {
  return `${TABLES}${table}/${String(page).padStart(6, '0')}.ndjson`
}

/** The table whose page this is, or undefined. */
export function tableOf(name: string): string | undefined {
  return name.startsWith(TABLES) ? name.slice(TABLES.length).split('/')[0] : undefined
}

/** What a picture is called in a back-up. */
export function attachmentName(sha256: string): string {
  return `${ATTACHMENTS}${sha256}`
}

/** The SHA-256 that the attachment is called by, or undefined. */
export function attachmentOf(name: string): string | undefined {
  return name.startsWith(ATTACHMENTS) ? name.slice(ATTACHMENTS.length) : undefined
}
