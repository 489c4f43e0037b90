import type { EnrolmentRun } from '../../courses/enrolment-runs.ts'
import { formatMoment } from '../../time/format.ts'

/** What the texts about a place need to know of its term. */
export type ToldRun = Pick<
  EnrolmentRun,
  'id' | 'title' | 'capacity' | 'enrolled' | 'opensAt' | 'closesAt' | 'forChildren'
>

const named = ({ title }: Pick<ToldRun, 'title'>) => `《${title}》`
const together = (party: number) => (party > 1 ? `，${party}人` : '')

export function leftText({ capacity, enrolled }: ToldRun): string {
  const left = capacity - enrolled
  return left > 0 ? `还剩${left}个名额。` : `${capacity}个名额已满。`
}

const toLeave = ({ title }: ToldRun) => `不来了请发 /取消报名 ${title}，名额给候补的邻居。`

/** To one person, or to several who are mentioned before it. */
export function confirmedText(run: ToldRun, party: number, several = false): string {
  return `${named(run)}${several ? '，以上邻居' : ''}报上了${together(party)}。${leftText(run)}\n${toLeave(run)}${consentLine(run)}`
}

export function waitingText(run: ToldRun, party: number, place: number): string {
  const left = run.capacity - run.enrolled
  const why = left > 0 ? `还剩${left}个名额，${party}人一起坐不下` : `${run.capacity}个名额满了`
  return `${named(run)}${why}，您在候补第${place}位。有空位按顺序告诉您。`
}

/** To several who are mentioned before it, in the order of their places. */
export function waitingTogetherText(run: ToldRun, places: readonly number[]): string {
  const tooFew = run.enrolled < run.capacity ? '几个人一起来的坐不下。' : ''
  return `${named(run)}${leftText(run)}${tooFew}以上邻居按先后在候补${placesText(places)}，有空位按顺序告诉大家。`
}

/** 第3到第7位, or 第3、5、9位 where others stand between. */
export function placesText(places: readonly number[]): string {
  const [first = 0] = places
  const last = places.at(-1) ?? first
  if (places.length === 1) return `第${first}位`
  return last - first === places.length - 1 ? `第${first}到第${last}位` : `第${places.join('、')}位`
}

export function ticketText(run: ToldRun, drawAt: Date, now: Date, ticket?: number): string {
  const number = ticket === undefined ? '' : `，您的签号是${ticket}`
  return `${named(run)}报名收到了${number}。${formatMoment(drawAt, now)} 抽签，之前报的机会都一样，不用抢，结果到时告诉大家。`
}

export function earlyText(run: ToldRun, now: Date): string {
  if (!run.opensAt) return `${named(run)}还没有定报名时间，定了会告诉大家。`
  return `${named(run)}${formatMoment(run.opensAt, now)} 开始报名，现在发的不算。到点请再发一次 /报名 ${run.title}。`
}

export function closedText(run: ToldRun): string {
  return `${named(run)}已经停止报名了。想下次参加，可以留意群里的课程通知。`
}

export function alreadyText(
  run: ToldRun,
  own: { readonly state: string; readonly party: number; readonly place: number; readonly needsConsent: boolean },
): string {
  if (own.state === 'OFFERED') return `${named(run)}有一个名额在等您答复：要的话回「要」，不要回「不要」。`
  if (own.state === 'WAITING') return `您已经在${named(run)}的候补里了，第${own.place}位${together(own.party)}。`
  return `您已经报上${named(run)}了${together(own.party)}，不用再报。${own.needsConsent ? consentLine(run) : ''}`
}

/** Before a child stands on a list its guardian agrees to that; what to is said in full. */
export function consentLine(run: Pick<ToldRun, 'forChildren'>): string {
  if (!run.forChildren) return ''
  return '\n这是孩子的课，请家长引用这条回「同意 孩子姓名」：您是监护人，同意孩子参加；名单上只写“王*小朋友”，课程结束12个月后删除。24小时内没有同意，名额会让出来。'
}

export function leftListText(run: ToldRun, was: string): string {
  return was === 'WAITING' || was === 'OFFERED'
    ? `${named(run)}的候补已经取消。`
    : `${named(run)}的报名已经取消，名额给候补的邻居。再想来可以再发 /报名 ${run.title}。`
}

export function resizedText(run: ToldRun, party: number, done: boolean): string {
  return done
    ? `${named(run)}改成${party}人了。${leftText(run)}`
    : `${named(run)}没有那么多名额了，人数没有改。${leftText(run)}`
}

/** What those are told who asked for nothing just now: a place has become free, or is lost. */
export function offerText(run: ToldRun, party: number, until: Date, now: Date): string {
  const seats = party > 1 ? `，${party}人` : ''
  return `${named(run)}空出了名额，轮到您了${seats}。${formatMoment(until, now)} 前回「要」就是您的；回「不要」，或到时没有回，就让给下一位。`
}

export function callText(run: ToldRun, until: Date, now: Date): string {
  return `${named(run)}还有${run.capacity - run.enrolled}个名额，${formatMoment(until, now)} 就上课了。想来的回「要」，先回的先得。`
}

export function expiredText(run: ToldRun): string {
  return `${named(run)}的名额没有等到您答复，让给下一位了。还想参加，请再发 /报名 ${run.title}。`
}

export function skippedText(run: ToldRun, party: number): string {
  return `${named(run)}空出了名额，你们${party}人一起坐不下，先请后面的邻居来，您的位置不变。`
}

export function noConsentText(run: ToldRun): string {
  return `${named(run)}没有等到家长同意，名额让出来了。还想参加，请再发 /报名 ${run.title}。`
}
