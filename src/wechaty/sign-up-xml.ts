import { type payloads, types } from 'wechaty-puppet'
import { storable } from '../database/storable.ts'
import { type Puppet, quietly } from './puppet.ts'

/** A message of WeChat's own sign-up list; longer is none. */
const SIGN_UP = /<type>\s*53\s*<\/type>|<solitaire[\s>]|&lt;solitaire[\s>]/
const LONGEST_XML = 300_000

/**
 * The XML of WeChat's own sign-up list, wherever the puppet keeps it: as the text itself, or in a field of what it was
 * given (`content`, `Content`, and what is inside these). Undefined for every other message, for which nothing is asked, and
 * where the puppet has no XML: then the list is read from its words.
 */
export async function signUpXmlOf(puppet: Puppet, payload: payloads.Message): Promise<string | undefined> {
  const text = payload.text ?? ''
  if (payload.type === types.Message.Text && !text.startsWith('<')) return undefined
  if (text.length <= LONGEST_XML && SIGN_UP.test(text)) return storable(text)
  if (payload.type !== types.Message.GroupNote) return undefined
  // What a puppet was given itself is of no kind that Wechaty knows, and one of a gateway need not have it.
  const { messageRawPayload } = puppet as Partial<{ messageRawPayload(id: string): Promise<unknown> }>
  return messageRawPayload && xmlIn(await quietly(messageRawPayload.call(puppet, payload.id)), 2)
}

function xmlIn(raw: unknown, depth: number): string | undefined {
  if (typeof raw === 'string') return raw.length <= LONGEST_XML && SIGN_UP.test(raw) ? storable(raw) : undefined
  if (typeof raw !== 'object' || raw === null || depth === 0) return undefined
  for (const value of Object.values(raw)) {
    const found = xmlIn(value, depth - 1)
    if (found !== undefined) return found
  }
  return undefined
}

/** What people read of a message: of a list that is given as XML its title, which holds the whole of it. */
export function wordsOf({ text = '' }: payloads.Message, xml: string | undefined): string {
  if (xml === undefined || !text.startsWith('<')) return storable(text)
  const title = /<title>(?:<!\[CDATA\[)?([\s\S]*?)(?:\]\]>)?<\/title>/.exec(xml)?.[1] ?? ''
  return title.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}
