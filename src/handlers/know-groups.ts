import type { Call } from '../chat/call.ts'
import { closeDialog, type Dialog, type DialogPlace, dialogPlace, openDialog, openDialogAt } from '../chat/dialog.ts'
import { put } from '../chat/outbox.ts'
import { wordingOf } from '../chat/wording.ts'
import { groupTitle } from '../community/group-title.ts'
import type { BoundGroup } from '../community/groups.ts'
import type { Contact } from '../community/people.ts'
import { mayConfirm, openProposals, type Proposal, refuseProposal, suspendedNamed } from '../community/regroup.ts'
import { contactsInPosts, type Post } from '../community/roles.ts'
import type { Tx } from '../database/database.ts'
import type { AccountId, ChatId, ContactId } from '../ids.ts'
import { takeUpGroup } from './take-up-group.ts'

const KNOW_GROUP_DIALOG = 'know-group'
/** A worker on holiday still finds the question waiting. */
const ANSWER_WAIT_MS = 7 * 24 * 3_600_000

/** What was asked about a group. `told`: the question was put to them, not only left open. */
interface Asked {
  readonly groupId: number
  readonly chatId: string
  readonly told: boolean
  /** the message to whose answer the question was added */
  readonly beside?: string
}

/** A question that could not be put in private: whom it is for, and what to say to them elsewhere. */
export interface Invitation {
  readonly contactId: ContactId
  readonly text: string
}

/**
 * Asks, for every suspended group of which a likely chat is known and nobody was asked yet, one of those who may say so:
 * a worker of its grid, or staff for any other group. Somebody answers one question at a time. Returns what could not be
 * said in private, because the bot does not know whether it may write there: the dialog is open all the same.
 */
export async function askAboutGroups(tx: Tx, account: AccountId, now: Date): Promise<Invitation[]> {
  const unsaid: Invitation[] = []
  // Another question has taken the place of what was open with them.
  const askedNow = new Set<ContactId>()
  for (const { proposal, judges, asked: before } of await withAsked(
    tx,
    account,
    await openProposals(tx, account),
    now,
  )) {
    const asked = before.filter(({ contactId }) => !askedNow.has(contactId))
    if (asked.some(({ told }) => told)) continue
    const contact = await firstFree(tx, account, judges, now)
    // Who was invited need not be invited again, but may have become somebody who can be written to.
    if (!contact || (asked.length > 0 && !contact.friend)) continue
    await open(tx, privatePlace(account, contact), proposal, { told: contact.friend }, now)
    askedNow.add(contact.contactId)
    if (!contact.friend) {
      unsaid.push({ contactId: contact.contactId, text: await invitation(tx, proposal) })
      continue
    }
    await put(
      tx,
      {
        account,
        chat: { kind: 'private', id: contact.contactId as string as ChatId },
        text: await question(tx, proposal),
        priority: 'news',
        key: `know-group:${proposal.group.id}:${account}:${proposal.chatId}:${contact.contactId}`,
      },
      now,
    )
  }
  return unsaid
}

/** Hears the one word that says whether a chat is the group it seems to be. */
export function knowGroupDialog(): Dialog {
  return {
    kind: KNOW_GROUP_DIALOG,
    waitMs: ANSWER_WAIT_MS,
    answer: async (call, state) => {
      const { groupId, chatId, told } = state as Asked
      const { tx, message, now } = call
      const said = yesOrNo(message.text)
      const proposal = (await openProposals(tx, message.account)).find(
        ({ group, chatId: seems }) => group.id === groupId && seems === chatId,
      )
      // It was settled in another way, or whoever was asked lost the role in the meantime.
      if (!proposal || !mayConfirm(proposal.group, call.roles)) {
        await closeDialog(tx, dialogPlace(message))
        if (!said || !told) return 'not mine'
        await call.reply('这个群不用再确认了。')
        return 'done'
      }
      if (!said) {
        // What they wanted comes first, the question after it.
        if (!told) await askBeside(call, proposal)
        return 'not mine'
      }
      await settle(call, proposal, said, await groupTitle(tx, proposal.group))
      await closeDialog(tx, dialogPlace(message))
      await askAboutGroups(tx, message.account, now)
      return (await openDialogAt(tx, dialogPlace(message), now)) ? 'open' : 'done'
    },
  }
}

/** Puts the question after the answer to what somebody has just written. */
async function askBeside(call: Call, proposal: Proposal): Promise<void> {
  const { tx, message, now } = call
  await call.reply(await question(tx, proposal), { priority: 'news' })
  await open(tx, dialogPlace(message), proposal, { told: true, beside: message.id }, now)
}

/** Somebody writes in private who may know a group about which nobody has been asked: asks them. False: there is none. */
export async function askWhoWrites(call: Call): Promise<boolean> {
  const { tx, message, now } = call
  if (message.chat.kind !== 'private') return false
  const dialog = await openDialogAt(tx, dialogPlace(message), now)
  if (dialog) return dialog.kind === KNOW_GROUP_DIALOG && (dialog.state as Asked).beside === message.id
  const theirs = (await openProposals(tx, message.account)).filter(({ group }) => mayConfirm(group, call.roles))
  for (const { proposal, asked } of await withAsked(tx, message.account, theirs, now)) {
    if (asked.some(({ told }) => told)) continue
    await call.reply(await question(tx, proposal))
    await open(tx, dialogPlace(message), proposal, { told: true }, now)
    return true
  }
  return false
}

/**
 * 确认 or 不是, said to the bot in a group that is not bound, by somebody who may say so. Without a proposal a worker's word
 * counts for the one suspended group of their grid that bears this group's name. False: it was nothing of the kind.
 */
export async function knowGroupHere(call: Call): Promise<boolean> {
  const { tx, message } = call
  const said = yesOrNo(message.text)
  if (!said || message.chat.kind !== 'group') return false
  const chatId = message.chat.id
  const proposal = (await openProposals(tx, message.account)).find((each) => each.chatId === chatId)
  if (proposal) {
    if (!mayConfirm(proposal.group, call.roles)) return false
    await settle(call, { ...proposal, topic: message.topic }, said, '这个群')
    return true
  }
  if (said === 'no') return false
  const workers = call.roles.filter(({ kind }) => kind === 'GRID_WORKER')
  const named = (await suspendedNamed(tx, message.account, message.topic)).filter((group) => mayConfirm(group, workers))
  const [group] = named
  if (!group || named.length > 1) return false
  await settle(call, { group, chatId, topic: message.topic, agreeing: 0, members: 0 }, 'yes', '这个群')
  return true
}

async function settle(call: Call, proposal: Proposal, said: 'yes' | 'no', title: string): Promise<void> {
  if (said === 'yes') {
    const waiting = await takeUpGroup(call, proposal.group, proposal)
    return call.reply(`好的，${title}接上了。${waiting}`)
  }
  await refuseProposal(call.tx, proposal, call.person, call.now)
  await call.reply(
    `好的，记下了。找到原来的群后，请工作人员在那个群里发 ${await bindingCommand(call.tx, proposal.group)}。`,
  )
}

/** A proposal, who may be asked about it, and what is open about it with those who may still answer. */
interface Open {
  readonly proposal: Proposal
  /** the lead first, then those who can certainly be written to before those who perhaps cannot */
  readonly judges: readonly Contact[]
  readonly asked: readonly (Asked & Pick<Contact, 'contactId'>)[]
}

/** The same for all proposals: after a login there are as many as groups, and each answer asks for all of them again. */
async function withAsked(tx: Tx, account: AccountId, proposals: readonly Proposal[], now: Date): Promise<Open[]> {
  if (proposals.length === 0) return []
  const posts = proposals.map(({ group }) => postsOver(group))
  const contacts = await contactsInPosts(tx, account, posts.flat())
  const questions = await tx.dialog.findMany({
    where: { account, kind: KNOW_GROUP_DIALOG, expiresAt: { gt: now } },
    select: { contactId: true, state: true },
  })
  return proposals.map((proposal, index) => {
    const people = contacts.splice(0, posts[index]?.length ?? 0).flat()
    const judges = [...people.filter(({ friend }) => friend), ...people.filter(({ friend }) => !friend)]
    const asked = questions
      .map(({ contactId, state }) => ({ ...(state as unknown as Asked), contactId: contactId as ContactId }))
      .filter(({ groupId }) => groupId === proposal.group.id)
      .filter(({ contactId }) => judges.some((judge) => judge.contactId === contactId))
    return { proposal, judges, asked }
  })
}

/** Whose word on a group counts. */
function postsOver({ gridId, communityId }: BoundGroup): Post[] {
  if (gridId !== undefined) return [{ kind: 'GRID_WORKER', gridId }]
  return [
    { kind: 'STAFF', communityId },
    { kind: 'SECRETARY', communityId },
  ]
}

async function firstFree(
  tx: Tx,
  account: AccountId,
  people: readonly Contact[],
  now: Date,
): Promise<Contact | undefined> {
  for (const contact of people) {
    const dialog = await openDialogAt(tx, privatePlace(account, contact), now)
    const unaware = dialog?.kind === KNOW_GROUP_DIALOG && !(dialog.state as Asked).told
    if (!dialog || (unaware && contact.friend)) return contact
  }
  return undefined
}

function privatePlace(account: AccountId, { contactId }: Contact): DialogPlace {
  return { account, chatId: contactId as string as ChatId, contactId }
}

async function open(
  tx: Tx,
  place: DialogPlace,
  { group, chatId }: Proposal,
  how: Pick<Asked, 'told' | 'beside'>,
  now: Date,
): Promise<void> {
  await openDialog(tx, place, {
    kind: KNOW_GROUP_DIALOG,
    state: { groupId: group.id, chatId, ...how },
    expiresAt: new Date(now.getTime() + ANSWER_WAIT_MS),
  })
}

async function question(tx: Tx, proposal: Proposal): Promise<string> {
  return `小格重新登录过，认不出原来的群了。${await likeness(tx, proposal)}是请回“确认”，不是请回“不是”。`
}

async function invitation(tx: Tx, proposal: Proposal): Promise<string> {
  return `小格重新登录过，认不出原来的群了。${await likeness(tx, proposal)}是请私下给小格回“确认”，不是请回“不是”。`
}

async function likeness(tx: Tx, { group, topic, agreeing, members }: Proposal): Promise<string> {
  const names = members > 0 ? `，原来${members}人里有${agreeing}人名字一样` : ''
  return `「${topic}」像是原来${await groupTitle(tx, group)}${names}。`
}

/** What staff say in a group to bind it as this one was. */
async function bindingCommand(tx: Tx, { gridId, unitId }: BoundGroup): Promise<string> {
  if (gridId) return `/绑定 ${(await tx.grid.findUniqueOrThrow({ where: { id: gridId } })).number}`
  if (unitId) return `/绑定 ${(await tx.unit.findUniqueOrThrow({ where: { id: unitId } })).name}`
  return '/绑定 工作群'
}

function yesOrNo(text: string): 'yes' | 'no' | undefined {
  const word = wordingOf(text).text.replace(/^[/、\\]|[\s。.，,~]+/gu, '')
  if (/^(确认|是|是的|对|对的)$/.test(word)) return 'yes'
  return /^(不是|不是的|不对|否)$/.test(word) ? 'no' : undefined
}
