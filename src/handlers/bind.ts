import { optionalWords, ownWords } from '../chat/arguments.ts'
import type { Call } from '../chat/call.ts'
import { command } from '../chat/command.ts'
import { groupTitle } from '../community/group-title.ts'
import { type BoundGroup, bindGroup, type GroupScope, unbindGroup } from '../community/groups.ts'
import { mayConfirm, suppose, suspendedFor } from '../community/regroup.ts'
import { gridByNumber } from '../community/role-target.ts'
import { findUnit } from '../community/units.ts'
import type { Tx } from '../database/database.ts'
import type { CommunityId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import { NUMERAL, readNumber } from '../time/chinese-number.ts'
import { communityFor } from './issue-act.ts'
import { takeUpGroup } from './take-up-group.ts'
import { unbindLost } from './unbind-lost.ts'

const HERE = { section: 'staff', who: ['staff'], where: 'group', worksUnbound: true } as const

/** 绑定, 解绑: what a group is for. Said in the group itself. */
export function bindCommands() {
  return [
    command({
      ...HERE,
      name: '绑定',
      aliases: ['bind', 'bd'],
      what: '绑定这个群',
      usage: '/绑定 网格号 | 工作群 | 单位名',
      example: '/绑定 3',
      args: { words: ownWords('网格号、工作群或单位名') },
      run: async (call: Call, { words }) => {
        const communityId = communityFor(call)
        const scope = await scopeOf(call.tx, communityId, words)
        const lost = await lostGroup(call, { communityId, scope })
        if (lost?.kind === 'sure') return takeUp(call, lost.group)
        if (lost?.kind === 'perhaps') return askWhetherHere(call, lost.group, words)
        const { message, person: by, now } = call
        const { group, was } = await bindGroup(call.tx, {
          account: message.account,
          chatId: message.chat.id,
          topic: message.topic,
          communityId,
          scope,
          by,
          now,
        })
        call.undoable({
          kind: 'binding',
          groupId: group.id,
          was: was ? { ...scopeAgain(was), topic: was.topic } : null,
        })
        if (was && isFor(was, { communityId, scope })) {
          return call.reply(`这个群本来就是${await groupTitle(call.tx, group)}，不用再绑。`)
        }
        const before = was ? `（原来是${await groupTitle(call.tx, was)}）` : ''
        await call.reply(`这个群绑定为${await groupTitle(call.tx, group)}${before}。群里发 /帮助 看能做什么。`)
      },
    }),
    command({
      ...HERE,
      where: 'both',
      name: '解绑',
      aliases: ['unbind', 'jb'],
      what: '解除群的绑定',
      usage: '/解绑 [已经不在的群：网格号、单位名或群名]',
      example: '/解绑',
      args: { words: optionalWords('网格号、单位名或群名') },
      run: async (call: Call, { words }) => {
        const { message, person: by, now } = call
        if (words !== undefined) return unbindGone(call, words)
        if (message.chat.kind === 'private') {
          throw new Refusal('请在要解绑的群里发 /解绑。群已经不在了，请写上是哪个，比如 /解绑 3。')
        }
        const was = await unbindGroup(call.tx, { account: message.account, chatId: message.chat.id, by, now })
        call.undoable({ kind: 'binding', groupId: was.id, was: { ...scopeAgain(was), topic: was.topic } })
        await call.reply(`这个群不再是${await groupTitle(call.tx, was)}，小格在这里不再说话。`)
      },
    }),
  ]
}

/** A group that waits to be known again and is no more; by what it was for, or by its name. */
async function unbindGone(call: Call, words: string): Promise<void> {
  const communityId = communityFor(call)
  const scope = await scopeOf(call.tx, communityId, words).catch((error: unknown) => {
    if (error instanceof Refusal) return undefined
    throw error
  })
  const isMeant = (group: BoundGroup) => scope !== undefined && isFor(group, { communityId, scope })
  return unbindLost(call, communityId, { words, isMeant })
}

/**
 * The group with this purpose that has lost its chat because ids have changed and that is, or may be, this chat.
 * Undefined: there is none, or this chat is such a group already. A chat that is bound is never asked about.
 */
async function lostGroup(call: Call, where: { communityId: CommunityId; scope: GroupScope }) {
  const { tx, message, group } = call
  if (group && isFor(group, where)) return undefined
  const here = { account: message.account, chatId: message.chat.id, topic: message.topic }
  const lost = await suspendedFor(tx, here, where)
  if (lost.kind === 'none' || !mayConfirm(lost.group, call.roles)) return undefined
  return lost.kind === 'perhaps' && group ? undefined : lost
}

/** What waited for the group goes out here from now on. */
async function takeUp(call: Call, lost: BoundGroup): Promise<void> {
  const { tx, message, group, person: by, now } = call
  const { account, chat, topic } = message
  if (group) await unbindGroup(tx, { account, chatId: chat.id, by, now })
  const waiting = await takeUpGroup(call, lost, { chatId: chat.id, topic })
  await call.reply(`这个群绑定为${await groupTitle(tx, lost)}，和原来的接上了。${waiting}`)
}

/** A number mistyped must not pour what waits for one group into another. */
async function askWhetherHere(call: Call, lost: BoundGroup, words: string): Promise<void> {
  const { account, chat } = call.message
  await suppose(call.tx, lost, { account, chatId: chat.id })
  const title = await groupTitle(call.tx, lost)
  await call.reply(
    `原来${title}叫「${lost.topic}」，就是这个群吗？是，请引用这条回“确认”，攒下的消息会发到这里；不是，请引用这条回“不是”，再发一次 /绑定 ${words}。`,
  )
}

function isFor(group: BoundGroup, { communityId, scope }: { communityId: CommunityId; scope: GroupScope }): boolean {
  if (group.communityId !== communityId || group.purpose !== scope.purpose) return false
  if (scope.purpose === 'GRID') return group.gridId === scope.gridId
  return scope.purpose === 'UNIT' ? group.unitId === scope.unitId : true
}

/** 3, 三, 第3网格, 3号网格群 */
const GRID = new RegExp(`^第?(${NUMERAL})号?(?:网格)?群?$`)

async function scopeOf(tx: Tx, communityId: CommunityId, words: string): Promise<GroupScope> {
  const text = words.normalize('NFKC').replace(/\s+/g, '')
  if (/^(社区)?工作群$/.test(text)) return { purpose: 'STAFF' }
  const grid = readNumber(GRID.exec(text)?.[1] ?? '')
  if (grid !== undefined) return { purpose: 'GRID', gridId: await gridByNumber(tx, communityId, grid) }
  return { purpose: 'UNIT', unitId: (await findUnit(tx, communityId, words)).id }
}

function scopeAgain(group: BoundGroup): Record<string, string | number> {
  const { purpose, communityId, gridId, unitId } = group
  return { purpose, communityId, ...(gridId ? { gridId } : {}), ...(unitId ? { unitId } : {}) }
}
