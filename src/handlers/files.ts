import { type FileProblem, LARGEST_FILE } from '../attachments/store.ts'
import type { TakenFile } from '../chat/call.ts'
import type { IncomingMessage } from '../chat/incoming.ts'
import type { FileIntake, TakenPhotos } from '../chat/router.ts'
import { groupOf } from '../community/groups.ts'
import type { MessageId } from '../ids.ts'
import { fetchAndKeep } from './fetch-and-keep.ts'
import type { PhotoDesk } from './photos.ts'
import { sentBefore } from './sent-before.ts'

/** Who has more to hand in than this sends it bit by bit. */
const MOST_FILES = 9
const UNNAMED = '文件'

const PROBLEMS: Readonly<Record<FileProblem | 'not fetched', string>> = {
  empty: '没有传过来，请再发一次。',
  'too large': '超过20兆，小格收不下。请压缩一下，或者分成几份再发。',
  'not fetched': '没有取到，请再发一次。',
}

/** Fetches files that are no pictures (documents) from the chat and keeps them, where a command or a dialog takes them. */
export function fileIntake(desk: PhotoDesk): FileIntake {
  const takeAll = async (
    { account }: IncomingMessage,
    sent: readonly { readonly id: MessageId; readonly name: string }[],
  ): Promise<TakenPhotos> => {
    const files: TakenFile[] = []
    const problems: string[] = []
    const keep = (bytes: Uint8Array) => desk.store.keepFile(bytes)
    // Side by side: the chat's other messages wait for this.
    const all = await Promise.all(
      sent.map(async (each) => ({ ...each, taken: await fetchAndKeep(desk, each.id, keep, LARGEST_FILE) })),
    )
    for (const { id, name, taken } of all) {
      if (typeof taken === 'string') problems.push(`“${name}”${PROBLEMS[taken]}`)
      else files.push({ ...taken, account, messageId: id, name })
    }
    return { photos: [], files, problems }
  }
  return {
    of: (message) => takeAll(message, [{ id: message.id, name: message.fileName ?? UNNAMED }]),
    before: async (message) => {
      const notes = await sentBefore(desk, message, 'files', MOST_FILES)
      const sent = notes.map(({ messageId, fileName }) => ({ id: messageId as MessageId, name: fileName ?? UNNAMED }))
      return takeAll(message, sent)
    },
    remember: async ({ account, id: messageId, chat, sender, at, fileName = UNNAMED }) => {
      desk.heard.note(at)
      await desk.database.transaction(async (tx) => {
        // Only where the bot is at work: what is sent in other groups is none of its business.
        if (chat.kind === 'group' && !(await groupOf(tx, account, chat.id))) return
        const where = { account_messageId: { account, messageId } }
        const note = { account, messageId, chatId: chat.id, contactId: sender.id, at, fileName }
        await tx.recentPhoto.upsert({ where, create: note, update: {} })
      })
    },
  }
}
