import { type Wechaty, WechatyBuilder } from 'wechaty'
import { mock, PuppetMock } from 'wechaty-puppet-mock'
import { QUIET_MS } from '../../src/chat/bursts.ts'
import { SandboxPuppet } from '../../src/sandbox/puppet.ts'
import { GRID_3, Town } from '../stories/town.ts'
import { atLeast, type Findings, median, type Row } from './table.ts'
import { linesOfTalk } from './talk.ts'

/** Short ones, in turns: whatever slows the machine for a while slows all of a round. */
const ROUNDS = 100
const MESSAGES = 200
/** So many rounds come before, as for a bot that has been up for a while: until then the code is not yet compiled as it will be. */
const WARM_UP_ROUNDS = 50
/** Everybody says one thing and is quiet, but for one message in four that follows another of the same person. */
const RESIDENTS = MESSAGES
const AGAIN = 4
/** So many are on their way at a time: what is measured is the speed, not a queue. */
const AHEAD = 100

/** What takes messages in, and how many it is done with. */
interface Lane {
  readonly part: string
  readonly what: string
  /** somebody says it, each time somebody else */
  say(text: string, nth: number): void
  done(): number
  /** resolves when everything said so far has been dealt with to its end */
  settled(): Promise<void>
  close(): Promise<void>
}

/** (a) a bare Wechaty that says everything back, (b) chit-chat that gezhong hears and leaves alone, in turns. */
export async function echoes(): Promise<Findings> {
  const talk = linesOfTalk()
  const lanes = [await bareEcho(), await sandboxEcho(), await chitChat()]
  const speeds = new Map<Lane, number[]>(lanes.map((lane) => [lane, []]))
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
    for (const lane of lanes) {
      const speed = await run(lane, MESSAGES, talk)
      if (round >= WARM_UP_ROUNDS) speeds.get(lane)?.push(speed)
    }
  }
  for (const lane of lanes) await lane.close()
  const rows = lanes.map((lane): Row => {
    const perSecond = median(speeds.get(lane) ?? [])
    return { part: lane.part, what: lane.what, count: ROUNDS * MESSAGES, perSecond }
  })
  const [echo = [], , chat = []] = lanes.map((lane) => speeds.get(lane))
  const ratio = median(chat.map((speed, round) => speed / (echo[round] ?? Number.NaN)))
  return { rows, verdicts: [atLeast('chit-chat / bare echo', ratio, 0.5)] }
}

/** Says so many messages, one line of the talk after the other, and returns how many per second were dealt with. */
async function run(lane: Lane, messages: number, talk: readonly string[]): Promise<number> {
  const before = lane.done()
  const began = performance.now()
  for (let said = 0; said < messages; ) {
    while (said < messages && said - (lane.done() - before) < AHEAD) {
      const nth = before + said++
      lane.say(talk[nth % talk.length] ?? '', nth)
    }
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
  const residents = Array.from({ length: RESIDENTS }, (_, n) => `r${n}`)
  for (const contact of residents) town.puppet.addPerson({ contact, name: `居民${contact}`, friend: false })
  town.puppet.addGroup({ chatId: GRID_3, topic: '3网格', members: residents })
  const speaker = (nth: number) => residents[(nth % AGAIN === 1 ? nth - 1 : nth) % RESIDENTS] ?? ''
  return {
    part: 'b',
    what: 'chit-chat through gezhong, over the puppet of the sandbox',
    say: (text, nth) => town.puppet.say({ from: speaker(nth), chat: GRID_3, text }),
    done: () => town.handled,
    settled: async () => {
      await town.bot.idle()
      // Everybody is quiet, and what they said is over.
      town.clock.moveBy(QUIET_MS)
      await town.bot.bursts.pass()
    },
    close: () => town.close(),
  }
}

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve))
