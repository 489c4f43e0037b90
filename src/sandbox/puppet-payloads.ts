import * as PUPPET from 'wechaty-puppet'
import type { PuppetPerson, Said } from './puppet-options.ts'

/** Somebody as a puppet describes them. */
export function contactPayload(id: string, { name, friend }: Pick<PuppetPerson, 'name' | 'friend'>) {
  return {
    id,
    name,
    friend,
    avatar: '',
    gender: PUPPET.types.ContactGender.Unknown,
    type: PUPPET.types.Contact.Individual,
    phone: [],
  } satisfies PUPPET.payloads.Contact
}

/**
 * A message as a puppet describes it: one without a sender is the chat's own note; `mentionIds` are given in a group only,
 * and empty where the puppet does not tell them.
 */
export function messagePayload(
  { id, from, chat, at, text, picture, mentions }: Said,
  { account, tellsMentions }: { readonly account: string; readonly tellsMentions: boolean },
): PUPPET.payloads.Message {
  return {
    id,
    talkerId: from,
    text,
    timestamp: at.getTime(),
    type: from ? messageType(picture?.name) : PUPPET.types.Message.Unknown,
    ...(picture ? { filename: picture.name } : {}),
    ...(chat.includes('@')
      ? { roomId: chat, mentionIdList: tellsMentions ? [...mentions] : [] }
      : { listenerId: from === account ? chat : account }),
  }
}

function messageType(fileName: string | undefined): PUPPET.types.Message {
  if (fileName === undefined) return PUPPET.types.Message.Text
  return /\.(png|jpe?g|gif|webp)$/i.test(fileName) ? PUPPET.types.Message.Image : PUPPET.types.Message.Attachment
}
