import { mentionedPerson, ownWords } from '../chat/arguments.ts'
import type { Call } from '../chat/call.ts'
import { command } from '../chat/command.ts'
import { ensurePerson } from '../community/people.ts'
import { findRole, roleTitle } from '../community/role-target.ts'
import { appoint, dismiss } from '../community/roles.ts'
import type { ContactId, PersonId } from '../ids.ts'
import { communityFor } from './issue-act.ts'
import { askAboutGroups } from './know-groups.ts'

const OFFICE = { section: 'staff', who: ['staff'], where: 'group', worksUnbound: true } as const
const ARGS = { who: mentionedPerson(), role: ownWords('职务') }

/** 任命, 免去: what somebody may do. The person is the one mentioned, by contact id, whatever they call themselves. */
export function appointCommands() {
  return [
    command({
      ...OFFICE,
      name: '任命',
      aliases: ['appoint'],
      what: '给人一项职务',
      usage: '/任命 @某人 网格员 3',
      example: '/任命 @李师傅 网格员 3',
      args: ARGS,
      run: async (call: Call, { who, role }) => {
        const change = await changeOf(call, who, role)
        const { grant, outcome, formerLead = null } = await appoint(call.tx, change)
        const title = await roleTitle(call.tx, grant)
        if (outcome === 'already') return call.reply(`您 @ 的这位已经是${title}，不用再任命。`)
        call.undoable({ kind: 'appointed', personId: change.personId, role: { ...change.role }, outcome, formerLead })
        // Where ids have changed, whoever holds the role now may know a group again.
        const unsaid = await askAboutGroups(call.tx, call.message.account, call.now)
        await call.reply(`您 @ 的这位已任命为${title}，马上生效。${await befriend(call, who.id)}`)
        for (const { contactId, text } of unsaid) {
          await call.say({ chat: call.message.chat, text, mentions: [contactId], priority: 'reply' })
        }
      },
    }),
    command({
      ...OFFICE,
      name: '免去',
      aliases: ['dismiss'],
      what: '免去一项职务',
      usage: '/免去 @某人 网格员 3',
      example: '/免去 @李师傅 网格员 3',
      args: ARGS,
      run: async (call: Call, { who, role }) => {
        const change = await changeOf(call, who, role)
        const { grant, leadless } = await dismiss(call.tx, change)
        const target =
          grant.kind === 'GRID_WORKER' ? { ...change.role, post: grant.lead ? 'lead' : 'deputy' } : { ...change.role }
        call.undoable({ kind: 'dismissed', personId: change.personId, role: target })
        const gap = leadless ? '这个网格现在没有负责人，请尽快任命。' : ''
        await call.reply(`已免去${await roleTitle(call.tx, grant)}，马上生效。${gap}`)
      },
    }),
  ]
}

/** What those at work have to do is told in private, which takes being the bot's friend. */
async function befriend(call: Call, contactId: ContactId): Promise<string> {
  const { account } = call.message
  const known = await call.tx.chatIdentity.findUnique({ where: { account_contactId: { account, contactId } } })
  return known?.friend ? '' : '还没加小格好友的话，请本人加一下，不然卡片和提醒私聊不到。'
}

async function changeOf(call: Call, who: { id: ContactId; name: string }, role: string) {
  const communityId = communityFor(call)
  const { account } = call.message
  const personId: PersonId = await ensurePerson(call.tx, {
    account,
    contactId: who.id,
    displayName: who.name,
    now: call.now,
  })
  return { communityId, personId, role: await findRole(call.tx, communityId, role), by: call.person, now: call.now }
}
