import type { Logger } from 'pino'
import type { Wechaty } from 'wechaty'
import { types } from 'wechaty-puppet'
import type { GatewayListener } from '../chat/gateway.ts'
import type { AccountId, ContactId } from '../ids.ts'
import type { Clock } from '../time/clock.ts'

export interface FriendOptions {
  readonly account: () => AccountId | undefined
  readonly listener: Pick<GatewayListener, 'friend'>
  /** how long to wait before accepting, in milliseconds: an account that accepts at once looks like a machine */
  readonly acceptAfterMs: () => number
  readonly clock: Clock
  readonly log: Logger
}

/** Most puppets tell of a friendship twice: when we accept it and when WeChat confirms it. */
const SAME_FRIENDSHIP_MS = 10 * 60_000

/**
 * Accepts whoever asks to be a friend, since the bot can write in private only to friends, and reports each new friend
 * once. Returns how to stop; requests still waiting are then left open.
 */
export function acceptFriends(bot: Wechaty, options: FriendOptions): () => void {
  const { account, listener, acceptAfterMs, clock, log } = options
  const waiting = new Set<NodeJS.Timeout>()
  const reported = new Map<string, number>()

  const report = (id: string, name: string) => {
    const me = account()
    if (!me) return
    const now = clock.now().getTime()
    for (const [contact, at] of reported) if (now - at > SAME_FRIENDSHIP_MS) reported.delete(contact)
    if (reported.has(id)) return
    reported.set(id, now)
    listener.friend({ account: me, id: id as ContactId, name })
  }

  const onFriendship = (friendship: Parameters<Parameters<typeof bot.on<'friendship'>>[1]>[0]) => {
    const contact = friendship.contact()
    const failed = (error: unknown) =>
      log.error({ err: error, contact: contact.id }, 'a friend request was not accepted')
    const accept = () => {
      bot.puppet
        .friendshipAccept(friendship.id)
        .then(() => report(contact.id, contact.name()))
        .catch(failed)
    }
    try {
      if (friendship.type() === types.Friendship.Confirm) return report(contact.id, contact.name())
      if (friendship.type() !== types.Friendship.Receive) return
      const delay = acceptAfterMs()
      if (delay <= 0) return accept()
      const timer = setTimeout(() => {
        waiting.delete(timer)
        accept()
      }, delay)
      waiting.add(timer)
    } catch (error) {
      failed(error)
    }
  }

  bot.on('friendship', onFriendship)
  return () => {
    bot.off('friendship', onFriendship)
    for (const timer of waiting) clearTimeout(timer)
    waiting.clear()
  }
}
