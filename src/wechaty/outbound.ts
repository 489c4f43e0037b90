import { FileBox, type FileBoxInterface } from 'file-box'
import { type OutgoingMessage, SendRejected } from '../chat/gateway.ts'
import type { MessageId } from '../ids.ts'
import { nameInRoom } from './members.ts'
import type { Puppet } from './puppet.ts'
import { TimedOut, withinTime } from './time-limit.ts'

/**
 * Says one message through a puppet, within `timeoutMs` from the moment the words leave us. The puppet is spoken to
 * directly: Wechaty's `say` reads the message back after sending it, and when that fails one could not tell whether the
 * message was said.
 *
 * @throws SendRejected when it certainly was not said; any other error leaves that open
 */
export async function say(
  puppet: Puppet,
  message: OutgoingMessage,
  timeoutMs: number,
): Promise<{ readonly messageId?: MessageId | undefined }> {
  const words = await withinTime(prepare(puppet, message), timeoutMs, 'finding the chat').catch((error) => {
    throw new SendRejected(textOf(error), { cause: error })
  })
  const sending =
    typeof words === 'string'
      ? puppet.messageSendText(message.chat.id, words, [...message.mentions])
      : puppet.messageSendFile(message.chat.id, words)
  try {
    const id = await withinTime(sending, timeoutMs, 'sending')
    return { messageId: id ? (id as MessageId) : undefined }
  } catch (error) {
    throw wasRefused(error) ? new SendRejected(textOf(error), { cause: error }) : error
  }
}

/** Everything that can fail before a word has left. */
async function prepare(puppet: Puppet, message: OutgoingMessage): Promise<string | FileBoxInterface> {
  if (!puppet.isLoggedIn) throw new Error('no account is logged in')
  const { chat } = message
  const file = message.picture ?? message.file
  if (chat.kind === 'group') await puppet.roomPayload(chat.id)
  else await puppet.contactPayload(chat.id)
  if (file) {
    if (file.bytes.length === 0) throw new Error('a file of 0 bytes')
    // Not fromBuffer: a small file in that form cannot be written to a gateway.
    return FileBox.fromBase64(Buffer.from(file.bytes).toString('base64'), file.name)
  }
  if (chat.kind === 'private' || message.mentions.length === 0) return message.text
  const names = await Promise.all(message.mentions.map((id) => nameInRoom(puppet, chat.id, id)))
  const called = names.filter(Boolean).map((name) => `@${name}`)
  // As Wechaty writes it: U+2005 between, a plain blank after the last.
  return called.length > 0 ? `${called.join('\u2005')} ${message.text}` : message.text
}

/**
 * Takes back a message of the account's own; false where the puppet or the chat does not.
 *
 * @throws where it may have been: no answer, or the connection broke
 */
export async function recall(puppet: Puppet, id: MessageId, timeoutMs: number): Promise<boolean> {
  try {
    return await withinTime(puppet.messageRecall(id), timeoutMs, 'recalling')
  } catch (error) {
    if (error instanceof TimedOut || NO_ANSWER.has(codeOf(error) ?? 0)) throw error
    return false
  }
}

/** The gRPC status codes with which a gateway says no: invalid argument, not found, no permission, … */
const REFUSALS = new Set([3, 5, 7, 9, 12, 16])
const UNAVAILABLE = 14
/** Cancelled, past its deadline, no connection. */
const NO_ANSWER = new Set([1, 4, UNAVAILABLE])
/** Puppets have no codes, only words. Where none of these is said, the message may have been said. */
const REFUSAL_WORDS =
  /not logged ?in|not (?:a |an |your )?friend|no such |not found|(?:does ?n[o']t|not) exist|\brefused\b|not in (?:the |this )?(?:room|group)|未登录|不是.{0,4}好友|非好友|不存在|已被移出/i

/** Whether an error of sending says that the message certainly was not said. */
function wasRefused(error: unknown): boolean {
  const code = codeOf(error)
  if (code !== undefined && REFUSALS.has(code)) return true
  // A connection that was never made took no message; one that broke may have.
  if (code === UNAVAILABLE) return /No connection established|ECONNREFUSED/.test(textOf(error))
  return REFUSAL_WORDS.test(textOf(error))
}

function codeOf(error: unknown): number | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  return typeof code === 'number' ? code : undefined
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
