import type { Call } from '../chat/call.ts'
import { type Dialog, type DialogResult, openDialog, openDialogAt } from '../chat/dialog.ts'
import { quotedIssueNumbers } from '../chat/issue-number.ts'
import { normalise } from '../chat/normalise.ts'
import type { Tx } from '../database/database.ts'
import type { AccountId, ChatId, CommunityId, ContactId } from '../ids.ts'
import { isGuess } from '../issues/guess.ts'
import { issueByNumber, type PlacedIssue } from '../issues/issue.ts'
import { askWhetherIssue, type GuessHints } from '../telling/guess.ts'
import { communityFor, doToIssue, type IssueDesk } from './issue-act.ts'
import { teachFrom } from './teach-from.ts'

const GUESS_DIALOG = 'guess'
/** So long a bare 登记 means what was asked; later it has to quote the question or name the number. */
const GUESS_WAITS_MS = 24 * 60 * 60_000

const YES = /^(登记一?下?|登|要?登记|是的?|对的?|是反映)$/
const NO = /^(不是的?|不用|不登记|不要|不算|没事|闲聊)$/
const NUMBER_BEHIND = /[ :]?#?(\d{1,7})号?$/

/** Asks those at work whether somebody's words are to be an issue. False: nobody can be asked in private. */
export async function askWorker(call: Call, issue: PlacedIssue, hints: GuessHints): Promise<boolean> {
  const { tx, now } = call
  const spots = await askWhetherIssue(tx, issue, hints, now)
  for (const { account, chat } of spots) await waitForAnswer(tx, account, chat.id, issue.number, now)
  return spots.length > 0
}

async function waitForAnswer(tx: Tx, account: AccountId, chatId: ChatId, number: number, now: Date): Promise<void> {
  // A private chat bears its contact's id.
  const place = { account, chatId, contactId: chatId as string as ContactId }
  const open = await openDialogAt(tx, place, now)
  // Who is in the middle of something else answers by quoting.
  if (open && open.kind !== GUESS_DIALOG) return
  const before = open ? (open.state as { numbers: number[] }).numbers : []
  const expiresAt = new Date(now.getTime() + GUESS_WAITS_MS)
  await openDialog(tx, place, { kind: GUESS_DIALOG, state: { numbers: [...before, number] }, expiresAt })
}

/** 登记 or 不是, said to the bot's question in private. */
export function guessDialog(desk: IssueDesk): Dialog {
  return {
    kind: GUESS_DIALOG,
    waitMs: GUESS_WAITS_MS,
    answer: async (call: Call, state: unknown): Promise<DialogResult> => {
      const answer = answerIn(call)
      if (!answer) return 'not mine'
      const waiting = await guessesAmong(call, (state as { numbers: number[] }).numbers)
      if (answer.number !== undefined && !waiting.includes(answer.number)) return 'not mine'
      const number = answer.number ?? (waiting.length === 1 ? waiting[0] : undefined)
      if (number === undefined) {
        // What was asked has been answered by somebody else in the meantime.
        if (waiting.length === 0) return 'not mine'
        const list = waiting.map((each) => `#${each}`).join('、')
        await call.reply(
          `有${waiting.length}件在等：${list}。请写上号码，例如：${answer.yes ? '登记' : '不是'} ${waiting[0]}。`,
        )
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
  if (waiting === undefined) return false
  await settle(call, desk, waiting, answer.yes)
  return true
}

function answerIn({ message }: Call): { yes: boolean; number: number | undefined } | undefined {
  const text = normalise(message.text)
    .trim()
    .replace(/[。.!~]+$/, '')
  const word = text.replace(NUMBER_BEHIND, '').trim()
  const yes = YES.test(word)
  if (!yes && !NO.test(word)) return undefined
  const quoted = quotedIssueNumbers(message.quotation)
  const written = NUMBER_BEHIND.exec(text)?.[1]
  return { yes, number: written ? Number(written) : quoted[0] }
}

/** Those of the numbers that still wait for a yes or a no. */
async function guessesAmong(call: Call, numbers: readonly number[]): Promise<number[]> {
  const communityId: CommunityId = communityFor(call)
  const waiting: number[] = []
  for (const number of numbers) {
    const issue = await issueByNumber(call.tx, communityId, number)
    if (issue && isGuess(issue)) waiting.push(number)
  }
  return waiting
}

async function settle(call: Call, desk: IssueDesk, number: number, yes: boolean): Promise<void> {
  const { issue } = yes
    ? await doToIssue(call, desk, number, { action: 'confirm', input: {} })
    : await doToIssue(call, desk, number, { action: 'void', input: { reason: NOT_AN_ISSUE } })
  await teachFrom(call, desk, issue.words, yes ? { kind: '报事', category: issue.category } : TALK)
}

const TALK = { kind: '闲聊', category: undefined } as const
/** What is written down with a guess that was none. */
const NOT_AN_ISSUE = '不是要反映的事'
