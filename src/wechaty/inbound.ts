import { type payloads, types } from 'wechaty-puppet'
import { fileNameOf } from '../chat/file-name.ts'
import type { AttachmentKind, Chat, Echo, IncomingMessage, Notice, Recalled } from '../chat/incoming.ts'
import { parseQuotation } from '../chat/quotation.ts'
import { storable } from '../database/storable.ts'
import type { AccountId, ChatId, ContactId, MessageId } from '../ids.ts'
import { bearers, nameInRoom, namesOf, onlyBearer } from './members.ts'
import { namesMentioned, withoutMentions } from './mentions.ts'
import { type Puppet, quietly } from './puppet.ts'
import { signUpXmlOf, wordsOf } from './sign-up-xml.ts'

export type Heard =
  | { readonly kind: 'message'; readonly message: IncomingMessage }
  | { readonly kind: 'echo'; readonly echo: Echo }
  | { readonly kind: 'notice'; readonly notice: Notice }
  | { readonly kind: 'recall'; readonly recalled: Recalled }

/** What each type of message becomes. A type that is missing (Unknown, Recalled) is nobody's words: see `recalledIn` and `readNotice`. */
const KINDS: ReadonlyMap<types.Message, 'text' | AttachmentKind> = new Map([
  [types.Message.Text, 'text'],
  [types.Message.GroupNote, 'text'],
  [types.Message.Image, 'image'],
  [types.Message.Audio, 'audio'],
  [types.Message.Video, 'video'],
  [types.Message.Attachment, 'file'],
  [types.Message.ChatHistory, 'other'],
  [types.Message.Contact, 'other'],
  [types.Message.Emoticon, 'other'],
  [types.Message.Location, 'location'],
  [types.Message.MiniProgram, 'other'],
  [types.Message.Post, 'other'],
  [types.Message.RedEnvelope, 'other'],
  [types.Message.Transfer, 'other'],
  [types.Message.Url, 'other'],
])

/**
 * Reads a message of which the puppet told the id. Undefined for what nobody said and no one need know: what people do
 * without words, the newsletters of official accounts. For chit-chat this costs one call over a gateway; names and topics come from the
 * puppet's own cache after the first time. A name that cannot be read is left empty; only the message itself must be
 * readable.
 */
export async function readMessage(
  puppet: Puppet,
  id: MessageId,
  account: AccountId,
  now: () => Date,
): Promise<Heard | undefined> {
  const payload = await puppet.messagePayload(id)
  const kind = KINDS.get(payload.type)
  const talker = payload.talkerId || payload.fromId
  const recalled = payload.type === types.Message.Recalled ? recalledIn(payload.text) : undefined
  const told = payload.roomId || (talker === account ? payload.listenerId || payload.toId : talker)
  if (recalled !== undefined && told) {
    return { kind: 'recall', recalled: { account, chat: chatOf(payload.roomId, told), id: recalled } }
  }
  if (!kind || !talker || talker === payload.roomId) {
    const notice = readNotice(payload, { account, id, talker, ownType: kind === undefined, now })
    return notice && { kind: 'notice', notice }
  }
  const signUpXml = await signUpXmlOf(puppet, payload)
  const text = kind === 'text' ? wordsOf(payload, signUpXml) : kind === 'location' ? await placeOf(puppet, id) : ''
  if (talker === account) {
    const to = payload.roomId || payload.listenerId || payload.toId || account
    return { kind: 'echo', echo: { account, chat: chatOf(payload.roomId, to), id, text, at: saidAt(payload) } }
  }

  const { roomId } = payload
  const [contact, member, room, own] = await Promise.all([
    quietly(puppet.contactPayload(talker)),
    roomId ? quietly(puppet.roomMemberPayload(roomId, talker)) : undefined,
    roomId ? quietly(puppet.roomPayload(roomId)) : undefined,
    /[@＠「]/.test(text) ? namesOf(puppet, account, roomId) : [],
  ])
  if (!roomId && contact?.type === types.Contact.Official) return undefined

  const words = await readWords(puppet, payload, text, account, own)
  const message: IncomingMessage = {
    account,
    id,
    chat: chatOf(roomId, talker),
    topic: storable(room?.topic ?? ''),
    sender: {
      id: talker as ContactId,
      name: storable(member?.roomAlias || contact?.name || member?.name || ''),
      // Who writes to us in private can be answered there, whatever a gateway, which knows no "unknown", says.
      friend: roomId ? contact?.friend : true,
    },
    at: saidAt(payload) ?? now(),
    ...words,
    ...(kind === 'text' ? {} : { attachment: kind }),
    ...(kind === 'file' ? { fileName: nameOfFile(payload) } : {}),
    ...(signUpXml === undefined ? {} : { signUpXml }),
  }
  return { kind: 'message', message }
}

/**
 * The message that is taken back: Wechaty's convention is that its id is the whole text of the one that says so; the web
 * protocol hands on WeChat's XML. Undefined for what is said for people to read (“马先生”撤回了一条消息).
 */
function recalledIn(text: string | undefined): MessageId | undefined {
  const said = text?.trim() ?? ''
  const id = said.startsWith('<') ? (/<newmsgid>([\w-]+)/.exec(said) ?? /<msgid>([\w-]+)/.exec(said))?.[1] : said
  return id !== undefined && /^[\w@.:-]{1,128}$/.test(id) ? (id as MessageId) : undefined
}

/**
 * What the chat says in its own name, as puppets hand it on: without a sender, or in the name of the group. WeChat's own
 * types (10000, 10002) arrive as Unknown or Recalled; the sender is then the account itself where a puppet must name one
 * (wechat4u; PadLocal, whose "操作过于频繁，可稍后再试。" looks so), and in private chat the friend it is about.
 * Whatever else of these types has a person for its sender is what that person did (a nudge, a call), and XML is never
 * for people to read. No message with words and a person who said them comes here.
 */
function readNotice(
  payload: payloads.Message,
  of: { account: AccountId; id: MessageId; talker: string | undefined; ownType: boolean; now: () => Date },
): Notice | undefined {
  const { account, id, talker, ownType, now } = of
  const { roomId } = payload
  const text = storable(payload.text?.trim() ?? '')
  if (text === '' || text.startsWith('<')) return undefined
  const person = talker !== account && talker !== roomId ? talker : undefined
  if (person && (roomId || !ownType)) return undefined
  const other = person ?? (payload.listenerId || payload.toId || account)
  return { account, chat: chatOf(roomId, other), id, text, at: saidAt(payload) ?? now() }
}

/** Some puppets tell a file's name as the text; XML is none. */
function nameOfFile({ filename, text = '' }: payloads.Message): string {
  return fileNameOf(filename || (text.trimStart().startsWith('<') ? '' : text))
}

/** What a place on the map is called, and its address; empty where the puppet cannot tell. */
async function placeOf(puppet: Puppet, id: string): Promise<string> {
  const place = await quietly(puppet.messageLocation(id))
  return storable([place?.name, place?.address].filter(Boolean).join(' '))
}

/** What may be a command: by its slash, or by the name of the one that is said about somebody else's words. */
const COMMAND_LIKE = /^\s*[/／、\\]|登记/

type Words = Pick<IncomingMessage, 'text' | 'mentionsBot' | 'mentions' | 'quotation'>

/** Takes the quotation and the @ to the bot off a text. `own` are the bot's names in this chat. */
async function readWords(
  puppet: Puppet,
  payload: payloads.Message,
  whole: string,
  account: AccountId,
  own: readonly string[],
): Promise<Words> {
  const quoted = parseQuotation(whole)
  const ids = new Set('mentionIdList' in payload ? (payload.mentionIdList ?? []) : [])
  // Web puppets give an empty list for a message that mentions, so neither ids nor names alone are enough.
  const called = withoutMentions(quoted?.reply ?? whole, own, ids.has(account))
  const mentionsBot = called.found || ids.has(account)
  ids.delete(account)
  const fromBot = quoted !== undefined && own.includes(quoted.author)
  return {
    text: called.text,
    mentionsBot,
    mentions: await peopleMentioned(puppet, payload.roomId, ids, called.text, mentionsBot),
    ...(quoted && {
      quotation: {
        author: quoted.author,
        text: quoted.quoted,
        fromBot,
        authorId: fromBot ? undefined : await authorOf(puppet, payload.roomId, quoted.author, called.text),
      },
    }),
  }
}

/**
 * The people mentioned besides the bot. Where the puppet gives no ids they are looked up by name, in a message that
 * speaks to the bot (for chit-chat, reading all members' names would cost too much); a name that two members bear is
 * left out, as it may be one who took the other's name.
 */
async function peopleMentioned(
  puppet: Puppet,
  roomId: string | undefined,
  ids: ReadonlySet<string>,
  text: string,
  mentionsBot: boolean,
): Promise<IncomingMessage['mentions']> {
  if (!roomId) return []
  let people = [...ids]
  if (people.length === 0 && (mentionsBot || COMMAND_LIKE.test(text))) {
    people = await bearers(puppet, roomId, namesMentioned(text))
  }
  return Promise.all(
    [...new Set(people)].map(async (id) => ({ id: id as ContactId, name: await nameInRoom(puppet, roomId, id) })),
  )
}

/**
 * Who was quoted, where exactly one member bears the name. Looked up only for what may be a command: somebody else's words
 * are registered for them, and reading all members' names for every quotation among neighbours would cost too much.
 */
async function authorOf(
  puppet: Puppet,
  roomId: string | undefined,
  name: string,
  text: string,
): Promise<ContactId | undefined> {
  return roomId && COMMAND_LIKE.test(text) ? onlyBearer(puppet, roomId, name) : undefined
}

function chatOf(roomId: string | undefined, other: string): Chat {
  return roomId ? { kind: 'group', id: roomId as ChatId } : { kind: 'private', id: other as ChatId }
}

/** Puppets give seconds or milliseconds, or nothing: 1e11 seconds is the year 5138, 1e11 milliseconds is 1973. */
function saidAt({ timestamp }: payloads.Message): Date | undefined {
  if (!timestamp) return undefined
  return new Date(timestamp < 1e11 ? timestamp * 1000 : timestamp)
}
