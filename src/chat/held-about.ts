import type { Tx } from '../database/database.ts'
import { Prisma } from '../database/types.ts'
import type { Holding, Identity, Whose } from '../personal/holding.ts'
import { formatMoment } from '../time/format.ts'
import { forgetSaid } from './forget-said.ts'
import { NO_LAST_WORDS } from './last-words.ts'
import { forgetSecretsAbout } from './secret-words.ts'

/** What passes through the chat: what somebody is just saying or being asked, and what the bot said to them. */
export const heldAboutTalk: Holding = {
  area: '和小格的对话',
  models: ['HandledMessage', 'Dialog', 'RecentPhoto', 'Burst', 'OutboxMessage', 'OutboxAbout'],

  async tell(tx, { person, identities }, now) {
    const theirs = { OR: identities.map(spokenBy) }
    const handled = await tx.handledMessage.count({ where: theirs })
    const dialogs = await tx.dialog.findMany({ where: theirs })
    const photos = await tx.recentPhoto.findMany({ where: theirs, orderBy: { id: 'asc' } })
    const bursts = await tx.burst.findMany({ where: theirs, orderBy: { id: 'asc' } })
    const said = await tx.outboxMessage.findMany({
      where: { AND: [{ OR: identities.map(saidTo) }, NO_LAST_WORDS], text: { not: '' } },
      orderBy: { id: 'asc' },
      select: { createdAt: true, text: true },
    })
    const secrets = await tx.outboxAbout.count({ where: { personId: person } })
    if (handled + dialogs.length + photos.length + bursts.length + said.length + secrets === 0) return undefined
    return {
      summary: `办过您 ${handled} 条消息，只记编号和时间；小格私聊里对您说的 ${said.length} 条`,
      lines: [
        `办过的消息 ${handled} 条，只记编号、时间和在哪个群，不记内容`,
        ...photos.map(({ at, fileName }) => `${formatMoment(at, now)}您发过${fileName ?? '一张图片'}，只记有这回事`),
        ...bursts.flatMap(({ parts }) => partsOf(parts).map((text) => `您刚说的“${text}”，还没有读完`)),
        ...dialogs.map(({ expiresAt }) => `小格问了您一句，等到${formatMoment(expiresAt, now)}`),
        ...(secrets > 0 ? [`讲到您的私密消息 ${secrets} 条，加密放着，送到后就清掉`] : []),
        ...said.map(({ createdAt, text }) => `${formatMoment(createdAt, now)}小格说：${text}`),
      ],
    }
  },

  async forget(tx, whose, now) {
    // To whomever it was to be said.
    const secrets = await forgetSecretsAbout(tx, whose.person, now)
    if (whose.identities.length === 0) return secrets
    const theirs = { OR: whose.identities.map(spokenBy) }
    const rows = await forgetSaid(tx, whose)
    const dialogs = await tx.dialog.deleteMany({ where: theirs })
    const photos = await tx.recentPhoto.deleteMany({ where: theirs })
    const bursts = await tx.burst.deleteMany({ where: theirs })
    return secrets + rows + dialogs.count + photos.count + bursts.count + (await forgetHandled(tx, whose))
  },
}

/** That a message was handled has to stay, or delivered again it would be done again; by whom need not. */
async function forgetHandled(tx: Tx, { identities }: Whose): Promise<number> {
  let count = 0
  for (const { account, contactId } of identities) {
    const done = await tx.handledMessage.updateMany({
      where: { account, contactId },
      data: { contactId: '', undo: Prisma.DbNull },
    })
    // In private the chat is called as the person is.
    await tx.handledMessage.updateMany({ where: { account, chatId: contactId }, data: { chatId: '' } })
    count += done.count
  }
  return count
}

const spokenBy = ({ account, contactId }: Identity) => ({ account, contactId })
const saidTo = ({ account, contactId }: Identity) => ({ account, chatKind: 'PRIVATE' as const, chatId: contactId })

function partsOf(parts: Prisma.JsonValue): string[] {
  const written = parts as unknown as readonly { readonly text: string }[]
  return written.flatMap(({ text }) => (text === '' ? [] : [text]))
}
