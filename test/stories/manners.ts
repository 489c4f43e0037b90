import type { Said } from '../../src/sandbox/puppet.ts'

/** The residents of the example community; the bot may call them with an @ and in no other way. */
const RESIDENTS = ['马先生', '陈阿姨', '周师傅', '刘女士', '孙大爷', '何女士', '吴先生', '徐阿姨', '唐先生', '邓女士']
const PHONE = /1[3-9]\d(?:[\s-]?\d{4}){2}/
const EMOJI = /\p{Extended_Pictographic}/gu
/** What a phone shows without the reader having to open the message. */
const LONGEST = 500
/** What staff want relayed is their own; it is only kept to what the chat takes as one message. */
const RELAYED = /^(?:[📌📢🔴] )?(?:任务|通知)\d+/u
const LONGEST_RELAYED = 2_000

/** How the bot must not speak (commands.md, "How it speaks"), found in what it said: a line for each slip. */
export function slips(said: readonly Said[]): string[] {
  return said.flatMap(({ chat, text }) => {
    const inGroup = chat.includes('@')
    const names = RESIDENTS.filter((name) => text.replaceAll(`@${name}`, '').includes(name))
    return [
      ...(/[!！]/.test(text) ? ['an exclamation mark'] : []),
      ...(text.includes('亲') ? ['亲'] : []),
      ...((text.match(EMOJI) ?? []).length > 1 ? ['more than one emoji'] : []),
      ...([...text].length > (RELAYED.test(text) ? LONGEST_RELAYED : LONGEST)
        ? [`${[...text].length} characters`]
        : []),
      ...(/undefined|null|NaN|\[object|Invalid Date/.test(text) ? ['a hole in a sentence'] : []),
      ...(inGroup && names.length > 0 ? [`the name ${names}`] : []),
      ...(inGroup && PHONE.test(text) ? ['a phone number'] : []),
    ].map((slip) => `${slip}: [${chat}] ${text}`)
  })
}
