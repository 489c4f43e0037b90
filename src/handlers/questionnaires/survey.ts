import { optionalWords } from '../../chat/arguments.ts'
import type { Call } from '../../chat/call.ts'
import { command, type Wording } from '../../chat/command.ts'
import type { IncomingMessage } from '../../chat/incoming.ts'
import { wordingOf } from '../../chat/wording.ts'
import { questionnairesOf } from '../../questionnaires/questionnaire.ts'
import { openFor, takeTurn } from '../../questionnaires/turn.ts'
import { Refusal } from '../../refusal.ts'
import { communityFor } from '../issue-act.ts'
import { chooseFrom, HOW_TO_OPEN, listed } from './choose.ts'
import type { SurveyDesk } from './desk.ts'
import { showPage } from './go-on.ts'
import { closeEarly, openForGrids } from './office.ts'
import { prepareResult, type ReadyResult, tellResult } from './result.ts'

/** 问卷: what asks me something, and on from where I was. The staff open, end and read them; volunteers enter paper forms. */
export function surveyCommand(desk: SurveyDesk) {
  return command({
    name: '问卷',
    aliases: ['survey', 'wj'],
    what: '填社区的问卷',
    example: '/问卷',
    section: 'everybody',
    who: ['everybody'],
    where: 'private',
    usage: '/问卷',
    args: { words: optionalWords('哪份') },
    prepare: async (message: IncomingMessage, { words }, now: Date) => {
      const asked = subcommandOf(words)
      if (message.chat.kind !== 'private' || !(asked?.name === '结果' || asked?.name === '导出')) return undefined
      const what = asked.name === '结果' ? 'show' : 'export'
      return prepareResult(desk, message, { what, words: asked.rest.own }, now)
    },
    run: async (call: Call, { words }, prepared) => {
      const asked = subcommandOf(words)
      if (!asked) return goOn(call, words)
      await SUBCOMMANDS[asked.name](call, desk, asked.rest, prepared as ReadyResult | undefined)
    },
  })
}

type Subcommand = (call: Call, desk: SurveyDesk, rest: Wording, ready: ReadyResult | undefined) => Promise<void>

const SUBCOMMANDS = {
  发: (call, desk, rest) => {
    checkStaff(call)
    return openForGrids(call, desk, rest)
  },
  截止: (call, _, rest) => {
    checkStaff(call)
    return closeEarly(call, rest.own)
  },
  结果: (call, _, rest, ready) => {
    checkStaff(call)
    return tellResult(call, { what: 'show', words: rest.own }, ready)
  },
  导出: (call, _, rest, ready) => {
    checkStaff(call)
    return tellResult(call, { what: 'export', words: rest.own }, ready)
  },
  代填: (call, _, rest) => enterPaper(call, rest.own),
} satisfies Readonly<Record<string, Subcommand>>

function subcommandOf(words: string | undefined) {
  if (words === undefined) return undefined
  const said = wordingOf(words)
  for (const name of Object.keys(SUBCOMMANDS) as (keyof typeof SUBCOMMANDS)[]) {
    if (said.text.startsWith(name)) return { name, rest: said.after(name.length) }
  }
  return undefined
}

/** Lists what asks somebody something; where it is one thing, or they say which, goes on with it. */
async function goOn(call: Call, words: string | undefined): Promise<void> {
  const { person, community: communityId, now } = call
  const open = await openFor(call.tx, { person, communityId, now })
  if (open.length === 0) {
    const staff = isStaff(call) ? `\n发一份：${HOW_TO_OPEN.replace('比如：', '')}` : ''
    return call.reply(`现在没有要您填的问卷。${staff}`)
  }
  const one = words === undefined ? (open.length === 1 ? open[0] : undefined) : chooseFrom(open, words)
  if (one) return showPage(call, await takeTurn(call.tx, one, { person }, now))
  await call.reply(`有${open.length}份问卷：${listed(open)}\n想填哪份，发 /问卷 加上序号，比如 /问卷 1。`)
}

/** A paper form, entered by somebody who helps: recorded as theirs to have entered, and nobody's to have answered. */
async function enterPaper(call: Call, words: string): Promise<void> {
  const communityId = communityFor(call)
  const helps = call.roles.some(
    ({ kind, communityId: where }) =>
      where === communityId && ['VOLUNTEER', 'GRID_WORKER', 'STAFF', 'SECRETARY'].includes(kind),
  )
  if (!helps) throw new Refusal('代填纸质问卷由志愿者、网格员和社区工作人员来做。您自己填，发 /问卷。')
  const all = (await questionnairesOf(call.tx, communityId, ['OPEN'])).filter(({ gridIds }) => gridIds.length > 0)
  if (all.length === 0) throw new Refusal('现在没有可以代填的问卷。')
  const one = chooseFrom(all, words)
  await showPage(call, await takeTurn(call.tx, one, { enteredBy: call.person }, call.now))
}

function isStaff({ roles, community }: Call): boolean {
  return roles.some(({ kind, communityId }) => communityId === community && (kind === 'STAFF' || kind === 'SECRETARY'))
}

function checkStaff(call: Call): void {
  if (!isStaff(call)) throw new Refusal('发问卷、看结果由社区工作人员来做。您要填问卷，发 /问卷。')
}
