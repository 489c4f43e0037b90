import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http2'
import { createServer as createTcpServer, type Server } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { PuppetServer } from 'wechaty-puppet-service'
import type { ChatId } from '../../src/ids.ts'
import { SandboxPuppet } from '../../src/sandbox/puppet.ts'
import type { WechatyConnection } from '../../src/wechaty/connection.ts'
import { reach } from '../../src/wechaty/reach.ts'
import { Cable } from '../gateway/cable.ts'
import { type Gateway, startGateway } from '../gateway/gateway.ts'
import { type Listening, listening } from './listening.ts'
import { GRID_3, world } from './world.ts'

const group = { kind: 'group', id: GRID_3 as ChatId } as const

describe('a gateway behind a cable that can be cut', () => {
  let gateway: Gateway
  let cable: Cable
  let connection: WechatyConnection
  let listener: Listening

  async function connected(times: { silentMs: number; answerMs: number }) {
    const heard = listening({
      puppet: 'wechaty-puppet-service',
      env: { ...gateway.env, WECHATY_PUPPET_SERVICE_ENDPOINT: `127.0.0.1:${cable.port}` },
      ...times,
    })
    ;({ connection, listener } = heard)
    await connection.start()
    await listener.heard('login')
    await gateway.connected()
  }

  beforeEach(async () => {
    gateway = await startGateway(world)
    cable = await Cable.to(Number(gateway.env['WECHATY_PUPPET_SERVICE_ENDPOINT']?.split(':')[1]))
  })
  afterEach(async () => {
    await connection.stop()
    await cable.remove()
    await gateway.stop()
  })

  it('is noticed to be gone though nobody closed the connection, and is heard again within 5 s of its return', async () => {
    await connected({ silentMs: 200, answerMs: 300 })
    const before = performance.now()
    cable.cut()
    const cutAt = Date.now()
    const [logout] = await listener.heard('logout')
    // Silent for 200 to 400 ms, then asked twice.
    expect(performance.now() - before).toBeLessThan(2500)
    expect(logout?.until.getTime(), 'heard no longer than to the cut').toBeLessThanOrEqual(cutAt)
    await expect(connection.send({ chat: group, text: '在吗', mentions: [] })).rejects.toThrow('not connected')
    // Attempts are made in the meantime on a port that takes them and says nothing.
    await vi.waitFor(() => expect(connection.state()).toBe('connecting'))
    cable.mend()
    const mended = performance.now()
    await listener.heard('login', 2)
    expect(performance.now() - mended).toBeLessThan(5000)
    await gateway.connected()
    gateway.says({ who: '张三', chat: GRID_3, text: '回来了' })
    await listener.heard('message')
  }, 30_000)

  it('is left alone while it is silent but answers', async () => {
    let asked = 0
    gateway.puppet.ding = () => {
      asked++
      // A gateway that does not know the call answers too.
      if (asked % 2 === 0) throw new Error('not supported')
    }
    await connected({ silentMs: 30, answerMs: 100 })
    await vi.waitFor(() => expect(asked).toBeGreaterThan(6), { timeout: 5000 })
    gateway.says({ who: '张三', chat: GRID_3, text: '还在吗' })
    await listener.heard('message')
    expect(listener.events.filter(({ kind }) => kind === 'logout')).toEqual([])
  })

  it('is left when it answers calls but its stream of events has dried up', async () => {
    gateway.puppet.ding = (data) => void gateway.puppet.emit('dong', { data })
    await connected({ silentMs: 50, answerMs: 100 })
    let dings = 0
    gateway.puppet.ding = (data) => {
      dings++
      if (dings <= 3) gateway.puppet.emit('dong', { data: data ?? '' })
    }
    await listener.heard('logout')
    await listener.heard('login', 2)
    expect(dings).toBeGreaterThanOrEqual(5)
  })

  it('does not pile up connections while it hangs', async () => {
    await connected({ silentMs: 100, answerMs: 100 })
    cable.cut()
    await listener.heard('logout')
    const open: number[] = []
    for (let look = 0; look < 3; look++) {
      await new Promise((resolve) => setTimeout(resolve, 1000))
      open.push(cable.open)
    }
    // At the near end the one being tried; at the far end the one that was cut.
    expect(Math.max(...open)).toBeLessThanOrEqual(3)
  }, 30_000)
})

describe('a login that follows a logout in one breath', () => {
  it('is not overlooked', async () => {
    const gateway = await startGateway(world)
    const { connection, listener } = listening({ puppet: 'wechaty-puppet-service', env: gateway.env })
    try {
      await connection.start()
      await listener.heard('login')
      await gateway.connected()
      gateway.puppet.emit('logout', { contactId: 'wxid_xiaoge', data: 'kicked' })
      gateway.puppet.emit('login', { contactId: 'wxid_xiaoge' })
      await listener.heard('login', 2)
      expect(connection.state()).toBe('logged-in')
      await connection.send({ chat: group, text: '在', mentions: [] })
      expect(gateway.said(GRID_3)).toHaveLength(1)
    } finally {
      await connection.stop()
      await gateway.stop()
    }
  })
})

it('reaches a gateway with TLS, and talks to it', async () => {
  const puppet = new SandboxPuppet({ ...world, account: { id: 'wxid_xiaoge', name: '小格' } })
  const taken = createTcpServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => taken.once('listening', resolve))
  const endpoint = `127.0.0.1:${(taken.address() as { port: number }).port}`
  await new Promise((resolve) => taken.close(resolve))
  const token = `insecure_${randomUUID()}`
  const server = new PuppetServer({ endpoint, puppet, token })
  await server.start()
  const env = { WECHATY_PUPPET_SERVICE_TOKEN: token, WECHATY_PUPPET_SERVICE_ENDPOINT: endpoint }
  const { connection, listener } = listening({ puppet: 'wechaty-puppet-service', env })
  try {
    await connection.start()
    await listener.heard('login')
    puppet.say({ from: 'wxid_ma', chat: GRID_3, text: '在吗' })
    await listener.heard('message')
  } finally {
    await connection.stop()
    await server.stop()
    await puppet.stop()
  }
})

describe('looking whether a gateway is there', () => {
  const servers: { close: () => unknown }[] = []
  afterEach(() => {
    for (const server of servers.splice(0)) server.close()
  })
  async function at(server: Pick<Server, 'listen' | 'once' | 'address' | 'close'>): Promise<string> {
    servers.push(server)
    await new Promise<void>((resolve) => {
      server.once('listening', resolve)
      server.listen(0, '127.0.0.1')
    })
    return `127.0.0.1:${(server.address() as { port: number }).port}`
  }
  const plain = { tls: false, serverName: 'insecure' }

  it('finds one that speaks HTTP/2', async () => {
    const endpoint = await at(createServer())
    await expect(reach({ endpoint, ...plain }, 2000)).resolves.toBeUndefined()
  })

  it('is told at once of a port that is closed', async () => {
    const server = createTcpServer()
    const endpoint = await at(server)
    await new Promise((resolve) => server.close(resolve))
    const began = performance.now()
    await expect(reach({ endpoint, ...plain }, 2000)).rejects.toThrow(/cannot be reached.*ECONNREFUSED/)
    expect(performance.now() - began).toBeLessThan(500)
  })

  it('gives up on a port that says nothing', async () => {
    const endpoint = await at(createTcpServer())
    await expect(reach({ endpoint, ...plain }, 100)).rejects.toThrow('no answer within 100 ms')
  })

  it.each(['dns:///gateway:8788', 'wechaty://api/insecure_x', 'gateway'])('does not judge %s', async (endpoint) => {
    await expect(reach({ endpoint, ...plain }, 100)).resolves.toBeUndefined()
  })
})
