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
  said: Said,
  { account, tellsMentions }: { readonly account: string; readonly tellsMentions: boolean },
): PUPPET.payloads.Message {
  const { id, from, chat, at, text, picture, mentions } = said
  return {
    id,
    talkerId: from,
    text,
    timestamp: at.getTime(),
    type: from ? messageType(said) : PUPPET.types.Message.Unknown,
    ...(picture ? { filename: picture.name } : {}),
    ...(chat.includes('@')
      ? { roomId: chat, mentionIdList: tellsMentions ? [...mentions] : [] }
      : { listenerId: from === account ? chat : account }),
  }
}

function messageType({ picture, voice, place }: Said): PUPPET.types.Message {
  if (voice) return PUPPET.types.Message.Audio
  if (place) return PUPPET.types.Message.Location
  if (!picture) return PUPPET.types.Message.Text
  return /\.(png|jpe?g|gif|webp)$/i.test(picture.name) ? PUPPET.types.Message.Image : PUPPET.types.Message.Attachment
}
