import type { Role } from '../database/types.ts'
import type { CommunityId } from '../ids.ts'
import type { Holding } from '../personal/holding.ts'
import { formatDay } from '../time/format.ts'
import { roleName } from './role-words.ts'
import { hasOtherSecretary } from './roles.ts'

/** Who somebody is to the bot: how the chat calls them, and their offices. */
export const heldAboutIdentity: Holding = {
  area: '称呼和职务',
  models: ['Person', 'ChatIdentity', 'Role', 'ClaimCode', 'AuditEntry'],

  async tell(tx, { person }, now) {
    const { name, createdAt } = await tx.person.findUniqueOrThrow({ where: { id: person } })
    const identities = await tx.chatIdentity.findMany({ where: { personId: person }, orderBy: { id: 'asc' } })
    const roles = await tx.role.findMany({ where: { personId: person }, orderBy: { id: 'asc' } })
    const acts = await tx.auditEntry.count({ where: { personId: person } })
    const held = roles.filter(({ until }) => until === null)
    const offices = [...new Set(held.map((role) => roleName(role.kind, role.lead)))]
    return {
      summary: `小格叫您“${name}”${offices.length > 0 ? `，职务：${offices.join('、')}` : ''}`,
      lines: [
        `${formatDay(createdAt, now)}起认识您，名字“${name}”`,
        ...identities.map(
          ({ displayName, friend, createdAt: since }) =>
            `微信里的名字“${displayName}”，${friend ? '是小格的好友' : '还不是小格的好友'}，${formatDay(since, now)}记下`,
        ),
        ...roles.map((role) => officeLine(role, now)),
        ...(acts > 0 ? [`改职务、改群、看资料这类操作 ${acts} 次，只记编号和时间，不记内容`] : []),
      ],
    }
  },

  async stays(tx, { person }) {
    const acts = await tx.auditEntry.count({ where: { personId: person } })
    const roles = await tx.role.count({ where: { personId: person } })
    return [
      ...(roles > 0 ? ['您的职务同时结束。您按职务办过的事是社区的记录，会留着，只是不再有您的名字。'] : []),
      ...(acts > 0 ? ['谁在什么时候改过职务、绑过群，留一行编号和时间，没有名字和原话：以后要查得到。'] : []),
    ]
  },

  async hindrance(tx, { person }) {
    const seats = await tx.role.findMany({
      where: { personId: person, kind: 'SECRETARY', until: null },
      select: { communityId: true },
    })
    for (const { communityId } of seats) {
      if (await hasOtherSecretary(tx, communityId as CommunityId, person)) continue
      return '您是社区唯一的书记，走了就没有人能任免了。请先发 /任命 @某人 书记，再来删除。'
    }
    return undefined
  },

  async forget(tx, { person }) {
    const identities = await tx.chatIdentity.deleteMany({ where: { personId: person } })
    const granted = await tx.role.updateMany({ where: { grantedById: person }, data: { grantedById: null } })
    const roles = await tx.role.deleteMany({ where: { personId: person } })
    const codes = await tx.claimCode.updateMany({ where: { usedById: person }, data: { usedById: null } })
    return identities.count + granted.count + roles.count + codes.count
  },
}

function officeLine({ kind, lead, since, until }: Role, now: Date): string {
  const end = until ? `到${formatDay(until, now)}` : '现在还是'
  return `${roleName(kind, lead)}：${formatDay(since, now)}起，${end}`
}
