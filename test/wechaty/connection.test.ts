import { mkdtemp, open, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { types } from 'wechaty-puppet'
import type { ChatId } from '../../src/ids.ts'
import { OperatorError } from '../../src/operator-error.ts'
import { SandboxPuppet } from '../../src/sandbox/puppet.ts'
import { MovableClock } from '../../src/time/clock.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import type { WechatyConnection } from '../../src/wechaty/connection.ts'
import * as puppets from '../../src/wechaty/puppet.ts'
import { startGateway } from '../gateway/gateway.ts'
import { runFolder } from '../run-folder.ts'
import { Listening, listening } from './listening.ts'
import { GRID_3, world } from './world.ts'

const account = { id: 'wxid_xiaoge', name: '小格' }
const group = { kind: 'group', id: GRID_3 as ChatId } as const

let running: WechatyConnection[] = []
afterEach(async () => {
  vi.restoreAllMocks()
  await Promise.all(running.map((connection) => connection.stop()))
  running = []
})

async function inProcess(options: Parameters<typeof listening>[0] | Record<string, never> = {}) {
  const puppet = new SandboxPuppet({ ...world, account })
  const heard = listening({ puppet, ...options })
  running.push(heard.connection)
  await heard.connection.start()
  await ((options.listener as Listening | undefined) ?? heard.listener).heard('login')
  return { puppet, ...heard }
}

describe('a puppet in this process', () => {
  it('logs in, speaks, hears, and leaves no file behind', async () => {
    const before = await readdir('.')
    const { puppet, connection, listener } = await inProcess()
    expect(listener.events[0]).toEqual({ kind: 'login', account: 'wxid_xiaoge', name: '小格' })
    expect(connection.account()).toBe('wxid_xiaoge')
    expect(connection.state()).toBe('logged-in')
    puppet.say({ from: 'wxid_ma', chat: GRID_3, text: '灯坏了' })
    await listener.heard('message')
    await connection.send({ chat: group, text: '收到', mentions: [] })
    await listener.heard('echo')
    expect(connection.lastHeard()).toBeInstanceOf(Date)
    await connection.stop()
    expect(connection.account()).toBeUndefined()
    await expect(connection.send({ chat: group, text: '在吗', mentions: [] })).rejects.toThrow('not connected')
    expect(await readdir('.')).toEqual(before)
  })

  it('shows the code to scan, once, and takes it away at the login', async () => {
    const { puppet, connection, listener } = await inProcess()
    await puppet.logout()
    await listener.heard('logout')
    expect(connection.state()).toBe('logged-out')
    const scan = { qrcode: 'https://login.weixin.qq.com/l/x', status: types.ScanStatus.Waiting }
    puppet.emit('scan', scan)
    puppet.emit('scan', scan)
    expect(connection.state()).toBe('scan')
    puppet.login(account.id)
    await listener.heard('login', 2)
    expect(await listener.heard('scan')).toEqual([
      { kind: 'scan', url: 'https://login.weixin.qq.com/l/x' },
      { kind: 'scan', url: undefined },
    ])
  })

  it('takes no harm from a listener that throws or rejects', async () => {
    class Clumsy extends Listening {
      override message(message: Parameters<Listening['message']>[0]): void {
        super.message(message)
        throw new Error('clumsy')
      }
      override echo(echo: Parameters<Listening['echo']>[0]): Promise<void> {
        super.echo(echo)
        return Promise.reject(new Error('clumsy too'))
      }
    }
    const listener = new Clumsy()
    const { puppet, connection, logged } = await inProcess({ listener } as never)
    for (const text of ['一', '二']) puppet.say({ from: 'wxid_ma', chat: GRID_3, text })
    await listener.heard('message', 2)
    for (const text of ['三', '四']) await connection.send({ chat: group, text, mentions: [] })
    await listener.heard('echo', 2)
    await vi.waitFor(() => expect(logged.filter(({ msg }) => msg.startsWith('handing on'))).toHaveLength(4))
  })

  it('warns once of an error that the puppet repeats', async () => {
    const { puppet, listener, logged } = await inProcess()
    for (let i = 0; i < 20; i++) puppet.emit('error', new Error('no network'))
    puppet.say({ from: 'wxid_ma', chat: GRID_3, text: '还在' })
    await listener.heard('message')
    expect(logged.filter(({ msg }) => msg === 'wechaty reports an error')).toHaveLength(1)
  })

  it('takes no harm from an error of the puppet', async () => {
    const { puppet, listener } = await inProcess()
    puppet.emit('error', new Error('the puppet hiccups'))
    puppet.emit('message', { messageId: 'nowhere to be found' })
    puppet.emit('friendship', { friendshipId: 'nowhere to be found' })
    puppet.say({ from: 'wxid_ma', chat: GRID_3, text: '还在' })
    await listener.heard('message')
  })

  it('accepts a friend only after the delay, and leaves the request open when stopped before', async () => {
    const { puppet, connection, listener } = await inProcess({ acceptFriendAfterMs: () => 60_000 } as never)
    puppet.requestFriendship('wxid_zhang')
    puppet.say({ from: 'wxid_ma', chat: GRID_3, text: '好' })
    await listener.heard('message')
    await connection.stop()
    expect(puppet.isFriend('wxid_zhang')).toBe(false)
  })

  it('stops within 3 s though the puppet never does', async () => {
    const { puppet, connection } = await inProcess()
    const stop = vi.spyOn(puppet, 'stop').mockImplementation(() => new Promise(() => {}))
    const begun = Date.now()
    await connection.stop()
    expect(Date.now() - begun).toBeLessThan(3000)
    expect(stop).toHaveBeenCalled()
    stop.mockRestore()
    await puppet.stop()
  })
})

describe('a connection beyond help', () => {
  it('is told once when a puppet of this process stops', async () => {
    const { puppet, connection, listener } = await inProcess()
    await puppet.stop()
    const [told] = await listener.heard('failed')
    expect(told?.reason).toBe('the puppet stopped')
    expect(connection.state()).toBe('stopped')
    expect(connection.account()).toBeUndefined()
    await expect(connection.send({ chat: group, text: '在吗', mentions: [] })).rejects.toThrow('not connected')
    await connection.stop()
    expect(
      listener.events.filter(({ kind }) => kind === 'failed' || kind === 'logout').map(({ kind }) => kind),
    ).toEqual(['logout', 'failed'])
  })

  it('was heard until its last sign of life, not until somebody noticed that there were no more', async () => {
    const puppet = new SandboxPuppet({ ...world, account })
    vi.spyOn(puppets, 'makePuppet').mockResolvedValue(puppet)
    const clock = MovableClock.frozen(shanghai(2026, 6, 3, 9, 0))
    const { connection, listener } = listening({
      puppet: 'wechaty-puppet-x',
      env: {},
      dataDir: await temporary(),
      reconnectAfterMs: () => 60_000,
      clock,
    })
    running.push(connection)
    await connection.start()
    await listener.heard('login')
    clock.moveBy(60_000)
    puppet.emit('heartbeat', { data: 'alive' })
    const last = clock.now()
    clock.moveBy(61_000)
    // What Wechaty's watchdog does.
    await puppet.reset()
    const [logout] = await listener.heard('logout')
    expect(logout?.until).toEqual(last)
  })

  it('is told when a package can no longer make its puppet', async () => {
    const making = vi.spyOn(puppets, 'makePuppet')
    const puppet = new SandboxPuppet({ ...world, account })
    making.mockResolvedValueOnce(puppet)
    making.mockRejectedValue(new OperatorError('WECHATY_PUPPET=wechaty-puppet-x: that package is not installed'))
    const { connection, listener } = listening({ puppet: 'wechaty-puppet-x', env: {}, dataDir: await temporary() })
    running.push(connection)
    await connection.start()
    await listener.heard('login')
    await puppet.stop()
    const [told] = await listener.heard('failed')
    expect(told?.reason).toContain('not installed')
  })

  it('is told when a package’s puppet has failed ten times in a row, which another process may mend', async () => {
    let attempts = 0
    vi.spyOn(puppets, 'makePuppet').mockImplementation(async () => {
      attempts++
      throw new Error(`no, for the ${attempts}th time`)
    })
    const { connection, listener, logged } = listening({
      puppet: 'wechaty-puppet-x',
      env: {},
      dataDir: await temporary(),
      reconnectAfterMs: () => 1,
    })
    running.push(connection)
    await connection.start()
    const [told] = await listener.heard('failed')
    expect(told?.reason).toBe('no, for the 11th time')
    // Said when it began and when it ended, not each time.
    expect(logged).toHaveLength(2)
  })
})

it('never writes a new login over the old one, which a kill or a full disk would leave in halves', async () => {
  const dataDir = await temporary()
  const puppet = new SandboxPuppet({ ...world, account })
  const { connection, listener } = listening({ puppet, dataDir, name: 'main' })
  await connection.start()
  await listener.heard('login')
  const file = join(dataDir, 'wechaty', 'main.memory-card.json')
  const keep = async (login: string) => {
    await puppet.memory.set('login', login)
    await puppet.memory.save()
  }
  await keep('first')
  const before = await open(file)
  await keep('second')
  expect(await before.readFile('utf8'), 'whoever reads it meanwhile').toContain('first')
  await before.close()
  expect(await readFile(file, 'utf8')).toContain('second')
  expect(await readdir(join(dataDir, 'wechaty')), 'nothing is left beside it').toEqual(['main.memory-card.json'])
  await connection.stop()
})

describe('a gateway that misbehaves', () => {
  it('is left within 3 s though it never answers', async () => {
    const gateway = await startGateway(world)
    const { connection, listener } = listening({
      puppet: 'wechaty-puppet-service',
      env: gateway.env,
      dataDir: await temporary(),
    })
    await connection.start()
    await listener.heard('login')
    const stop = vi.spyOn(gateway.puppet, 'stop').mockImplementation(() => new Promise(() => {}))
    const begun = Date.now()
    await connection.stop()
    expect(Date.now() - begun).toBeLessThan(3000)
    stop.mockRestore()
    await gateway.stop()
  })

  it('is waited for when it is not there at the start', async () => {
    const gateway = await startGateway(world)
    await gateway.vanish()
    const { connection, listener } = listening({
      puppet: 'wechaty-puppet-service',
      env: gateway.env,
      dataDir: await temporary(),
    })
    running.push(connection)
    await connection.start()
    expect(connection.account()).toBeUndefined()
    await gateway.open()
    await listener.heard('login')
    await connection.stop()
    await gateway.stop()
  })
})

describe('a mistake of the operator', () => {
  it.each([
    [
      'an unknown puppet',
      'wechaty-puppet-nonsense',
      {},
      /wechaty-puppet-nonsense: no such puppet.*wechaty-puppet-service/,
    ],
    ['something that is no puppet', '../evil', {}, /no such puppet/],
    ['a package without a puppet', 'express', {}, /no such puppet/],
    ['a known puppet that is not installed', 'wechaty-puppet-padlocal', {}, /npm install wechaty-puppet-padlocal/],
    ['no token', 'wechaty-puppet-service', {}, /WECHATY_PUPPET_SERVICE_TOKEN is not set/],
    [
      'half a token',
      'wechaty-puppet-service',
      { WECHATY_PUPPET_SERVICE_TOKEN: 'abc' },
      /WECHATY_PUPPET_SERVICE_TOKEN must/,
    ],
  ])('is told in one line: %s', async (_, puppet, env, message) => {
    const { connection } = listening({ puppet, env, dataDir: await temporary() })
    const error = await connection.start().catch((reason) => reason)
    expect(error).toBeInstanceOf(OperatorError)
    expect(error.message).toMatch(message)
    expect(error.message).not.toContain('\n')
    expect(connection.state()).toBe('stopped')
  })
})

it.each(['127.0.0.1:99999', '127.0.0.1:web', 'http://127.0.0.1:8080', 'a b:8080', ':8080'])(
  'a gateway at %s is told in one line, not looked for for ever',
  async (endpoint) => {
    const env = { WECHATY_PUPPET_SERVICE_TOKEN: 'insecure_abc', WECHATY_PUPPET_SERVICE_ENDPOINT: endpoint }
    const { connection } = listening({ puppet: 'wechaty-puppet-service', env })
    const line = `WECHATY_PUPPET_SERVICE_ENDPOINT=${endpoint}: must be host:port, such as 127.0.0.1:8080`
    await expect(connection.start()).rejects.toThrow(new OperatorError(line))
    expect(connection.state()).toBe('stopped')
  },
)

const temporaries: string[] = []
afterAll(() => Promise.all(temporaries.map((dir) => rm(dir, { recursive: true }))))

async function temporary(): Promise<string> {
  const dir = await mkdtemp(join(runFolder(), 'wechaty-'))
  temporaries.push(dir)
  return dir
}
