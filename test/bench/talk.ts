import { Reader } from '../../src/understanding/reader.ts'
import { readExamples } from '../../src/understanding/training/examples.ts'
import { CHAT } from '../understanding/chat-day.ts'
import { TEST_EXAMPLES } from '../understanding/eval/figures.ts'

/** People's talk among themselves: thanks, greetings and adverts are part of it, +1 and questions to those at work are not. */
const TALK: readonly string[] = ['闲聊', '感谢', '留言', '通知/广告', '接龙']

/** So many lines of everyday's talk stand before one that is harder to tell; in any group they are more. */
const EVERYDAY = 3

/**
 * What neighbours say to each other: everyday's talk, and among it that of the test part, nearly all of which speaks of
 * troubles that are nobody's business here. Without what the bot takes for more than talk: what that costs is another figure.
 */
export function linesOfTalk(): readonly string[] {
  const reader = new Reader()
  const leftAlone = (text: string) => {
    const { register, kind } = reader.read(text)
    return register === 'no' && kind !== '咨询' && kind !== '+1'
  }
  const everyday = CHAT.filter(leftAlone)
  const harder = readExamples(TEST_EXAMPLES).filter(({ kind, text }) => TALK.includes(kind) && leftAlone(text))
  return harder.flatMap(({ text }, at) => {
    const before = Array.from({ length: EVERYDAY }, (_, n) => everyday[(at * EVERYDAY + n) % everyday.length] ?? '')
    return [...before, text]
  })
}
