import { ownWords } from '../chat/arguments.ts'
import type { Call } from '../chat/call.ts'
import { command } from '../chat/command.ts'
import { groupTitle } from '../community/group-title.ts'
import { type BoundGroup, bindGroup, type GroupScope, unbindGroup } from '../community/groups.ts'
import { mayConfirm, suspendedFor } from '../community/regroup.ts'
import { gridByNumber } from '../community/role-target.ts'
import { findUnit } from '../community/units.ts'
import type { Tx } from '../database/database.ts'
import type { CommunityId } from '../ids.ts'
import { communityFor } from './issue-act.ts'
import { takeUpGroup } from './take-up-group.ts'

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
        if (await tookUp(call, { communityId, scope })) return
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
        const before = was ? `（原来是${await groupTitle(call.tx, was)}）` : ''
        await call.reply(`这个群绑定为${await groupTitle(call.tx, group)}${before}。群里发 /帮助 看能做什么。`)
      },
    }),
    command({
      ...HERE,
      name: '解绑',
      aliases: ['unbind', 'jb'],
      what: '解除这个群的绑定',
      example: '/解绑',
      args: {},
      run: async (call: Call) => {
        const { message, person: by, now } = call
        const was = await unbindGroup(call.tx, { account: message.account, chatId: message.chat.id, by, now })
        call.undoable({ kind: 'binding', groupId: was.id, was: { ...scopeAgain(was), topic: was.topic } })
        await call.reply(`这个群不再是${await groupTitle(call.tx, was)}，小格在这里不再说话。`)
      },
    }),
  ]
}

/**
 * Where a group with this purpose has lost its chat because ids have changed, this chat is taken for it: what waited for
 * it goes out here. False: there is none, or this chat is such a group already.
 */
async function tookUp(call: Call, where: { communityId: CommunityId; scope: GroupScope }): Promise<boolean> {
  const { tx, message, group, person: by, now } = call
  const here = { account: message.account, chatId: message.chat.id, topic: message.topic }
  if (group && isFor(group, where)) return false
  const lost = await suspendedFor(tx, here, where)
  if (!lost || !mayConfirm(lost, call.roles)) return false
  if (group) await unbindGroup(tx, { account: here.account, chatId: here.chatId, by, now })
  const waiting = await takeUpGroup(call, lost, here)
  await call.reply(`这个群绑定为${await groupTitle(tx, lost)}，和换号以前的接上了。${waiting}`)
  return true
}

function isFor(group: BoundGroup, { communityId, scope }: { communityId: CommunityId; scope: GroupScope }): boolean {
  if (group.communityId !== communityId || group.purpose !== scope.purpose) return false
  if (scope.purpose === 'GRID') return group.gridId === scope.gridId
  return scope.purpose === 'UNIT' ? group.unitId === scope.unitId : true
}

async function scopeOf(tx: Tx, communityId: CommunityId, words: string): Promise<GroupScope> {
  const text = words.normalize('NFKC').replace(/\s+/g, '')
  if (/^(社区)?工作群$/.test(text)) return { purpose: 'STAFF' }
  const grid = /^第?(\d{1,4})号?(网格)?(群)?$/.exec(text)?.[1]
  if (grid) return { purpose: 'GRID', gridId: await gridByNumber(tx, communityId, Number(grid)) }
  return { purpose: 'UNIT', unitId: (await findUnit(tx, communityId, words)).id }
}

function scopeAgain(group: BoundGroup): Record<string, string | number> {
  const { purpose, communityId, gridId, unitId } = group
  return { purpose, communityId, ...(gridId ? { gridId } : {}), ...(unitId ? { unitId } : {}) }
}
