import type { Tx } from '../database/database.ts'
import type { Prisma } from '../database/types.ts'
import type { PersonId } from '../ids.ts'

export interface AuditFact {
  readonly at: Date
  /** who did it; undefined when the program did, told to by its settings or the community file */
  readonly by: PersonId | undefined
  /** what was done: role.appoint, group.bind … */
  readonly action: string
  /** what it was done to: person:12, group:3 */
  readonly subject: string
  readonly data?: Prisma.InputJsonObject
}

/** Writes down something that changed rights, in the transaction that changed them. */
export async function writeAudit(tx: Tx, fact: AuditFact): Promise<void> {
  await tx.auditEntry.create({
    data: {
      at: fact.at,
      personId: fact.by ?? null,
      action: fact.action,
      subject: fact.subject,
      data: fact.data ?? {},
    },
  })
}
