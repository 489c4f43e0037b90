import type { StoredFile } from '../../attachments/store.ts'
import type { Call } from '../../chat/call.ts'
import type { IncomingMessage } from '../../chat/incoming.ts'
import { groupOf } from '../../community/groups.ts'
import { communityOf } from '../../community/membership.ts'
import { findPerson } from '../../community/people.ts'
import { rolesOf } from '../../community/roles.ts'
import type { Actor } from '../../courses/act.ts'
import type { Database, Db } from '../../database/database.ts'
import type { CommunityId } from '../../ids.ts'
import { Refusal } from '../../refusal.ts'
import type { DirectiveDesk } from '../directives/desk.ts'
import { communityFor } from '../issue-act.ts'

/** What the handlers of courses are made with. */
export interface CourseDesk extends DirectiveDesk {
  readonly database: Database
  /** keeps a picture that was drawn */
  readonly keepPicture: (bytes: Uint8Array) => Promise<StoredFile>
}

/** The sender as somebody who acts on courses of the community the message is about. */
export function courseActor(call: Call): Exclude<Actor, 'bot'> {
  const kinds = call.roles.flatMap(({ kind, communityId }) => (communityId === communityFor(call) ? [kind] : []))
  const office = kinds.includes('SECRETARY') ? 'secretary' : kinds.includes('STAFF') ? 'staff' : undefined
  return { personId: call.person, office }
}

/** @throws Refusal for who is not of the staff */
export function checkOffice(call: Call, what: string): void {
  if (courseActor(call).office === undefined) throw new Refusal(`${what}由社区工作人员来做。`)
}

/** What concerns one person or the office is not said before residents. @throws Refusal in any other group */
export function checkPlace(call: Call, name: string): void {
  if (call.group && call.group.purpose !== 'STAFF') throw new Refusal(`/${name} 请私聊小格发，或者在工作群里发。`)
}

/** The community a message is about, for what is found out before its transaction. */
export async function communityOfMessage(db: Db, message: IncomingMessage): Promise<CommunityId | undefined> {
  const { account, chat, sender } = message
  if (chat.kind === 'group') return (await groupOf(db, account, chat.id))?.communityId
  const person = await findPerson(db, account, sender.id)
  return person === undefined ? undefined : communityOf(db, person, await rolesOf(db, person))
}
