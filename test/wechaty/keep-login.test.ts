import { EventEmitter } from 'node:events'
import { expect, it } from 'vitest'
import { SandboxPuppet } from '../../src/sandbox/puppet.ts'
import { keepLogin } from '../../src/wechaty/keep-login.ts'
import { world } from './world.ts'

it('keeps a stopping wechat4u from logging the account out and forgetting it', () => {
  const done: string[] = []
  // What wechat4u's client does when it is stopped: wechat4u/src/wechat.js, stop().
  class Client extends EventEmitter {
    async logout() {
      done.push('logged out of WeChat')
    }
    stop() {
      void this.logout()
      this.emit('logout')
    }
  }
  const puppet = new SandboxPuppet({ ...world, account: { id: 'wxid_xiaoge', name: '小格' } })
  const client = new Client().on('logout', () => done.push('forgot the login'))
  Object.assign(puppet, { wechat4u: client })
  keepLogin(puppet)
  client.stop()
  expect(done).toEqual([])
})
