import type { Logger } from 'pino'
import { codesAfterNewIds } from '../community/claim.ts'
import { believable, keptMarks, marksOf, readMarks } from '../community/group-marks.ts'
import { proposeGroups, type SeenGroup } from '../community/regroup.ts'
import { earlierAccounts } from '../community/seats.ts'
import { suspendedRows, suspendGroups } from '../community/suspended.ts'
import type { Database, Tx } from '../database/database.ts'
import type { ChatGroup } from '../database/types.ts'
import type { AccountId, ChatId } from '../ids.ts'
import type { Clock } from '../time/clock.ts'
import { resumeGroup } from './gap.ts'
import type { ChatGateway } from './gateway.ts'
import type { Wake } from './wake.ts'

/** After a login groups come in late on some puppets: they are looked for again after these times, in milliseconds. */
const LOOK_AGAIN_AFTER_MS = [5_000, 20_000, 60_000, 300_000]

export interface GroupWatchOptions {
  readonly database: Database
  readonly gateway: Pick<ChatGateway, 'account' | 'groups'>
  /** whether the puppet gives out new ids at a login */
  readonly unstableIds: boolean
  /** asks somebody about the groups that seem to be known again, in the transaction that found them */
  readonly ask: (tx: Tx, account: AccountId, now: Date) => Promise<unknown>
  /** told of a code with which a secretary lets herself in, once nobody known is left */
  readonly onClaimCode?: ((community: string, code: string) => void) | undefined
  /** tells people by another way than the account, which reaches nobody at work: in Chinese, one sentence */
  readonly alert?: ((text: string) => void) | undefined
  /** waits in real time, at most until the program ends */
  readonly wait: (milliseconds: number) => Promise<void>
  readonly ending: AbortSignal
  readonly clock: Clock
  readonly wake: Wake
  readonly log: Logger
}

/**
 * Keeps in mind what the groups look like, and knows them again when their ids have changed. It never binds anything:
 * what it finds is asked about.
 */
export class GroupWatch {
  readonly #options: GroupWatchOptions
  readonly #codesMade = new Set<AccountId>()
  /** the newly bound groups that were looked for */
  readonly #newOnes = new Set<number>()
  #logins = 0

  constructor(options: GroupWatchOptions) {
    this.#options = options
  }

  /**
   * Follows a login that has been noted. First lets a secretary in where new ids have left none; then looks at the groups
   * where ids may have changed, and again until all have been found or enough time has passed. Resolves when that is over.
   */
  async loggedIn(account: AccountId): Promise<void> {
    const { wait, ending } = this.#options
    const login = ++this.#logins
    for (const pause of [0, ...LOOK_AGAIN_AFTER_MS]) {
      try {
        if (!(await this.#isWorthLook(account, pause === 0))) return
      } catch (error) {
        this.#couldNotLook(error)
      }
      if (pause > 0) await wait(pause)
      // A later login looks by itself.
      if (ending.aborted || login !== this.#logins) return
      try {
        await this.refresh()
      } catch (error) {
        this.#couldNotLook(error)
      }
    }
  }

  /** Whether there is something to look for at a login; a secretary is let in where that has to be. */
  async #isWorthLook(account: AccountId, isFirst: boolean): Promise<boolean> {
    await this.#letSecretaryIn(account)
    const lost = await lostGroups(this.#options.database.client, account)
    if (!this.#options.unstableIds && lost.length === 0) return false
    return isFirst || lost.some((row) => row.likelyAccount !== account)
  }

  /** The chat or the database is away; there is another look. */
  #couldNotLook(error: unknown): void {
    const reason = error instanceof Error ? error.message : error
    this.#options.log.warn({ reason }, 'the groups could not be looked at')
  }

  /**
   * Looks at all groups of the account: keeps marks of those that are bound, and proposes chats for those that are
   * suspended. Resolves with a word for the record; rejects when the chat cannot tell its groups.
   */
  async refresh(): Promise<string> {
    const { database, gateway, ask, clock, wake } = this.#options
    const account = gateway.account()
    if (!account) return 'nobody is logged in'
    const seen = await this.#unlessEnding(gateway.groups())
    if (seen === undefined || gateway.account() !== account) return 'the account went away meanwhile'
    const marked = await this.#mark(account, seen)
    const standing = await database.transaction(async (tx) => {
      const now = clock.now()
      await this.#settleOwn(tx, account, seen, now)
      const count = await proposeGroups(tx, { account, seen })
      if (count > 0) await ask(tx, account, now)
      return count
    })
    if (standing > 0) wake.call()
    return `${seen.length} groups seen, ${marked} marked, ${standing} to be confirmed`
  }

  /**
   * Looks at the groups where one was bound since: should ids change before the next look, it could not be known again.
   * Asks the database only, as long as there is none; to be called every few seconds.
   */
  async lookAtNew(): Promise<void> {
    const { database, gateway, unstableIds } = this.#options
    const account = gateway.account()
    if (!account || !unstableIds) return
    const groups = await database.client.chatGroup.findMany({
      where: { account, unboundAt: null, suspendedAt: null },
      select: { id: true, memberMarks: true },
    })
    const bound = groups.filter(({ id, memberMarks }) => memberMarks === null && !this.#newOnes.has(id))
    // Once each: a group that the chat does not show yet is left to the look of every day.
    for (const { id } of bound) this.#newOnes.add(id)
    if (bound.length > 0) await this.refresh()
  }

  async #letSecretaryIn(account: AccountId): Promise<void> {
    const { database, clock, onClaimCode, alert } = this.#options
    // Once a run: a second login in between would make another code than the one just read off the screen.
    if (this.#codesMade.has(account)) return
    const codes = await database.transaction((tx) => codesAfterNewIds(tx, account, clock.now()))
    this.#codesMade.add(account)
    for (const { name, code } of codes) onClaimCode?.(name, code)
    // A program that is started again and again tells of it once. The code itself is for whoever is at the machine.
    const untold = codes.filter(({ again }) => !again).map(({ name }) => name)
    if (untold.length > 0) alert?.(nobodyReached(untold))
  }

  /**
   * Where the account's own id stayed: its groups show themselves under their old ids, or are all strangers to it. After
   * a login each is suspended already (noteLogin), so those that do not show themselves stay so.
   */
  async #settleOwn(tx: Tx, account: AccountId, seen: readonly SeenGroup[], now: Date): Promise<void> {
    const rows = await tx.chatGroup.findMany({ where: { account, unboundAt: null } })
    const there = rows.filter(({ chatId }) => seen.some(({ id }) => id === chatId))
    for (const { id, chatId, suspendedAt } of there) {
      if (suspendedAt) await resumeGroup(tx, { id, account, chatId: chatId as ChatId }, now)
    }
    const allGone = rows.length > 0 && seen.length > 0 && there.length === 0
    if (allGone && this.#options.unstableIds) await suspendGroups(tx, account, now)
  }

  /** Keeps marks of the bound groups as they are seen. Returns how many changed. */
  async #mark(account: AccountId, seen: readonly SeenGroup[]): Promise<number> {
    const { database } = this.#options
    const rows = await database.client.chatGroup.findMany({ where: { account, unboundAt: null } })
    const changes = rows.flatMap((row) => {
      const group = seen.find(({ id }) => id === row.chatId)
      const data = group && freshMarks(row, group)
      // By its chat too: it may have been moved in the meantime.
      return data ? [{ where: { id: row.id, account, chatId: row.chatId }, data }] : []
    })
    if (changes.length > 0) {
      await database.transaction(async (tx) => {
        for (const change of changes) await tx.chatGroup.updateMany(change)
      })
    }
    return changes.length
  }

  /** What `work` resolves with; undefined when the program ends first. */
  async #unlessEnding<T>(work: Promise<T>): Promise<T | undefined> {
    const { ending } = this.#options
    if (ending.aborted) return undefined
    let stop: (() => void) | undefined
    const ended = new Promise<undefined>((resolve) => {
      stop = () => resolve(undefined)
      ending.addEventListener('abort', stop)
    })
    try {
      return await Promise.race([work, ended])
    } finally {
      if (stop) ending.removeEventListener('abort', stop)
    }
  }
}

function nobodyReached(communities: readonly string[]): string {
  return (
    `小格重新登录过，${communities.join('、')}的群和人都认不出来了，群里要说的话先等着，工作人员也通知不到。` +
    '请到运行小格的机器上看认领码，由书记私聊小格发 /认领 加上认领码，再任命大家、确认各个群。'
  )
}

async function lostGroups(db: Tx, account: AccountId): Promise<ChatGroup[]> {
  return suspendedRows(db, [account, ...(await earlierAccounts(db, account))])
}

/** What is to be written of a group as it is now; undefined when nothing has changed or the look is not to be believed. */
function freshMarks(row: ChatGroup, { topic, names }: SeenGroup) {
  const before = readMarks(row.memberMarks)
  if (!believable(before, names)) return undefined
  const marks = marksOf(names, before?.salt)
  const same = before && marks.names.join() === before.names.join() && (topic === '' || topic === row.topic)
  return same ? undefined : { memberMarks: keptMarks(marks), ...(topic === '' ? {} : { topic }) }
}
