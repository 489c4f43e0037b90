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
 * A message as a puppet describes it: one without a sender is the chat's own note; the ids of those it mentions are given
 * in a group only, and empty where the puppet does not tell them.
 */
export function messagePayload(
  said: Said,
  { account, tellsMentions }: { readonly account: string; readonly tellsMentions: boolean },
): PUPPET.payloads.Message {
  const { id, from, chat, at, text, picture, file, mentions } = said
  const brought = picture ?? file
  return {
    id,
    talkerId: from,
    text,
    timestamp: at.getTime(),
    type: from ? messageType(said) : PUPPET.types.Message.Unknown,
    ...(brought ? { filename: brought.name } : {}),
    ...(chat.includes('@')
      ? { roomId: chat, mentionIdList: tellsMentions ? [...mentions] : [] }
      : { listenerId: from === account ? chat : account }),
  }
}

function messageType({ picture, file, voice, place }: Said): PUPPET.types.Message {
  if (voice) return PUPPET.types.Message.Audio
  if (place) return PUPPET.types.Message.Location
  if (picture) return PUPPET.types.Message.Image
  return file ? PUPPET.types.Message.Attachment : PUPPET.types.Message.Text
}
