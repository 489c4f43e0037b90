import type { EventEmitter } from 'node:events'
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
