import { word } from '../chat/arguments.ts'
import type { Call } from '../chat/call.ts'
import { command } from '../chat/command.ts'
import { claim } from '../community/claim.ts'
import { suspendedGroups } from '../community/suspended.ts'
import { askAboutGroups } from './know-groups.ts'

/** 认领: the code printed at the first start makes its first user secretary. */
export function claimCommand() {
  return command({
    name: '认领',
    aliases: ['claim', 'rl'],
    what: '凭认领码成为书记',
    example: '/认领 7KQ2M9XA',
    section: 'staff',
    who: ['everybody'],
    where: 'private',
    hidden: true,
    args: { code: word('认领码') },
    run: async (call: Call, { code }) => {
      const result = await claim(call.tx, { code, personId: call.person, now: call.now })
      if (!result.ok) return call.reply(result.why)
      const { name } = await call.tx.community.findUniqueOrThrow({ where: { id: result.communityId } })
      const lost = (await suspendedGroups(call.tx, result.communityId)).length
      if (lost > 0) {
        await call.reply(
          `您现在是${name}的书记。小格重新登录过，有 ${lost} 个群等着确认。原来的网格员和工作人员都要重新任命一次。接下来：用 /任命 @某人 网格员 3 任命，由他们确认；或者在群里发 /绑定 3。`,
        )
        await askAboutGroups(call.tx, call.message.account, call.now)
        return
      }
      await call.reply(
        `您现在是${name}的书记。接下来：把小格拉进各个群，在群里发 /绑定 3 或 /绑定 工作群，再用 /任命 @某人 网格员 3 安排人手。`,
      )
    },
  })
}
