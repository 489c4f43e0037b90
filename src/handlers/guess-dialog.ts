import type { Call } from '../chat/call.ts'
import { type Dialog, type DialogResult, openDialog, openDialogAt } from '../chat/dialog.ts'
import { quotedIssueNumbers } from '../chat/issue-number.ts'
import { lastSaid } from '../chat/said-since.ts'
import type { Tx } from '../database/database.ts'
import type { AccountId, ChatId, ContactId } from '../ids.ts'
import { answeredBy } from '../issues/answered.ts'
import { hatsOn } from '../issues/choose-hat.ts'
import { isGuess } from '../issues/guess.ts'
import { issueByNumber, type PlacedIssue } from '../issues/issue.ts'
import { askWhetherIssue, type GuessHints, spotsToAsk } from '../telling/guess.ts'
import { waitingFor } from './answer-question.ts'
import { doToIssue, type IssueDesk } from './issue-act.ts'
import { type ShortAnswer, shortAnswer } from './short-answer.ts'
import { teachFrom, teachTalk } from './teach-from.ts'

const GUESS_DIALOG = 'guess'
/** So long a bare 登记 means what was asked; later it has to quote the question or name the number. */
const GUESS_WAITS_MS = 24 * 60 * 60_000

/** Asks those at work whether somebody's words are to be an issue. False: nobody can be asked in private. */
export async function askWorker(call: Call, issue: PlacedIssue, hints: GuessHints): Promise<boolean> {
  const { tx, now } = call
  const spots = await askWhetherIssue(tx, issue, hints, now)
  for (const { account, chat } of spots) await waitForAnswer(tx, account, chat.id, issue.number, now)
  return spots.length > 0
}

/** A yes or a no has been taken back: one word answers it again, for whoever gave it and for everybody who was asked. */
export async function waitAgain({ tx, message, now }: Call, issue: PlacedIssue): Promise<void> {
  const { account, chat } = message
  if (chat.kind === 'private') await waitForAnswer(tx, account, chat.id, issue.number, now)
  for (const spot of await spotsToAsk(tx, issue)) await waitForAnswer(tx, spot.account, spot.chat.id, issue.number, now)
}

async function waitForAnswer(tx: Tx, account: AccountId, chatId: ChatId, number: number, now: Date): Promise<void> {
  // A private chat bears its contact's id.
  const place = { account, chatId, contactId: chatId as string as ContactId }
  const open = await openDialogAt(tx, place, now)
  // Who is in the middle of something else answers by quoting.
  if (open && open.kind !== GUESS_DIALOG) return
  const before = open ? (open.state as { numbers: number[] }).numbers : []
  const expiresAt = new Date(now.getTime() + GUESS_WAITS_MS)
  const numbers = [...before.filter((each) => each !== number), number]
  await openDialog(tx, place, { kind: GUESS_DIALOG, state: { numbers }, expiresAt })
}

/** 登记 or 不是, said to the bot's question in private. */
export function guessDialog(desk: IssueDesk): Dialog {
  return {
    kind: GUESS_DIALOG,
    waitMs: GUESS_WAITS_MS,
    answer: async (call: Call, state: unknown): Promise<DialogResult> => {
      const { numbers } = state as { numbers: number[] }
      const waiting = await guessesAmong(call, numbers)
      const answer = answerIn(call)
      if (!answer) return (await hint(call, desk, waiting)) ? 'open' : 'not mine'
      if (answer.number !== undefined && !numbers.includes(answer.number)) return 'not mine'
      const number = answer.number ?? (waiting.length > 1 ? undefined : (waiting[0] ?? numbers.at(-1)))
      if (number === undefined) {
        const list = waiting.map((each) => `#${each}`).join('、')
        await call.reply(
          `有${waiting.length}件在等：${list}。请写上号码，例如：${answer.yes ? '登记' : '不是'} ${waiting[0]}。`,
        )
        return 'open'
      }
      if (!waiting.includes(number)) {
        // Somebody else was faster. A mere 好的 need not have been meant for it.
        if (!answer.plain || !(await tellSettled(call, number))) return 'not mine'
        return waiting.length > 0 ? 'open' : 'done'
      }
      if (!answer.plain && !(await wasSpokenOfLast(call, number))) {
        await call.reply(`${ONE_WORD}，说的是 #${number}。`)
        return 'open'
      }
      await settle(call, desk, number, answer.yes)
      return waiting.length > 1 ? 'open' : 'done'
    },
  }
}

/** The same as an answer that quotes the question, whatever else is going on in that chat. False: it is none. */
export async function answerGuess(call: Call, desk: IssueDesk): Promise<boolean> {
  const answer = answerIn(call)
  if (answer?.number === undefined || call.message.chat.kind !== 'private') return false
  const [waiting] = await guessesAmong(call, [answer.number])
  if (waiting === undefined) return answer.plain && (await tellSettled(call, answer.number))
  await settle(call, desk, waiting, answer.yes)
  return true
}

type Answer = Pick<ShortAnswer, 'yes' | 'plain' | 'number'>

/** What is quoted says which is meant, and that it is meant. */
function answerIn({ message }: Call): Answer | undefined {
  const answer = shortAnswer(message.text)
  const [quoted] = quotedIssueNumbers(message.quotation)
  if (!answer || answer.number !== undefined || quoted === undefined) return answer
  return { yes: answer.yes, plain: true, number: quoted }
}

/** Those of the numbers that still wait for a yes or a no, and for this person's. */
async function guessesAmong(call: Call, numbers: readonly number[]): Promise<number[]> {
  const waiting: number[] = []
  for (const number of numbers) {
    const issue = await issueToAnswer(call, number)
    if (issue && isGuess(issue)) waiting.push(number)
  }
  return waiting
}

/** To everybody but those at work on it there is no such number. */
async function issueToAnswer({ tx, community, person, roles }: Call, number: number): Promise<PlacedIssue | undefined> {
  if (community === undefined) return undefined
  const issue = await issueByNumber(tx, community, number)
  const hats = issue ? await hatsOn(tx, issue, { personId: person, roles }) : []
  return hats.includes('worker') || hats.includes('staff') ? issue : undefined
}

async function tellSettled(call: Call, number: number): Promise<boolean> {
  const issue = await issueToAnswer(call, number)
  const answered = issue && (await answeredBy(call.tx, issue, call.person))
  if (!answered) return false
  await call.reply(`#${number} ${answered}，不用再答。`)
  return true
}

/** Whether the last thing the bot said in this chat was about that issue. */
async function wasSpokenOfLast(call: Call, number: number): Promise<boolean> {
  const last = await lastSaid(call.tx, { account: call.message.account, chatId: call.message.chat.id })
  return last?.issueId != null && last.issueId === (await issueToAnswer(call, number))?.id
}

/** Says how to answer, where what was said is nothing else either. */
async function hint(call: Call, desk: IssueDesk, waiting: readonly number[]): Promise<boolean> {
  const { text, quotation } = call.message
  const [first] = waiting
  if (first === undefined || text.length > LONGEST_ANSWER) return false
  // 受理 1 is a command that was written without its slash.
  const [named] = /\d+/.exec(text) ?? []
  if (named !== undefined && !waiting.includes(Number(named))) return false
  if (quotation && !quotedIssueNumbers(quotation).some((number) => waiting.includes(number))) return false
  if ((await waitingFor(call.tx, call.message)) !== undefined) return false
  const { register, kind } = desk.understanding.glance(text)
  if (register !== 'no' || kind === '咨询') return false
  await call.reply(
    waiting.length > 1 ? `${ONE_WORD}，写上号码，例如：登记 ${first}。` : `${ONE_WORD}，说的是 #${first}。`,
  )
  return true
}

async function settle(call: Call, desk: IssueDesk, number: number, yes: boolean): Promise<void> {
  const { issue } = yes
    ? await doToIssue(call, desk, number, { action: 'confirm', input: {} })
    : await doToIssue(call, desk, number, { action: 'void', input: { reason: NOT_AN_ISSUE } })
  if (yes) await teachFrom(call, desk, issue.words, { kind: '报事', category: issue.category })
  else await teachTalk(call, desk, issue)
}

const ONE_WORD = '请回「登记」或「不是」'
/** Who writes more than this has more to say than yes or no. */
const LONGEST_ANSWER = 20
/** What is written down with a guess that was none. */
const NOT_AN_ISSUE = '不是要反映的事'
