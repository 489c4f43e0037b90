import { optionalWords, ownWords } from '../../chat/arguments.ts'
import type { Call } from '../../chat/call.ts'
import { command } from '../../chat/command.ts'
import { wordingOf } from '../../chat/wording.ts'
import type { PostKind } from '../../database/types.ts'
import { readPostKind } from '../../understanding/post-kind.ts'
import { communityFor, forgetPhotos } from '../issue-act.ts'
import { heedDistress } from '../moderation/heed-distress.ts'
import { draftOf, showDraft } from './draft.ts'
import { changePost, deletePost, showOwnPosts } from './own-posts.ts'
import { wallCommand } from './wall.ts'
import type { WallDesk } from './wall-desk.ts'

const EVERYBODY = { section: 'everybody', who: ['everybody'], where: 'both' } as const

const NUMBER = String.raw`(?:留言|心愿|第|#)?\s?(\d{1,7})号?`
const CHANGE = new RegExp(`^(?:改|修改)(?: ?${NUMBER}[ :,]+| )(?=.)`)
const REMOVE = new RegExp(`^(?:删|删除|删掉)(?: ?${NUMBER})?[。.]*$`)
const ANONYMOUS = /^匿名[ :,]+(?=.)/

/** 留言, 心愿: what people have to say to the others. Nothing is anything before its author has said yes to the exact text. */
export function boardCommands(desk: WallDesk) {
  return [
    command({
      ...EVERYBODY,
      name: '留言',
      aliases: ['board', 'ly'],
      what: '写一句，贴上留言墙',
      example: '/留言 祝大家中秋快乐',
      args: { words: optionalWords('话') },
      takesPhotos: true,
      run: (call: Call, { words }) => (words === undefined ? showOwnPosts(call) : take(call, words)),
    }),
    command({
      ...EVERYBODY,
      name: '心愿',
      aliases: ['wish', 'xy'],
      what: '写下一个心愿',
      example: '/心愿 盼着楼里加装电梯',
      args: { words: ownWords('话') },
      takesPhotos: true,
      run: (call: Call, { words }) => take(call, words, 'WISH'),
    }),
    wallCommand(desk),
  ]
}

async function take(call: Call, words: string, hint?: PostKind): Promise<void> {
  communityFor(call)
  const said = wordingOf(words)
  const remove = REMOVE.exec(said.text)
  if (remove) return deletePost(call, remove[1] === undefined ? undefined : Number(remove[1]))
  const change = CHANGE.exec(said.text)
  if (change) {
    await changePost(call, change[1] === undefined ? undefined : Number(change[1]), said.after(change[0].length).own)
    return forgetPhotos(call)
  }
  const anonymous = ANONYMOUS.exec(said.text)
  const own = anonymous ? said.after(anonymous[0].length).own : words
  await heedDistress(call, own)
  await showDraft(call, draftOf(call, own, readPostKind(own, hint)))
  await forgetPhotos(call)
}
