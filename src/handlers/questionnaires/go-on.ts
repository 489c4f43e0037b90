import type { Call } from '../../chat/call.ts'
import { closeDialog, type Dialog, type DialogResult, dialogPlace, openDialog } from '../../chat/dialog.ts'
import type { Answer } from '../../questionnaires/answers.ts'
import type { Asked } from '../../questionnaires/path.ts'
import { isOpen } from '../../questionnaires/questionnaire.ts'
import { type Problem, readAnswers } from '../../questionnaires/read-answers.ts'
import { leaveTurn, markBegun, saveAnswers, type Turn, turnWith, unfinishedTurn } from '../../questionnaires/turn.ts'
import { pageText, stillWanted, thanksText } from '../../telling/questionnaires/page-text.ts'
import { forgetPages, pageKey } from '../../telling/questionnaires/pages-said.ts'
import { titled } from '../../telling/questionnaires/title.ts'
import type { SurveyDesk } from './desk.ts'

const SURVEY_DIALOG = 'survey'
/** So long an answer finds its page by itself; after that /问卷 goes on. */
const SURVEY_WAIT_MS = 24 * 60 * 60_000
/** So long everything said is taken for an answer; after that, words alone may mean something else. */
const AT_IT_MS = 30 * 60_000

interface SurveyState {
  readonly turnId: number
  /** the number of the last question that was shown */
  readonly last: number
  /** when the last page was shown or answered, in milliseconds */
  readonly at: number
}

const STOP = /^(?:先停|先不填|以后再填|下次再填|等会儿?再?填|停(?:一下)?|暂停|取消|算了|先放一放)[了吧。.]?$/
const LEAVE = /^(?:不填了?|不想填了?|不参加了?|退出|不做了)[吧。.]?$/
const PASS_ALL = /^(?:都|全部?)?(?:跳过|不想答|不答|略过?)[了吧。.]?$/
/** 3 or 第3题 at the head: it says itself what it answers. */
const NUMBERED = /^(?:第|[Qq])?\s*(\d{1,2})/
/** 1A 2B 3ACD and nothing else: nobody writes so about anything else. */
const BLOCK = /^(?:第?\d{1,2}\s*题?\s*[.、:]?\s*(?:[A-Ja-j]{1,10}|:\s*\d{1,2}|跳过)[\s,;、。]*)+$/

/** Shows what is asked now, and waits for the answers. */
export async function showPage(call: Call, turn: Turn): Promise<void> {
  await markBegun(call.tx, turn)
  await say(call, turn, pageText(turn))
  await wait(call, turn, turn.position.page.at(-1)?.number ?? 0)
}

/** Reads what somebody says in private while a questionnaire asks them. */
export function surveyDialog(desk: SurveyDesk): Dialog {
  return {
    kind: SURVEY_DIALOG,
    waitMs: SURVEY_WAIT_MS,
    answer: async (call, state) => {
      const { turnId, last, at } = state as SurveyState
      const turn = await turnWith(call.tx, turnId)
      if (!turn || turn.done) return 'not mine'
      return answer(call, desk, { turn, last, fresh: call.now.getTime() - at <= AT_IT_MS })
    },
  }
}

/** Takes a block of answers (1A 2B) of somebody who began a questionnaire some time ago. False where it is none. */
export async function answerSurvey(call: Call): Promise<boolean> {
  const text = call.message.text.normalize('NFKC').trim()
  if (call.message.chat.kind !== 'private' || call.message.quotation || !BLOCK.test(text)) return false
  const turn = await unfinishedTurn(call.tx, call.person, call.now)
  if (!turn) return false
  await take(call, turn, turn.position.page.at(-1)?.number ?? 0)
  return true
}

interface Standing {
  readonly turn: Turn
  readonly last: number
  readonly fresh: boolean
}

async function answer(call: Call, desk: SurveyDesk, { turn, last, fresh }: Standing): Promise<DialogResult> {
  const text = call.message.text.normalize('NFKC').trim()
  const { title } = turn.questionnaire
  if (!isOpen(turn.questionnaire, call.now)) {
    if (!fresh && !BLOCK.test(text)) return 'not mine'
    await call.reply(`${titled({ title })}已经截止了，没有收下。谢谢您。`)
    return 'done'
  }
  if (STOP.test(text)) {
    await call.reply('好的，填过的都留着。想接着填就发 /问卷。')
    return 'done'
  }
  if (LEAVE.test(text)) {
    await leaveTurn(call.tx, turn, call.now)
    await forgetPages(call.tx, turn.id, dialogPlace(call.message))
    await call.reply('好的，不填也没关系，办事、报名都不受影响。填过的已经删掉了。')
    return 'done'
  }
  if (PASS_ALL.test(text)) return take(call, turn, last)
  const { answers, problems, wordsAlone } = read(turn, last, call)
  const nothing = answers.size === 0 && problems.length === 0
  const numbered = answers.has(Number(NUMBERED.exec(text)?.[1]))
  if (nothing || (wordsAlone && !numbered)) {
    // Somebody in danger is not to be asked which question that answers.
    if (desk.understanding.glance(call.message.text).danger === 2) return 'not mine'
    if (!fresh && nothing) return 'not mine'
    if (!fresh) {
      const number = [...answers.keys()][0] ?? last
      await call.reply(
        `这句是${titled({ title })}第${number}题的回答吗？是的话，前面写上${number}再发一次，比如：${number} 想说的话。\n要反映事情，请发 /报事 加上地点和情况。`,
      )
      return 'open'
    }
  }
  return take(call, turn, last)
}

/** Keeps what was answered and says what comes next. */
async function take(call: Call, turn: Turn, last: number): Promise<'done' | 'open'> {
  const { answers, problems, unread } = read(turn, last, call)
  const given = new Map<string, Answer>()
  for (const [number, answer] of answers) {
    const question = turn.questionnaire.definition.questions[number - 1]
    if (question) given.set(question.id, answer)
  }
  const next = await saveAnswers(call.tx, turn, given, call.now)
  if (next.done) {
    await forgetPages(call.tx, turn.id, dialogPlace(call.message))
    await closeDialog(call.tx, dialogPlace(call.message))
    await call.reply(thanksText(next))
    return 'done'
  }
  const shown = turn.position.page.filter(({ number }) => number <= last).map(({ number }) => number)
  const open = next.position.page.filter(({ number }) => number <= last)
  // A changed answer may lead to questions that were passed by before.
  const seen = open.every(({ number }) => shown.includes(number))
  if ((seen && open.length > 0) || problems.length > 0) {
    await say(call, turn, stillWanted(open, problems, unread))
    await wait(call, next, Math.max(last, open.at(-1)?.number ?? 0))
  } else await showPage(call, next)
  return 'open'
}

interface Read {
  readonly answers: ReadonlyMap<number, Answer>
  readonly problems: readonly Problem[]
  readonly unread: boolean
  /** what was read is words, which could also be about something else */
  readonly wordsAlone: boolean
}

function read(turn: Turn, last: number, call: Call): Read {
  const { questions } = turn.questionnaire.definition
  const page = turn.position.page.filter(({ number }) => number <= last)
  const text = call.message.text.normalize('NFKC').trim()
  if (PASS_ALL.test(text)) return passed(page)
  const earlier = questions
    .map((question, at): Asked => ({ number: at + 1, question }))
    .filter(({ number, question }) => turn.answers.has(question.id) && !page.some((asked) => asked.number === number))
  const { answers, problems, unread } = readAnswers(call.message.text, { page, earlier, now: call.now })
  const kinds = [...answers.keys()].map((number) => questions[number - 1]?.kind)
  return { answers, problems, unread, wordsAlone: kinds.length > 0 && kinds.every((kind) => kind === 'text') }
}

/** Everything that is still open on the page is passed over, as far as it may be. */
function passed(page: readonly Asked[]): Read {
  const problems = page.filter(({ question }) => question.required)
  return {
    answers: new Map(page.filter(({ question }) => !question.required).map(({ number }) => [number, null])),
    problems: problems.map(({ number }) => ({ number, why: 'required' })),
    unread: false,
    wordsAlone: false,
  }
}

async function say(call: Call, turn: Turn, text: string): Promise<void> {
  const { chat, id } = call.message
  await call.say({ chat, text, priority: 'reply', key: pageKey(turn.id, `${call.message.account}:${id}`) })
}

async function wait(call: Call, turn: Turn, last: number): Promise<void> {
  const state: SurveyState = { turnId: turn.id, last, at: call.now.getTime() }
  await openDialog(call.tx, dialogPlace(call.message), {
    kind: SURVEY_DIALOG,
    state: { ...state },
    expiresAt: new Date(call.now.getTime() + SURVEY_WAIT_MS),
  })
}
