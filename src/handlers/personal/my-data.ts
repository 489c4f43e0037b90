import type { StoredFile } from '../../attachments/store.ts'
import type { Call } from '../../chat/call.ts'
import { command } from '../../chat/command.ts'
import type { IncomingMessage } from '../../chat/incoming.ts'
import { writeAudit } from '../../community/audit.ts'
import { findPerson } from '../../community/people.ts'
import type { Database } from '../../database/database.ts'
import { type TellsOf, tellPerson } from '../../personal/tell-person.ts'
import { formatMoment } from '../../time/format.ts'
import { HOLDINGS } from './holdings.ts'

export interface PersonalDesk {
  /** keeps a text as a file */
  readonly keepText: (text: string) => Promise<StoredFile>
}

/** Lines of more characters than this go into a file: with the summary before them that is what a screen holds. */
const LONGEST_IN_CHAT = 250
/** More lines of one area are left out of the file, the oldest first. */
const LINES_OF_AREA = 5000

interface Prepared {
  readonly told: readonly TellsOf[]
  /** left out where all of it fits into the message */
  readonly file?: StoredFile | undefined
}

/** 我的资料: everything that the bot holds about whoever asks (PIPL 45). */
export function myDataCommand({ keepText }: PersonalDesk, database: Database) {
  return command({
    section: 'everybody',
    who: ['everybody'],
    where: 'private',
    name: '我的资料',
    aliases: ['mydata', 'wdzl'],
    what: '看小格记了我什么',
    example: '/我的资料',
    args: {},
    prepare: async (message: IncomingMessage, _values, now: Date): Promise<Prepared | undefined> => {
      if (message.chat.kind !== 'private') return undefined
      const { client } = database
      const person = await findPerson(client, message.account, message.sender.id)
      if (person === undefined) return undefined
      const told = await tellPerson(client, HOLDINGS, person, now)
      const lines = told.flatMap((area) => area.lines).join('\n')
      return { told, file: lines.length > LONGEST_IN_CHAT ? await keepText(wholeText(told, now)) : undefined }
    },
    run: (call: Call, _values, prepared) => tell(call, prepared as Prepared | undefined),
  })
}

async function tell(call: Call, prepared: Prepared | undefined): Promise<void> {
  // Whoever has never had to do with the bot is known by this very message.
  const { told, file }: Prepared = prepared ?? { told: await tellPerson(call.tx, HOLDINGS, call.person, call.now) }
  await writeAudit(call.tx, {
    at: call.now,
    by: call.person,
    action: 'person.tell',
    subject: `person:${call.person}`,
    data: { areas: told.map(({ area }) => area) },
  })
  const [first, ...others] = told
  if (first && others.length === 0) {
    return call.reply(`${first.summary}，是您给小格发消息时记下的。别的什么也没有，您在群里聊天小格不存。`)
  }
  const summaries = told.map(({ area, summary }) => `${area}：${summary}。`)
  const all = file ? [] : told.flatMap(({ lines }) => lines)
  await call.reply(
    [
      '小格记着您的这些：',
      ...summaries,
      ...(file ? ['每一条都写在下面的文件里。'] : ['', ...all]),
      '',
      '看过就好，不用回。要全部删掉，发 /删除我的资料。',
    ].join('\n'),
  )
  if (!file) return
  await call.say({
    chat: call.message.chat,
    text: '',
    priority: 'reply',
    file: { sha256: file.sha256, name: '我的资料.txt' },
  })
}

function wholeText(told: readonly TellsOf[], now: Date): string {
  const areas = told.map(({ area, lines }) => {
    const left = Math.max(0, lines.length - LINES_OF_AREA)
    const head = left > 0 ? [`更早的 ${left} 条没有列出。`] : []
    return [`【${area}】`, ...head, ...lines.slice(left)].join('\n')
  })
  return [`小格记着您的资料，${formatMoment(now, now)}`, ...areas].join('\n\n')
}
