import { groupOf } from '../community/groups.ts'
import { contactOf } from '../community/people.ts'
import type { Tx } from '../database/database.ts'
import type { AccountId, CommunityId, ContactId, IssueId, MessageId, PersonId } from '../ids.ts'
import { categoryOf } from '../issues/categories.ts'
import { isGuess } from '../issues/guess.ts'
import type { Hat } from '../issues/lifecycle.ts'
import { RATING_LABELS } from '../issues/lifecycle.ts'
import { photosOf } from '../issues/photos.ts'
import { audience, type Listener, lastSupplied, reporterOf } from '../issues/queries.ts'
import type { Done } from '../issues/result.ts'
import { redact } from '../redaction/redact.ts'
import { issueCard, nextSteps } from './card.ts'
import { discreetAck, line, neutralLine, type Told } from './lines.ts'
import { groupSpot, News, privateSpot, type Spot } from './news.ts'
import {
  isUnheard,
  privateChatWith,
  spotsOfSecretary,
  spotsOfStaff,
  spotsOfUnit,
  spotsOfWorkers,
  workingAccount,
} from './recipients.ts'
import { routeOf } from './routes.ts'
import { cut } from './summary.ts'

/** More pictures than this are left for whoever looks at the issue. */
const PICTURES_SHOWN = 3

/** Said to nobody by name and of nothing by number, so that nobody can tell whom it concerns. */
const DANGER_FOR_ALL = '遇到危险请先打110，受伤打120。'

/** Where and by whom a milestone came about; left out for what the bot did by itself. */
export interface Occasion {
  readonly here: Spot
  readonly cause: MessageId
  readonly actor: PersonId
  /** how the actor is mentioned in a group */
  readonly actorContact: string
  /** `here` is a group that is bound */
  readonly bound: boolean
  /** nobody asked the bot for anything: it says where that was no more than it must */
  readonly unasked?: boolean
}

/**
 * Tells everybody concerned of a milestone, each once and in the right place: residents by one line where it was
 * reported, those at work in private or in their groups, and whoever did it where they did it. Writes to the outbox, in
 * the transaction of the change.
 */
export async function announce(tx: Tx, done: Done, now: Date, occasion?: Occasion): Promise<void> {
  const route = isAmongWorkers(done) ? {} : routeOf(done.event)
  const cards = [route.worker, route.unit, route.staff].includes('card')
  // Nobody can have added anything to what has only just been reported.
  const isNew = done.event.action === 'report'
  const added = cards && !isNew ? await lastSupplied(tx, done.issue.id) : undefined
  const news = new News()
  const asked = done.facts.extension?.step === 'asked'
  // While the reporter is being asked where it is, nobody has to do anything yet; without an answer staff are told.
  const unplaced = isFirst(done.event) && done.before.state === 'DRAFT'

  const account = await workingAccount(tx, done.issue, occasion?.here.account)
  const workers = route.worker ? await spotsOfWorkers(tx, done.issue, account) : []
  // Who reports something is told that it is passed on, so it has to be true.
  const promises = isNew || done.event.action === 'confirm'
  const unheard = promises && (await isUnheard(tx, workers, account))
  const told: Told = { ...done, category: categoryOf(done.issue.category), now, added, unheard }
  if (route.residents && !asked) await tellResidents(tx, news, told, route.residents, account, occasion)
  if (route.worker && !asked && !unplaced) await tellAtWork(news, told, workers, route.worker, ['worker'], occasion)
  if (route.unit && !asked)
    await tellAtWork(news, told, await spotsOfUnit(tx, withUnit(done), account), route.unit, ['unit'], occasion)
  await tellStaff(tx, news, told, account, occasion)
  if (occasion && !occasion.unasked) acknowledge(news, told, occasion)
  if (occasion && done.event.action === 'dispatch') await warnOfSilentUnit(tx, news, done, account, occasion)
  if (route.pictures) await showPictures(tx, news, told, route.pictures, account)

  await news.write(tx, {
    priority: (spot) => (done.issue.dangerous ? 'danger' : answers(spot, occasion) ? 'reply' : 'news'),
    issue: done.issue.id as IssueId,
    cause: occasion?.cause,
    now,
  })
}

/** Who spoke to the bot hears at once; what nobody asked for can wait for the morning. */
function answers(spot: Spot, occasion: Occasion | undefined): boolean {
  return occasion !== undefined && !occasion.unasked && same(spot, occasion.here)
}

async function tellResidents(
  tx: Tx,
  news: News,
  told: Told,
  who: 'line' | 'reporter' | 'all',
  account: AccountId,
  occasion: Occasion | undefined,
): Promise<void> {
  const { issue } = told
  // A step on the way is told where it was reported; those who joined in elsewhere hear of the milestones for all.
  const listeners = who === 'all' ? await audience(tx, issue) : reporterOf(issue)
  for (const listener of listeners) {
    if (listener.chatKind === 'PRIVATE') {
      news.add(privateSpot(listener.account, listener.chatId), line(told))
      continue
    }
    const group = groupSpot(listener.account, listener.chatId)
    // A group that was unbound in the meantime hears no more of anything.
    const bound = await isBound(tx, group, occasion)
    if (!issue.isPrivate && bound) {
      news.add(group, line(told), who === 'line' ? [] : await mentionOf(tx, listener, occasion))
      continue
    }
    const alone = await privateChatWith(tx, listener.personId, account)
    if (alone) news.add(alone, line(told))
    else if (bound && !occasion?.unasked) news.add(group, neutralLine(told), await mentionOf(tx, listener, occasion))
    // What is private is not even mentioned where nobody asked. Where help is concerns everybody.
    else if (bound && issue.dangerous && isFirst(told.event)) news.add(group, DANGER_FOR_ALL)
  }
}

/** Whether a group is bound. Of the one in which it came about that is known already. */
async function isBound(tx: Tx, group: Spot, occasion: Occasion | undefined): Promise<boolean> {
  if (occasion && same(group, occasion.here)) return occasion.bound
  return (await groupOf(tx, group.account, group.chat.id)) !== undefined
}

/** The contact by which a listener is mentioned. Whoever did it is mentioned as who they spoke as. */
async function mentionOf(tx: Tx, listener: Listener, occasion: Occasion | undefined): Promise<ContactId[]> {
  if (occasion?.actor === listener.personId && occasion.here.account === listener.account)
    return [occasion.actorContact as ContactId]
  const contact = await contactOf(tx, listener.personId, listener.account)
  return contact ? [contact.contactId] : []
}

async function tellAtWork(
  news: News,
  told: Told,
  spots: readonly Spot[],
  how: 'card' | 'line',
  hats: readonly Hat[],
  occasion: Occasion | undefined,
): Promise<void> {
  for (const spot of spots) {
    // Who did it knows it; they are answered where they are.
    if (occasion && spot.chat.kind === 'private' && spot.chat.id === occasion.actorContact) continue
    const open = !told.issue.isPrivate || spot.chat.kind === 'private'
    if (how === 'line') news.add(spot, open ? atWorkLine(told, hats, spot) : discreetAck(told))
    else news.add(spot, issueCard({ ...told, hats, open, alone: spot.chat.kind === 'private' }))
    if (told.facts.again !== undefined) news.add(spot, `像是 #${told.facts.again} 又出现了，那件前不久结了案。`)
  }
}

/** A unit that nobody speaks for in chat does not hear of what it was given: somebody has to call. */
async function warnOfSilentUnit(
  tx: Tx,
  news: News,
  { issue }: Done,
  account: AccountId,
  { here }: Occasion,
): Promise<void> {
  if ((await spotsOfUnit(tx, issue, account)).length > 0) return
  const name = issue.unit?.name ?? '这个单位'
  const text = `${name}在小格里还没有联系人和群，请打电话通知；接单后由社区代发 /接单 ${issue.number}。`
  const inOrigin = here.chat.kind === 'group' && here.chat.id === issue.chatId
  const spots = inOrigin ? await spotsOfStaff(tx, issue.communityId as CommunityId, account) : [here]
  for (const spot of spots) news.add(spot, inOrigin ? `#${issue.number} ${text}` : text)
}

/**
 * What becomes of a guess before somebody has said yes to it is nobody's news: those at work are asked, not told. Nor is
 * it that a no is taken back, of which nobody has heard either.
 */
function isAmongWorkers({ issue, before, event }: Done): boolean {
  if (event.action === 'undo') return isGuess(before) || (isGuess(issue) && before.state === 'CLOSED')
  return isGuess(before) && issue.state !== 'REPORTED'
}

/** The registration, or that it was taken back. */
function isFirst({ action, data }: Done['event']): boolean {
  return action === 'report' || (action === 'undo' && (data as { action?: string }).action === 'report')
}

/** After these it is somebody's turn at once. */
const CALLS_FOR_WORK: ReadonlySet<string> = new Set(['resolve', 'supply', 'rate', 'reopen'])

/** What those at work read: what happened without the words meant for residents, and what is to be done now. */
function atWorkLine(told: Told, hats: readonly Hat[], spot: Spot): string {
  const { issue, event } = told
  const usual = CALLS_FOR_WORK.has(event.action) ? nextSteps(issue.number, issue.state, hats) : ''
  const steps = told.facts.asksRework ? `/返工 ${issue.number} 哪里没办好` : usual
  const happened = whatHappened(told, spot)
  return steps ? `${happened}\n可以：${steps}` : happened
}

/** A resident's words stand as they are where they are read in private. */
function whatHappened(told: Told, { chat }: Spot): string {
  const { issue, event, facts } = told
  const readable = (words: string) => (chat.kind === 'private' ? words : redact(words, [], { names: true }))
  if (event.action === 'supply' && event.note) return `#${issue.number} 居民补充：${cut(readable(event.note), 300)}`
  if (event.action === 'supply' && !facts.unanswered) return `#${issue.number} 居民补充了照片。`
  if (event.action === 'rate' && issue.rating) {
    const words = event.note ? `，${cut(readable(event.note), 200)}` : ''
    return `#${issue.number} 报事人评价：${RATING_LABELS[issue.rating]}${words}。${facts.asksRework ? '请安排返工。' : '已结案。'}`
  }
  if (event.action === 'undo' && isGuess(issue))
    return `#${issue.number} 刚才的答复已撤销，还在等：是就回「登记」，不是就回「不是」。`
  return line(told).split('\n')[0] ?? ''
}

/** A unit that has lost it by this very step is still to be told. */
function withUnit({ issue, before }: Done): Done['issue'] {
  return issue.unitId === null ? { ...issue, unitId: before.unitId, unit: before.unit } : issue
}

async function tellStaff(
  tx: Tx,
  news: News,
  told: Told,
  account: AccountId,
  occasion: Occasion | undefined,
): Promise<void> {
  const { issue, facts } = told
  const community = issue.communityId as CommunityId
  const wanted = routeOf(told.event).staff
  const asked = facts.extension?.step === 'asked'
  if (wanted || asked || facts.asksRework) {
    const spots = await spotsOfStaff(tx, community, account)
    await tellAtWork(news, told, spots, wanted ?? 'line', ['staff'], occasion)
    if (asked) for (const spot of spots) news.add(spot, `同意请回 /延期 ${issue.number}，或另写日期和原因。`)
    if (told.event.action === 'return') {
      for (const spot of spots) {
        const open = !issue.isPrivate || spot.chat.kind === 'private'
        news.add(spot, `${facts.unit?.name ?? '责任单位'}退回${open ? `：${cut(told.event.note ?? '', 300)}` : '。'}`)
      }
    }
  }
  if (facts.toSecretary) {
    const spots = await spotsOfSecretary(tx, community, account)
    await tellAtWork(news, told, spots, 'card', ['staff', 'secretary'], occasion)
    for (const spot of spots) news.add(spot, `这件事已被退回${facts.returns}次，请您定由谁办。`)
  }
}

/** Answers whoever did it, where they did it, unless they read it there anyway. */
function acknowledge(news: News, told: Told, { here, actorContact }: Occasion): void {
  if (news.reaches(here)) return
  const { issue, facts } = told
  const inGroup = here.chat.kind === 'group'
  const atWork = facts.hat !== 'reporter' && facts.hat !== 'supporter' && facts.hat !== 'bot'
  const open = !issue.isPrivate || !inGroup
  // What residents are asked to do is not asked of those who work for them.
  const text = atWork ? whatHappened(told, here) : line(told)
  news.add(here, open ? text : discreetAck(told), inGroup ? [actorContact as ContactId] : [])
  const origin = inGroup && issue.chatId === here.chat.id
  const steps =
    atWork && !origin
      ? nextSteps(issue.number, issue.state, [facts.hat], told.event.action === 'resolve' ? ['核查'] : [])
      : ''
  if (steps) news.add(here, `可以：${steps}`)
}

/** The pictures that came with it; else those its author sent with an earlier word about the same work. */
async function photosOfWork(tx: Tx, { issue, event }: Told): Promise<Awaited<ReturnType<typeof photosOf>>> {
  const own = await photosOf(tx, issue.id, event.id)
  if (own.length > 0 || event.personId === issue.reporterId) return own
  return (await photosOf(tx, issue.id)).filter(({ personId }) => personId === event.personId).slice(-PICTURES_SHOWN)
}

async function showPictures(
  tx: Tx,
  news: News,
  told: Told,
  to: 'residents' | 'unit',
  account: AccountId,
): Promise<void> {
  const { issue } = told
  if (issue.isPrivate) return
  const photos = to === 'residents' ? await photosOfWork(tx, told) : await photosOf(tx, issue.id)
  const spots =
    to === 'unit'
      ? await spotsOfUnit(tx, issue, account)
      : issue.chatKind === 'GROUP'
        ? [groupSpot(issue.account, issue.chatId)]
        : [privateSpot(issue.account, issue.chatId)]
  for (const spot of spots) {
    if (!news.reaches(spot)) continue
    for (const photo of photos.slice(0, PICTURES_SHOWN)) news.addPicture(spot, photo.sha256)
  }
}

const same = (a: Spot, b: Spot) => a.account === b.account && a.chat.kind === b.chat.kind && a.chat.id === b.chat.id
