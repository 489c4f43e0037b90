import { optionalWord } from '../chat/arguments.ts'
import { audiencesOf, type Call } from '../chat/call.ts'
import { type Command, command } from '../chat/command.ts'
import { answerToWrongPlace, helpFor, helpText } from '../chat/help.ts'
import { type CommandIndex, findCommand } from '../chat/parser.ts'

/** 帮助: what this person may do here. `commands` is asked for late, because the help is one of them. */
export function helpCommand(commands: () => { list: readonly Command<Call>[]; index: CommandIndex<Call> }) {
  return command({
    name: '帮助',
    aliases: ['help', 'bz', '?'],
    what: '看能做什么',
    example: '/帮助 报事',
    section: 'everybody',
    who: ['everybody'],
    where: 'both',
    worksUnbound: true,
    args: { about: optionalWord('命令') },
    run: async (call: Call, { about }) => {
      const { list, index } = commands()
      const audiences = audiencesOf(call.roles)
      const one = about === undefined ? undefined : findCommand(index, about)
      if (one?.discreet && call.message.chat.kind === 'group') return call.reply(answerToWrongPlace(one))
      if (one) return call.reply(helpFor(one))
      await call.reply(helpText(list, { audiences, where: call.message.chat.kind }))
    },
  })
}
