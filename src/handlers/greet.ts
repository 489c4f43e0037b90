import { put } from '../chat/outbox.ts'
import { setFriend } from '../community/people.ts'
import type { Tx } from '../database/database.ts'
import type { AccountId, ChatId, ContactId } from '../ids.ts'

/** Greets somebody who has become a friend of the account, once, and knows from now on that they can be written to. */
export async function greet(
  tx: Tx,
  { account, id }: { readonly account: AccountId; readonly id: ContactId },
  now: Date,
): Promise<void> {
  await setFriend(tx, account, id, true)
  const chat = { kind: 'private', id: id as string as ChatId } as const
  const text =
    '您好，我是小格，网格里帮忙跑腿的。有事发 /报事 加上地点和情况，比如：/报事 3号楼2单元楼道灯不亮。想看还能做什么，发 /帮助。'
  await put(tx, { account, chat, text, priority: 'reply', key: `greeting:${account}:${id}` }, now)
}
