import { noteCopies } from '../../board/copies.ts'
import { festivalNamed } from '../../board/festivals.ts'
import { wallPosts } from '../../board/wall-posts.ts'
import type { Call } from '../../chat/call.ts'
import type { Wording } from '../../chat/command.ts'
import type { IncomingMessage } from '../../chat/incoming.ts'
import { wordingOf } from '../../chat/wording.ts'
import { Refusal } from '../../refusal.ts'
import { occasionTitle } from '../../telling/board/wall-text.ts'
import { communityFor } from '../issue-act.ts'
import { checkWallStaff, type WallDesk } from './wall-desk.ts'
import { makeWall, prepareWall, type ReadyWall, shownBy } from './wall-make.ts'
import { occasionOf, openWall, stopWall } from './wall-office.ts'
import { selectPosts } from './wall-select.ts'
import { answerProofCommand } from './wall-yes.ts'

type Subcommand = (call: Call, rest: Wording, ready: ReadyWall | undefined) => Promise<void>

/** What the staff do with walls, by the word behind 留言墙. */
const SUBCOMMANDS: Readonly<Record<string, Subcommand>> = {
  开: openWall,
  停: stopWall,
  发: makeWall,
  精选: selectPosts,
  确认: (call, rest) => answerProofCommand(call, rest, true),
  不发: (call, rest) => answerProofCommand(call, rest, false),
}

const HEAD = new RegExp(`^(${Object.keys(SUBCOMMANDS).join('|')})(?=$|[\\s,:]|(.+))`)

/** 发 中秋; 发财 is no such thing. */
function subcommandOf(what: string | undefined): { readonly name: string; readonly rest: Wording } | undefined {
  const said = wordingOf(what ?? '')
  const found = HEAD.exec(said.text)
  const [, name, glued] = found ?? []
  if (name === undefined || (glued !== undefined && !festivalNamed(glued))) return undefined
  return { name, rest: said.after(name.length) }
}

/** Draws the wall that is to be shown, to the staff or to somebody who wants to see it. */
export async function prepareWallCommand(
  desk: WallDesk,
  message: IncomingMessage,
  what: string | undefined,
  now: Date,
): Promise<ReadyWall | undefined> {
  const asked = subcommandOf(what)
  if (asked) return asked.name === '发' ? prepareWall(desk, message, asked.rest.text, ['OPEN'], now) : undefined
  const name = wordingOf(what ?? '').text
  if (name === '' || message.chat.kind !== 'private') return undefined
  return prepareWall(desk, message, name, ['OPEN', 'PUBLISHED'], now)
}

/** What is about the wall of an occasion. False: it is about the board itself. */
export async function wallOffice(call: Call, what: string | undefined, ready: ReadyWall | undefined): Promise<boolean> {
  const asked = subcommandOf(what)
  if (asked) {
    checkWallStaff(call)
    await SUBCOMMANDS[asked.name]?.(call, asked.rest, ready)
    return true
  }
  const name = wordingOf(what ?? '').text
  return name !== '' && (await viewWall(call, name, ready))
}

/** 留言墙 中秋: the wall of an occasion as it is now, in private: its pictures are many, and a group has seen them. */
async function viewWall(call: Call, name: string, ready: ReadyWall | undefined): Promise<boolean> {
  const { tx, message, now } = call
  const occasion = await occasionOf(tx, communityFor(call), name, ['OPEN', 'PUBLISHED'])
  if (!occasion) return false
  const title = occasionTitle(occasion)
  const posts = await wallPosts(tx, occasion)
  if (posts.length === 0) throw new Refusal(`${title}上还没有留言。想说一句，发 /留言 加上您的话。`)
  if (message.chat.kind === 'group') {
    await call.reply(`${title}上有${posts.length}条留言，想看请私聊小格发 /留言墙 ${occasion.title}。`)
    return true
  }
  if (ready?.occasionId !== occasion.id || ready.shows !== shownBy(posts)) {
    throw new Refusal(`${title}刚刚有变化，请再发一次。`)
  }
  const key = `wall-view:${message.account}:${message.id}`
  await noteCopies(tx, posts, { medium: 'wall', outboxKey: key }, now)
  await call.reply(`🏮 ${title}，${posts.length}条留言：`)
  for (const [seq, { sha256 }] of ready.pages.entries()) {
    await call.say({ chat: message.chat, text: '', sha256, priority: 'reply', key: `${key}:${seq}` })
  }
  return true
}
