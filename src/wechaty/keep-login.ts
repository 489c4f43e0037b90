import { randomUUID } from 'node:crypto'
import type { EventEmitter } from 'node:events'
import { rename, rm, writeFile } from 'node:fs/promises'
import type { Wechaty } from 'wechaty'
import type { Puppet } from './puppet.ts'

/**
 * wechaty-puppet-wechat4u logs the account out of WeChat when it is stopped and forgets the login, so that every restart
 * would want the code scanned again; and its listener for that then trips over the stopped client. Call this before
 * stopping a puppet: the account stays logged in, and the kept login is used at the next start. Other puppets are left
 * as they are.
 */
export function keepLogin(puppet: Puppet): void {
  const client = (puppet as { wechat4u?: EventEmitter & { logout?: () => Promise<unknown> } }).wechat4u
  if (!client) return
  client.removeAllListeners('logout')
  client.logout = async () => {}
}

/** What is used of the card on which Wechaty keeps the login, and of the file below it (memory-card 1.1). */
interface Card {
  readonly storage?: { readonly absFileName?: string; save(payload: unknown): Promise<void> }
}

/**
 * Wechaty writes the login over the old one: a kill at that moment, or a full disk, leaves half of it or nothing, and
 * somebody has to scan the code again. From now on the new one takes the old one's place only when it is whole.
 */
export function keepLoginWhole(bot: Wechaty): void {
  const { storage } = (bot as unknown as { readonly memory: Card }).memory
  const path = storage?.absFileName
  if (!path) return
  storage.save = async (payload) => {
    const beside = `${path}.${randomUUID()}.part`
    try {
      await writeFile(beside, JSON.stringify(payload), { mode: 0o600, flush: true })
      await rename(beside, path)
    } catch (error) {
      await rm(beside, { force: true })
      throw error
    }
  }
}
