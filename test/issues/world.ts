import type { RoleGrant } from '../../src/community/roles.ts'
import type { Tx } from '../../src/database/database.ts'
import type { Grid, Issue, Prisma } from '../../src/database/types.ts'
import type { AccountId, ChatId, CommunityId, GridId, MessageId, PersonId, UnitId } from '../../src/ids.ts'
import { type ActRequest, act } from '../../src/issues/act.ts'
import type { Doing } from '../../src/issues/inputs.ts'
import type { IssueState } from '../../src/issues/lifecycle.ts'
import type { Photo } from '../../src/issues/photos.ts'
import { type Report, report, takeNumber } from '../../src/issues/report.ts'
import type { Done } from '../../src/issues/result.ts'
import type { Actor } from '../../src/issues/scene.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { WorkCalendar } from '../../src/time/work-calendar.ts'

export const calendar = new WorkCalendar()
/** A Wednesday in working time. */
export const NOW = shanghai(2026, 6, 3, 10, 0)

export const minutes = (count: number, from = NOW) => new Date(from.getTime() + count * 60_000)
export const hours = (count: number, from = NOW) => minutes(count * 60, from)
export const days = (count: number, from = NOW) => hours(count * 24, from)

export const account = 'bot' as AccountId
export const origin = { account, chat: { kind: 'group' as const, id: 'grid3@@group' as ChatId } }

const PEOPLE = [
  'reporter',
  'supporter',
  'stranger',
  'worker',
  'deputy',
  'workerElsewhere',
  'unit',
  'unitColleague',
  'unitElsewhere',
  'staff',
  'otherStaff',
  'secretary',
] as const
export type Who = (typeof PEOPLE)[number]

export interface World {
  readonly communityId: CommunityId
  readonly grid: GridId
  readonly otherGrid: GridId
  readonly gridRow: Grid
  readonly otherGridRow: Grid
  /** serves the whole community */
  readonly police: UnitId
  /** serve one grid each */
  readonly property: UnitId
  readonly otherProperty: UnitId
  readonly people: Readonly<Record<Who, { readonly personId: PersonId; readonly roles: readonly RoleGrant[] }>>
}

/** A community with grids 3 and 7, the traffic police, two property companies, and somebody in every capacity. */
export async function makeWorld(tx: Tx, code = 'test'): Promise<World> {
  const community = await tx.community.create({ data: { code, name: code, createdAt: NOW } })
  const communityId = community.id as CommunityId
  const gridOf = (number: number) => tx.grid.create({ data: { communityId, number, name: `第${number}网格` } })
  const gridRow = await gridOf(3)
  const otherGridRow = await gridOf(7)
  const grid = gridRow.id as GridId
  const otherGrid = otherGridRow.id as GridId
  const unitOf = async (name: string, kind: 'POLICE' | 'PROPERTY', gridId?: GridId) => {
    const data = { communityId, code: name, name, aliases: [], kind }
    const unit = await tx.unit.create({ data })
    if (gridId !== undefined) await tx.unitGrid.create({ data: { unitId: unit.id, gridId } })
    return unit.id as UnitId
  }
  const police = await unitOf('交警中队', 'POLICE')
  const property = await unitOf('安居物业', 'PROPERTY', grid)
  const otherProperty = await unitOf('宜家物业', 'PROPERTY', otherGrid)

  const grants: Partial<Record<Who, Omit<RoleGrant, 'communityId'>>> = {
    worker: { kind: 'GRID_WORKER', gridId: grid, lead: true },
    deputy: { kind: 'GRID_WORKER', gridId: grid, lead: false },
    workerElsewhere: { kind: 'GRID_WORKER', gridId: otherGrid, lead: true },
    unit: { kind: 'UNIT_CONTACT', unitId: police, lead: false },
    unitColleague: { kind: 'UNIT_CONTACT', unitId: police, lead: false },
    unitElsewhere: { kind: 'UNIT_CONTACT', unitId: property, lead: false },
    staff: { kind: 'STAFF', lead: false },
    otherStaff: { kind: 'STAFF', lead: false },
    secretary: { kind: 'SECRETARY', lead: false },
  }
  const people: Partial<Record<Who, { personId: PersonId; roles: RoleGrant[] }>> = {}
  for (const who of PEOPLE) {
    const { id } = await tx.person.create({ data: { name: who, createdAt: NOW } })
    const grant = grants[who]
    people[who] = { personId: id as PersonId, roles: grant ? [{ ...grant, communityId }] : [] }
  }
  return {
    communityId,
    grid,
    otherGrid,
    gridRow,
    otherGridRow,
    police,
    property,
    otherProperty,
    people: people as World['people'],
  }
}

let photoCount = 0
/** A picture that has not been seen before. */
export function photo(): Photo {
  photoCount += 1
  const sha256 = photoCount.toString(16).padStart(64, '0')
  return { sha256, mime: 'image/jpeg', bytes: 1000, account, messageId: `photo-${photoCount}` as MessageId }
}

/** A broken stair light (3 working days, P2, public, needs a picture), unless said otherwise. */
export function reporting(world: World, changes: Partial<Report> = {}): Omit<Report, 'number'> {
  return {
    communityId: world.communityId,
    grid: world.gridRow,
    words: '3号楼2单元楼道灯不亮',
    place: '3号楼2单元',
    category: 'E01',
    reporter: world.people.reporter.personId,
    origin,
    calendar,
    now: NOW,
    ...changes,
  }
}

export async function makeReport(tx: Tx, world: World, changes: Partial<Report> = {}): Promise<Done> {
  const { number } = await takeNumber(tx, world.communityId)
  return report(tx, { number, ...reporting(world, changes) })
}

export type Extra = Partial<Pick<ActRequest, 'photos' | 'messageId' | 'calendar'>>

/** Does something as somebody. */
export async function doing(
  tx: Tx,
  world: World,
  who: Who | 'bot',
  number: number,
  doing: Doing,
  now = NOW,
  extra: Extra = {},
): Promise<Done> {
  const actor: Actor = who === 'bot' ? 'bot' : world.people[who]
  return act(tx, { calendar, ...doing, communityId: world.communityId, number, actor, now, ...extra })
}

/** What an issue that has come to this state looks like, so that nothing but the table decides what may follow. */
export function inState(world: World, state: IssueState): Prisma.IssueUncheckedUpdateInput {
  const common = { unitId: world.police, respondedAt: days(-5), lastWordAt: days(-1), responseDueAt: null }
  switch (state) {
    case 'DRAFT':
      return { state, unitId: world.police, responseDueAt: null, dueAt: null }
    case 'REPORTED':
      return { state, unitId: world.police }
    case 'NEED_INFO':
      return { ...common, state, dueAt: null, dueLeft: 300, pausedAt: days(-3), stateBefore: 'ACCEPTED' }
    case 'ON_HOLD':
      return {
        ...common,
        state,
        dueAt: null,
        dueLeft: 300,
        pausedAt: days(-3),
        stateBefore: 'IN_PROGRESS',
        holdUntil: hours(-1),
      }
    case 'RESOLVED':
      return {
        ...common,
        state,
        dueAt: null,
        dueLeft: 300,
        resolvedAt: days(-4),
        resolvedById: world.people.otherStaff.personId,
      }
    case 'CLOSED':
      return { ...common, state, outcome: 'FIXED', dueAt: null, resolvedAt: days(-2), closedAt: days(-1) }
    default:
      return { ...common, state, dueAt: days(1) }
  }
}

/** An issue of somebody's, supported by the supporter, put into a state. */
export async function makeInState(
  tx: Tx,
  world: World,
  state: IssueState,
  changes: Partial<Report> = {},
): Promise<Issue> {
  const { issue } = await makeReport(tx, world, changes)
  await tx.issueEvent.updateMany({ where: { issueId: issue.id }, data: { at: days(-6) } })
  const supporter = {
    personId: world.people.supporter.personId,
    account,
    chatKind: 'GROUP' as const,
    chatId: 'grid3@@group',
  }
  await tx.supporter.create({ data: { issueId: issue.id, ...supporter, at: NOW } })
  return tx.issue.update({ where: { id: issue.id }, data: { reportedAt: days(-6), ...inState(world, state) } })
}

/** Everything there is of an issue, to see that nothing was changed. */
export async function wholeOf(tx: Tx, id: number) {
  return tx.issue.findUniqueOrThrow({
    where: { id },
    include: { events: { orderBy: { seq: 'asc' } }, supporters: true, attachments: true },
  })
}
