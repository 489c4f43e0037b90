import type { Call } from '../../chat/call.ts'
import { normalise } from '../../chat/normalise.ts'
import { EnrolmentBook } from '../../courses/enrolment-book.ts'
import { missedOffers } from '../../courses/enrolment-list.ts'
import { type EnrolmentRun, enrolmentRuns } from '../../courses/enrolment-runs.ts'
import { awaitingConsent, calledInLists, consent } from '../../courses/guardian.ts'
import type { CommunityId } from '../../ids.ts'
import { tellChanges } from '../../telling/courses/enrolment.ts'
import { confirmedText, leftText } from '../../telling/courses/enrolment-text.ts'
import type { EnrolDesk } from './enrol.ts'

const YES = /^(?:我?要|要的|要来|我来|来|接受|参加|是|好|好的|可以|行)[了的吧啊。.~]*$/
const NO = /^(?:我?不要|不要了|不来|不用|不了|放弃|不参加|让给|不去)[了的吧啊。.~]*/
const AGREE = /^(?:我)?(?:同意|确认同意)[\s,:。]*(.*)$/

/** Reads what may answer an offered place, or a guardian's consent; false where the bot has asked neither. */
export async function answerEnrolment(call: Call, desk: EnrolDesk): Promise<boolean> {
  const words = normalise(call.message.text)
  const agreed = AGREE.exec(words)
  if (agreed) return takeConsent(call, (agreed[1] ?? '').trim())
  const yes = YES.test(words)
  if (!yes && !NO.test(words)) return false
  return answerOffer(call, desk, yes)
}

async function answerOffer(call: Call, { quietHours }: EnrolDesk, yes: boolean): Promise<boolean> {
  const { tx, person, message, now } = call
  const offered = await tx.enrolment.findMany({
    where: { personId: person, offerUntil: { not: null } },
    orderBy: { offerUntil: 'asc' },
    select: { runId: true, run: { select: { course: { select: { title: true, communityId: true } } } } },
  })
  const titled = offered.map(({ runId, run: { course } }) => ({ runId, ...course }))
  const first = meant(call, titled)
  if (!first) return yes && answerMissed(call)
  const known = await runIn(call, first)
  if (!known) return false
  const book = await EnrolmentBook.open(tx, first.runId, { now, quietHours })
  const own = await book.activeOf(person)
  const became = yes ? await book.accept(person, message.id) : await refuse(book, call)
  await book.close()
  const run = { ...known, ...book.run }
  await call.reply(answerText(run, became, own?.party ?? 1))
  await tellChanges(tx, run, book.changes, { now, actors: [person] })
  return true
}

/** Who says 要 to what is gone hears so: nobody else has told them. */
async function answerMissed(call: Call): Promise<boolean> {
  const missed = meant(call, await missedOffers(call.tx, call.person, call.now))
  const run = missed && (await runIn(call, missed))
  if (!run) return false
  await call.reply(answerText(run, missed.became, 1))
  return true
}

/** In a group 要 may be said to anybody: there it is an answer to what it quotes. */
function meant<T extends { readonly title: string }>({ message }: Call, offers: readonly T[]): T | undefined {
  const quoted = message.quotation?.text
  const named = offers.find(({ title }) => quoted?.includes(`《${title}》`))
  return named ?? (quoted === undefined && message.chat.kind === 'private' ? offers[0] : undefined)
}

async function runIn(
  { tx }: Call,
  offer: { readonly runId: number; readonly communityId: number },
): Promise<EnrolmentRun | undefined> {
  const runs = await enrolmentRuns(tx, offer.communityId as CommunityId)
  return runs.find(({ id }) => id === offer.runId)
}

async function refuse(book: EnrolmentBook, { person, message }: Call): Promise<'refused'> {
  await book.leave(person, 'refuse', message.id)
  return 'refused'
}

function answerText(run: EnrolmentRun, became: 'accepted' | 'gone' | 'late' | 'nothing' | 'refused', party: number) {
  switch (became) {
    case 'accepted':
      return confirmedText(run, party)
    case 'gone':
      return `《${run.title}》的名额刚才已经有邻居先要了。您还在候补里，位置不变。`
    case 'refused':
      return `好的，《${run.title}》让给下一位了。`
    default:
      return `《${run.title}》的答复时间已经过了，名额给了下一位。${leftText(run)}还想参加，请再发 /报名 ${run.title}。`
  }
}

async function takeConsent(call: Call, name: string): Promise<boolean> {
  const { tx, person, message, now } = call
  const waiting = await awaitingConsent(tx, person)
  if (waiting.length === 0) return false
  const child = calledInLists(name)
  if (!child) {
    await call.reply('请把孩子的姓名也写上，例如：同意 王小明。名单上只写“王*小朋友”。')
    return true
  }
  const by = { personId: person, account: message.account, messageId: message.id, child, now }
  await consent(
    tx,
    by,
    waiting.map(({ id }) => id),
  )
  const titles = [...new Set(waiting.map(({ title }) => `《${title}》`))].join('')
  await call.reply(`记下了，${titles}名单上写“${child}”。不想参加了，随时发 /取消报名。`)
  return true
}
