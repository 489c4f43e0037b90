import { optionalWords, ownWords } from '../chat/arguments.ts'
import type { Call } from '../chat/call.ts'
import { command } from '../chat/command.ts'
import { ensurePerson } from '../community/people.ts'
import type { ContactId, PersonId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import { answerGuess } from './guess-dialog.ts'
import { finish, type IssueDesk } from './issue-act.ts'
import { askWhereIfUnknown, type Registration, register } from './register.ts'
import { teachFrom } from './teach-from.ts'

/** 登记 12 answers a question that has been settled by somebody else; it is nobody's report. */
const ONLY_A_NUMBER = /^\s*#?\d{1,7}\s*号?\s*$/

/** 报事: what a resident writes becomes an issue. */
export function reportCommands(desk: IssueDesk) {
  const reportCommand = command({
    name: '报事',
    aliases: ['报修', 'issue', 'bs'],
    what: '反映一件事',
    example: '/报事 3号楼2单元楼道灯不亮',
    section: 'everybody',
    who: ['everybody'],
    where: 'both',
    args: { words: ownWords('地点和情况') },
    takesPhotos: true,
    run: (call: Call, { words }) => take(call, desk, { words, reporter: call.person, byCommand: true }),
  })

  const registerCommand = command({
    name: '登记',
    aliases: ['register', 'dj'],
    what: '替居民登记一件事',
    usage: '引用居民的话发 /登记',
    example: '/登记',
    section: 'worker',
    who: ['worker', 'staff'],
    where: 'both',
    args: { words: optionalWords('地点和情况') },
    takesPhotos: true,
    run: async (call: Call, { words }) => {
      // 登记 as the answer to 这是要反映的事吗
      if (await answerGuess(call, desk)) return
      const { quotation } = call.message
      const text = [quotation?.text, words].filter((part) => part?.trim()).join('\n')
      if (ONLY_A_NUMBER.test(text)) throw new Refusal('这一件没有在等您回答：可能别人已经答过了。')
      if (!text || quotation?.fromBot) throw new Refusal('请引用居民说的那句话，再发 /登记。')
      await take(call, desk, { words: text, reporter: await quotedPerson(call), onBehalf: true })
    },
  })
  return [reportCommand, registerCommand]
}

async function take(call: Call, desk: IssueDesk, registration: Registration): Promise<void> {
  const done = await register(call, desk, registration)
  // Who registers somebody's words says that they are an issue.
  if (registration.onBehalf) {
    await teachFrom(call, desk, registration.words, { kind: '报事', category: done.issue.category })
  }
  await finish(call, done)
  await askWhereIfUnknown(call, done)
}

/** Whose words are quoted: only where the chat knows it for sure; otherwise it counts as told by whoever registers it. */
async function quotedPerson(call: Call): Promise<PersonId> {
  const { account, quotation, mentions } = call.message
  const [mentioned] = mentions
  const contact: { id: ContactId; name: string } | undefined =
    mentions.length === 1 && mentioned
      ? mentioned
      : quotation?.authorId && { id: quotation.authorId, name: quotation.author }
  if (!contact) return call.person
  return ensurePerson(call.tx, { account, contactId: contact.id, displayName: contact.name, now: call.now })
}
