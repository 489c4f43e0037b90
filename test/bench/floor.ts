import type { Database } from '../../src/database/database.ts'

/** The same number of row writes in the same tables as a report's (`writesOfReport`), in one bare Prisma transaction. */
export class Floor {
  /** the counter, the issue, its event, two messages, the handled message, and each message claimed and finished */
  static readonly writes = 10
  readonly #database: Database
  readonly #communityId: number
  readonly #personId: number
  #n = 0

  private constructor(database: Database, communityId: number, personId: number) {
    this.#database = database
    this.#communityId = communityId
    this.#personId = personId
  }

  static async of(database: Database): Promise<Floor> {
    const { id: personId } = await database.client.person.findFirstOrThrow()
    // A community of its own, so that its numbers are in nobody's way.
    const data = { code: 'floor', name: 'floor', createdAt: new Date() }
    const { id } = await database.transaction((tx) => tx.community.create({ data }))
    return new Floor(database, id, personId)
  }

  /** Resolves with how long it took, in milliseconds. */
  async once(): Promise<number> {
    const n = ++this.#n
    const at = new Date()
    const account = 'floor'
    const chatId = 'grid-03@chatroom'
    const place = { account, chatKind: 'GROUP', chatId } as const
    const communityId = this.#communityId
    const began = performance.now()
    await this.#database.transaction(async (tx) => {
      await tx.community.update({ where: { id: communityId }, data: { issueCounter: { increment: 1 } } })
      const issue = await tx.issue.create({
        data: {
          communityId,
          number: n,
          version: 1,
          state: 'REPORTED',
          words: `3号楼2单元楼道灯不亮 第${n}次`,
          place: '向阳小区3号楼',
          category: 'E01',
          isPrivate: false,
          dangerous: false,
          reporterId: this.#personId,
          ...place,
          reportedAt: at,
          responseDueAt: at,
          dueAt: at,
        },
      })
      const event = { issueId: issue.id, seq: 1, action: 'report', to: 'REPORTED', hat: 'reporter', at } as const
      await tx.issueEvent.create({
        data: { ...event, personId: this.#personId, data: { by: '报事人', category: 'E01' }, before: {} },
      })
      const told: number[] = []
      for (const text of [`#${n} 已登记：3号楼2单元楼道灯不亮`, `#${n} 待受理 · 楼道灯\n「3号楼2单元楼道灯不亮」`]) {
        const row = { ...place, text, mentions: ['ma'], priority: 1, notBefore: at, createdAt: at, issueId: issue.id }
        told.push((await tx.outboxMessage.create({ data: { ...row, causeId: `f${n}`, state: 'CANCELLED' } })).id)
      }
      await tx.handledMessage.create({
        data: { account, messageId: `f${n}`, chatId, contactId: 'ma', at, saidAt: at, undo: { kind: 'issue' } },
      })
      for (const id of told) {
        await tx.outboxMessage.update({ where: { id }, data: { claimedBy: account, attempts: { increment: 1 } } })
        await tx.outboxMessage.update({ where: { id }, data: { sentAt: at, messageId: `s${id}` } })
      }
    })
    return performance.now() - began
  }
}
