import type { RoleGrant } from '../community/roles.ts'
import type { Tx } from '../database/database.ts'
import { addRowsReturning } from '../database/many-rows.ts'
import type { Community, Grid, Issue } from '../database/types.ts'
import type { AccountId, ChatId, CommunityId, MessageId, PersonId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import type { WorkCalendar } from '../time/work-calendar.ts'
import { categoryOf } from './categories.ts'
import { fitting } from './choose-hat.ts'
import { freshClocks } from './clocks.ts'
import type { GuessReading } from './guess.ts'
import { hatsOf, publicName } from './hats.ts'
import type { Hat } from './lifecycle.ts'
import { attachPhotos, type Photo } from './photos.ts'
import { recordEvent } from './record.ts'
import type { Done } from './result.ts'

/** A message that took longer than this to reach us was delivered late; else the chat's clock and ours differ. */
const LATE_AFTER_MS = 60_000

/** What nobody has done with an issue yet. All columns are there, so that what was written need not be read back. */
const NOTHING_YET = {
  outcome: null,
  stateBefore: null,
  responseDueAt: null,
  respondedAt: null,
  dueAt: null,
  responseLeft: null,
  dueLeft: null,
  pausedAt: null,
  arrivalDueAt: null,
  holdUntil: null,
  reminded: 0,
  unitId: null,
  extensions: 0,
  extendAsked: null,
  returns: 0,
  reopenings: 0,
  reworks: 0,
  resolvedById: null,
  resolvedAt: null,
  witnessAt: null,
  closedAt: null,
  rating: null,
  ratingWords: null,
  ratedAt: null,
  parentId: null,
  lastWordAt: null,
} satisfies Partial<Issue>

/** The chat something was said in: that is where its public news goes. */
export interface Origin {
  readonly account: AccountId
  readonly chat: { readonly kind: 'group' | 'private'; readonly id: ChatId }
}

export interface Report {
  readonly communityId: CommunityId
  /** as `takeNumber` gave it out */
  readonly number: number
  /** left out while nobody knows where it lies; then staff have it */
  readonly grid?: Grid | undefined
  /** the resident's own words, unchanged */
  readonly words: string
  readonly place?: string | undefined
  /** a code of the category table; `K99` when nobody knows */
  readonly category: string
  readonly reporter: PersonId
  /** the worker or member of staff who registers it for the reporter */
  readonly onBehalfBy?: { readonly personId: PersonId; readonly roles: readonly RoleGrant[] } | undefined
  readonly origin: Origin
  /** waits for a yes; what is dangerous does not wait, unless it is a machine that is not sure */
  readonly draft?: boolean | undefined
  /** the words speak of danger, whatever is usual with the category */
  readonly dangerous?: boolean | undefined
  /** the words are nobody's business but that of those at work, whatever is usual with the category */
  readonly isPrivate?: boolean | undefined
  /** how a machine read the words, where no command made it */
  readonly guess?: GuessReading | undefined
  readonly compoundId?: number | undefined
  /** the directive of which a line becomes this issue */
  readonly directiveId?: number | undefined
  readonly photos?: readonly Photo[] | undefined
  readonly calendar: WorkCalendar
  readonly now: Date
  /** when the words were said; kept where they reached us late. Everything runs from `now`, when somebody could know */
  readonly saidAt?: Date | undefined
  readonly messageId?: MessageId | undefined
}

/**
 * Takes the next number of a community for an issue registered in this transaction. It comes from a counter raised here,
 * so numbers have no gaps and two reports at once get two. The versions of the community's places and lessons stand in the
 * same row and come along, for whoever looks up where it lies and what it is.
 */
export async function takeNumber(
  tx: Tx,
  communityId: CommunityId,
): Promise<{ readonly number: number; readonly placesVersion: number; readonly lessonsVersion: number }> {
  // In SQL that both databases understand: every report waits for it.
  const [row] = await tx.$queryRaw<Pick<Community, 'issueCounter' | 'placesVersion' | 'lessonsVersion'>[]>`
    UPDATE "Community" SET "issueCounter" = "issueCounter" + 1 WHERE "id" = ${communityId}
    RETURNING "issueCounter", "placesVersion", "lessonsVersion"`
  if (!row) throw new Error(`there is no community ${communityId}`)
  const { issueCounter, ...versions } = row
  return { number: issueCounter, ...versions }
}

/**
 * Registers an issue, with its first event and its clocks. A `Refusal` when there are no words and no picture, or when
 * somebody registers for another what lies outside their grid.
 */
export async function report(tx: Tx, report: Report): Promise<Done> {
  const { communityId, number, grid = null, words, onBehalfBy, origin, now, saidAt, photos = [], messageId } = report
  if (!words.trim() && photos.length === 0) throw new Refusal('请写明在哪里、是什么情况，例如：3号楼2单元楼道灯不亮。')
  const known = categoryOf(report.category)
  const category = { ...known, dangerous: known.dangerous || report.dangerous === true }
  const waits = report.draft === true && (!category.dangerous || report.guess?.register === 'ask')
  const clocks = waits ? undefined : freshClocks(category, report)
  const hat = registrar(report)

  const row = {
    ...NOTHING_YET,
    communityId,
    number,
    version: 1,
    state: waits ? ('DRAFT' as const) : ('REPORTED' as const),
    words,
    place: report.place?.trim() || null,
    gridId: grid?.id ?? null,
    category: category.code,
    isPrivate: category.isPrivate || report.isPrivate === true,
    dangerous: category.dangerous,
    reporterId: report.reporter,
    compoundId: report.compoundId ?? null,
    directiveId: report.directiveId ?? null,
    guess: report.guess ? { ...report.guess } : null,
    account: origin.account,
    chatKind: origin.chat.kind === 'group' ? ('GROUP' as const) : ('PRIVATE' as const),
    chatId: origin.chat.id,
    reportedAt: now,
    ...clocks?.changes,
  } satisfies Omit<Issue, 'id'>
  const [written] = await addRowsReturning(tx, 'Issue', [row], ['id'])
  if (!written) throw new Error('an issue was not written')
  const issue = { ...row, id: written.id, grid, unit: null }
  const by = publicName(hat, { grid, unit: null })
  const personId = onBehalfBy?.personId ?? report.reporter
  const event = await recordEvent(tx, issue, {
    action: 'report',
    hat,
    personId,
    now,
    data: { by, category: category.code, ...(isLate(saidAt, now) ? { saidAt: saidAt.toISOString() } : {}) },
    messageId,
    from: null,
    before: {},
  })
  await attachPhotos(tx, { issueId: issue.id, eventId: event.id, personId, photos, now })
  return { issue, before: issue, event, facts: { hat, by, ...(clocks ? { due: clocks.due } : {}) } }
}

/** Whether what was said took so long to reach us that people wonder at the time. */
function isLate(saidAt: Date | undefined, now: Date): saidAt is Date {
  return saidAt !== undefined && now.getTime() - saidAt.getTime() > LATE_AFTER_MS
}

/** In what capacity it is registered: the reporter's own, or that of the worker of the grid or staff who does it for them. */
function registrar({ communityId, grid, reporter, onBehalfBy }: Report): Hat {
  if (grid && grid.communityId !== communityId) {
    throw new RangeError(`grid ${grid.id} is not in community ${communityId}`)
  }
  if (!onBehalfBy || onBehalfBy.personId === reporter) return 'reporter'
  const place = {
    communityId,
    state: 'REPORTED' as const,
    isPrivate: false,
    gridId: grid?.id ?? null,
    unitId: null,
    reporterId: reporter,
    guess: null,
  }
  const [hat] = fitting(['worker', 'staff'], hatsOf(place, onBehalfBy.personId, onBehalfBy.roles, false))
  if (hat) return hat
  throw new Refusal(
    grid
      ? `${grid.number}号网格的事，由那里的网格员或社区工作人员登记。`
      : '还不知道在哪个网格，请写上小区和楼号再登记。',
  )
}
