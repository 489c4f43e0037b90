import type { FaqChange } from '../answers/faq.ts'
import { unlinkPost } from '../board/unlink.ts'
import type { Call } from '../chat/call.ts'
import { command } from '../chat/command.ts'
import { takeBack } from '../chat/outbox.ts'
import { type GroupScope, groupOf, putBinding, unbindGroup } from '../community/groups.ts'
import { appoint, dismiss, type RoleChange, type RoleTarget } from '../community/roles.ts'
import { Prisma } from '../database/types.ts'
import { nameOf } from '../directives/directive.ts'
import { takeBackReceipts } from '../directives/receipts.ts'
import type { AccountId, ChatId, CommunityId, IssueId, MessageId, PersonId } from '../ids.ts'
import { isGuess } from '../issues/guess.ts'
import { UNDO_MS, undo as undoIssueEvent } from '../issues/undo.ts'
import { Refusal } from '../refusal.ts'
import { announce } from '../telling/announce.ts'
import { unteach } from '../understanding/taught.ts'
import { takeBackSupport } from './board/support-wish.ts'
import { takeBackPost } from './board/undo.ts'
import { takeBackYes } from './board/wall-yes.ts'
import type { EnrolDesk } from './courses/enrol.ts'
import { takeBackEnrolment } from './courses/enrol-undo.ts'
import { takeBackFollowUp } from './directives/follow-up.ts'
import { takeBackOrder } from './directives/take-back.ts'
import { takeBackFaq } from './faq.ts'
import { waitAgain } from './guess-dialog.ts'
import { type IssueDesk, occasionOf } from './issue-act.ts'
import { giveBackGroup, type TakenUp } from './take-up-group.ts'

interface Undoing {
  readonly kind: string
  readonly [field: string]: unknown
}

type UndoDesk = EnrolDesk & Pick<IssueDesk, 'calendar'>

/** 撤销: takes back the sender's last action while nothing has followed it. */
export function undoCommand(desk: UndoDesk) {
  return command({
    name: '撤销',
    aliases: ['undo', 'cx'],
    what: '收回刚才那一步',
    example: '/撤销',
    section: 'everybody',
    who: ['everybody'],
    where: 'both',
    worksUnbound: true,
    args: {},
    run: async (call: Call) => {
      const { account, sender, at } = call.message
      const last = await call.tx.handledMessage.findFirst({
        where: {
          account,
          contactId: sender.id,
          undo: { not: Prisma.DbNull },
          undoneAt: null,
          at: { gte: new Date(call.now.getTime() - UNDO_MS) },
          // Delivered late, after a broken connection, it must not take back what was only said after it.
          saidAt: { lte: at },
        },
        orderBy: [{ saidAt: 'desc' }, { id: 'desc' }],
      })
      if (!last) throw new Refusal('没有可以撤销的。两分钟内、后面还没有人接着办的才能撤销。')
      await call.tx.handledMessage.update({ where: { id: last.id }, data: { undoneAt: call.now } })
      if (call.community !== undefined) await unteach(call.tx, call.community, last.messageId as MessageId)
      const { alreadySaid } = await takeBack(call.tx, account, last.messageId as MessageId)
      await takeBackAction(call, desk, last.undo as unknown as Undoing, {
        told: alreadySaid > 0,
        cause: last.messageId as MessageId,
      })
    },
  })
}

async function takeBackAction(
  call: Call,
  desk: UndoDesk,
  undoing: Undoing,
  { told, cause }: { readonly told: boolean; readonly cause: MessageId },
): Promise<void> {
  switch (undoing.kind) {
    case 'issue': {
      const done = await undoIssueEvent(call.tx, {
        personId: call.person,
        eventId: undoing['eventId'] as number,
        now: call.now,
        messageId: call.message.id,
      })
      if (isGuess(done.issue)) await waitAgain(call, done.issue)
      if (done.issue.state === 'CLOSED') {
        const by = { author: call.person, now: call.now, messageId: call.message.id }
        await unlinkPost(call.tx, done.issue.id, { ...by, calendar: desk.calendar })
      }
      // Who has not heard of it need not hear that it is taken back.
      if (told) return announce(call.tx, done, call.now, occasionOf(call))
      return call.reply(
        isGuess(done.issue)
          ? `#${done.issue.number} 刚才的答复已撤销，还在等：是就回「登记」，不是就回「不是」。`
          : `#${done.issue.number} 刚才那一步已撤销。`,
        { issue: done.issue.id as IssueId },
      )
    }
    case 'appointed':
      await takeBackAppointment(call, changeOf(call, undoing), undoing)
      return call.reply('任命已撤销。')
    case 'dismissed':
      await appoint(call.tx, changeOf(call, undoing))
      return call.reply('免职已撤销，职务恢复。')
    case 'follow-up':
      return takeBackFollowUp(call, undoing['eventIds'] as number[])
    case 'enrolment':
      return takeBackEnrolment(call, desk, undoing['runId'] as number)
    case 'post':
      return takeBackPost(call, undoing['postId'] as number)
    case 'post-support':
      return takeBackSupport(call, undoing['postId'] as number)
    case 'proof':
      return takeBackYes(call, undoing['proofId'] as number)
    case 'directive':
      return takeBackOrder(call, undoing['directiveId'] as number)
    case 'receipt': {
      const order = await takeBackReceipts(call.tx, undoing['receiptIds'] as number[])
      return call.reply(`${nameOf(order)} 刚才的回执已撤销。`)
    }
    case 'faq':
      return takeBackFaq(call, undoing as unknown as FaqChange)
    case 'binding':
      return takeBackBinding(call, undoing['was'] as EarlierBinding | null, undoing['groupId'] as number)
    case 'taken-up':
      await giveBackGroup(call, undoing as unknown as TakenUp, cause)
      return call.reply('已撤销，这个群没有接上，攒下的消息不在这里发。找到原来的群后，请在那个群里发 /绑定。')
    default:
      throw new Error(`no way to undo ${undoing.kind}`)
  }
}

function changeOf(call: Call, undoing: Undoing): RoleChange {
  return {
    communityId: call.community as CommunityId,
    personId: undoing['personId'] as PersonId,
    role: undoing['role'] as RoleTarget,
    by: call.person,
    now: call.now,
  }
}

/** Gives back to the lead what was his, and to a deputy that he is one. */
async function takeBackAppointment({ tx }: Call, change: RoleChange, { outcome, formerLead }: Undoing): Promise<void> {
  const { role } = change
  const inGrid = (post: 'lead' | 'deputy') => (role.kind === 'GRID_WORKER' ? { ...role, post } : role)
  if (formerLead) await appoint(tx, { ...change, personId: formerLead as PersonId, role: inGrid('lead') })
  if (outcome === 'promoted' && formerLead) return
  await dismiss(tx, change)
  if (outcome === 'promoted') await appoint(tx, { ...change, role: inGrid('deputy') })
}

type EarlierBinding = GroupScope & { readonly communityId: CommunityId; readonly topic: string }

async function takeBackBinding(call: Call, was: EarlierBinding | null, groupId: number): Promise<void> {
  const row = await call.tx.chatGroup.findUniqueOrThrow({ where: { id: groupId } })
  const place = { account: row.account as AccountId, chatId: row.chatId as ChatId, by: call.person, now: call.now }
  if (was) await putBinding(call.tx, { ...place, topic: was.topic, communityId: was.communityId, scope: was })
  else if (await groupOf(call.tx, place.account, place.chatId)) await unbindGroup(call.tx, place)
  await call.reply(was ? '已撤销，这个群恢复原来的绑定。' : '已撤销，这个群没有绑定。')
}
