import { type Wechaty, WechatyBuilder } from 'wechaty'
import { mock, PuppetMock } from 'wechaty-puppet-mock'
import { SandboxPuppet } from '../../src/sandbox/puppet.ts'
import { GRID_3, Town } from '../stories/town.ts'
import { atLeast, type Findings, median, type Row } from './table.ts'

const ROUNDS = 5
const MESSAGES = 600
/** So many are on their way at a time: what is measured is the speed, not a queue. */
const AHEAD = 100

/** What takes messages in, and how many it is done with. */
interface Lane {
  readonly part: string
  readonly what: string
  say(text: string): void
  done(): number
  /** resolves when everything said so far has been dealt with to its end */
  settled(): Promise<void>
  close(): Promise<void>
}

/** (a) a bare Wechaty that says everything back, (b) chit-chat that gezhong hears and leaves alone, in turns. */
export async function echoes(): Promise<Findings> {
  const lanes = [await bareEcho(), await sandboxEcho(), await chitChat()]
  const speeds = new Map<Lane, number[]>(lanes.map((lane) => [lane, []]))
  for (const lane of lanes) await run(lane, MESSAGES)
  for (let round = 0; round < ROUNDS; round++) {
    for (const lane of lanes) speeds.get(lane)?.push(await run(lane, MESSAGES))
  }
  for (const lane of lanes) await lane.close()
  const rows = lanes.map((lane): Row => {
    const perSecond = median(speeds.get(lane) ?? [])
    return { part: lane.part, what: lane.what, count: ROUNDS * MESSAGES, perSecond }
  })
  const [echo, , chat] = rows.map(({ perSecond = Number.NaN }) => perSecond)
  return { rows, verdicts: [atLeast('chit-chat / bare echo', (chat ?? 0) / (echo ?? 0), 0.5)] }
}

/** Says so many messages, and returns how many per second were dealt with. */
async function run(lane: Lane, messages: number): Promise<number> {
  const before = lane.done()
  const began = performance.now()
  for (let said = 0; said < messages; ) {
    while (said < messages && said - (lane.done() - before) < AHEAD) lane.say(`今天天气不错 ${said++}`)
    await nextTurn()
  }
  while (lane.done() - before < messages) await nextTurn()
  await lane.settled()
  return (messages / (performance.now() - began)) * 1000
}

async function bareEcho(): Promise<Lane> {
  const mocker = new mock.Mocker()
  const puppet = new PuppetMock({ mocker })
  const { wechaty, heard } = await echoing(puppet, 'floor')
  const [bot, resident] = mocker.createContacts(2)
  if (!bot || !resident) throw new Error('the puppet made no contacts')
  mocker.login(bot)
  const room = mocker.createRoom({ id: GRID_3, memberIdList: [bot.id, resident.id] })
  return {
    part: 'a',
    what: 'bare Wechaty echo over PuppetMock (the floor)',
    say: (text) => resident.say(text).to(room),
    done: heard,
    settled: async () => {},
    close: () => wechaty.stop(),
  }
}

async function sandboxEcho(): Promise<Lane> {
  const puppet = new SandboxPuppet({
    account: { id: 'bot', name: '小格' },
    people: [{ contact: 'ma', name: '马先生', friend: true }],
    groups: [{ chatId: GRID_3, topic: '3网格', members: ['ma'] }],
  })
  const { wechaty, heard } = await echoing(puppet, 'floor-of-sandbox')
  while (!puppet.isLoggedIn) await nextTurn()
  return {
    part: 'a',
    what: 'the same over the puppet of the sandbox',
    say: (text) => puppet.say({ from: 'ma', chat: GRID_3, text }),
    done: heard,
    settled: async () => {},
    close: () => wechaty.stop(),
  }
}

async function echoing(
  puppet: PuppetMock | SandboxPuppet,
  name: string,
): Promise<{ wechaty: Wechaty; heard: () => number }> {
  // Wechaty brings its own copy of the puppet's types.
  const wechaty = WechatyBuilder.build({ puppet: puppet as never, name })
  let heard = 0
  wechaty.on('message', async (message) => {
    if (message.self()) return
    await message.say(message.text())
    heard += 1
  })
  wechaty.on('error', (error) => void process.stderr.write(`${error.message}\n`))
  await wechaty.start()
  return { wechaty, heard: () => heard }
}

async function chitChat(): Promise<Lane> {
  const town = await Town.open()
  return {
    part: 'b',
    what: 'chit-chat through gezhong, over the puppet of the sandbox',
    say: (text) => town.puppet.say({ from: 'ma', chat: GRID_3, text }),
    done: () => town.handled,
    settled: () => town.bot.idle(),
    close: () => town.close(),
  }
}

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve))
