import { Town } from '../stories/town.ts'
import { settle } from './settle.ts'
import { atMost, type Findings, quantile, type Verdict } from './table.ts'

const GROUPS = 200
const PER_GROUP = 10
const PER_SECOND = 50
const SECONDS = 60
/** Long enough for all that keeps the last so many messages to be full. */
const WARM_UP_SECONDS = 30

/** What people say to each other, and now and then to the bot: 3 % reports, 2 % other commands. */
const CHIT_CHAT = [
  '今天晚上谁去跳舞',
  '快递到了帮我收一下，谢谢',
  '明天降温，记得添衣',
  '楼下超市鸡蛋打折了',
  '哈哈哈',
  '收到',
]

interface Line {
  readonly from: string
  readonly chat: string
  readonly text: string
  readonly kind: 'chit-chat' | 'report' | 'command'
}

/** (g) a whole street's groups at once, at a steady rate that does not wait for the answers. */
export async function steady(): Promise<Findings> {
  const town = await Town.open()
  const groups = Array.from({ length: GROUPS }, (_, group) => ({
    chatId: chatOf(group),
    members: Array.from({ length: PER_GROUP }, (_, member) => residentOf(group, member)),
  }))
  await settle(town, groups)
  // As for a bot that has been up for a while.
  town.clock.moveBy(10 * 60_000)
  const chance = random(7)
  await speak(town, WARM_UP_SECONDS, chance)
  const before = heapUsed()
  const latencies = await speak(town, SECONDS, chance)
  const after = heapUsed()
  await town.close()

  const all = [...latencies.values()].flat()
  const megabytes = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MB`
  const memory = `heap ${megabytes(before)} → ${megabytes(after)}`
  const rows = [...latencies].map(([kind, times]) => ({
    part: 'g',
    what: `of these: ${NAMES[kind]}`,
    count: times.length,
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
  }))
  const whole = {
    part: 'g',
    what: `${PER_SECOND} messages/s over ${GROUPS} groups for ${SECONDS} s`,
    count: all.length,
    perSecond: all.length / SECONDS,
    p50: quantile(all, 0.5),
    p99: quantile(all, 0.99),
    note: memory,
  }
  const flat: Verdict = {
    what: 'heap after 60 s / before',
    figure: `${Math.round((after / before) * 100)} %`,
    aim: 'flat (≤ 105 %)',
    met: after / before <= 1.05,
  }
  return { rows: [whole, ...rows], verdicts: [atMost('p99 of all messages', quantile(all, 0.99), 10, 'ms'), flat] }
}

const NAMES: Readonly<Record<Line['kind'], string>> = {
  'chit-chat': 'chit-chat, until it is left alone',
  report: '/报事, until the reply is handed to the puppet',
  command: 'other commands, until the reply is handed to the puppet',
}

/** Adds the groups and binds them to the grids of the example, in turn. */
const chatOf = (group: number) => `street-${group}@chatroom`
const residentOf = (group: number, member: number) => `r${group}-${member}`

/** Says lines at their times; resolves, when all have been dealt with, with how long each kind took. */
async function speak(town: Town, seconds: number, chance: () => number): Promise<ReadonlyMap<Line['kind'], number[]>> {
  const latencies = new Map<Line['kind'], number[]>([
    ['chit-chat', []],
    ['report', []],
    ['command', []],
  ])
  const waiting = new Map<string, (() => void)[]>()
  const stop = town.puppet.onSaid(({ from, chat }) => {
    if (from === town.puppet.accountId) waiting.get(chat)?.shift()?.()
  })
  const pending: Promise<void>[] = []
  const before = town.handled
  const began = performance.now()
  for (let n = 0; n < seconds * PER_SECOND; n++) {
    // Not evenly: two can come at the same moment, as people do.
    const due = began + ((n + chance()) * 1000) / PER_SECOND
    while (performance.now() < due) await new Promise((resolve) => setTimeout(resolve, due - performance.now()))
    const line = lineOf(chance)
    const answered = new Promise<void>((resolve) => {
      if (line.kind !== 'chit-chat') waiting.set(line.chat, [...(waiting.get(line.chat) ?? []), resolve])
    })
    town.puppet.say(line)
    // What it waited until its turn came counts too.
    const note = () => void latencies.get(line.kind)?.push(performance.now() - due)
    pending.push((line.kind === 'chit-chat' ? leftAlone(town, line.chat, before + n + 1) : answered).then(note))
  }
  await Promise.all(pending)
  await town.settled()
  stop()
  return latencies
}

/** So many messages have come through Wechaty to the bot, and nothing is being done any more about those of this chat. */
async function leftAlone(town: Town, chat: string, messages: number): Promise<void> {
  while (town.handled < messages) await new Promise<void>((resolve) => setImmediate(resolve))
  await town.bot.idle(chat)
}

function lineOf(chance: () => number): Line {
  const group = Math.floor(chance() * GROUPS)
  const said = { from: residentOf(group, Math.floor(chance() * PER_GROUP)), chat: chatOf(group) }
  const what = chance()
  if (what < 0.03) return { ...said, text: `/报事 ${1 + Math.floor(chance() * 9)}号楼2单元楼道灯不亮`, kind: 'report' }
  if (what < 0.05) return { ...said, text: chance() < 0.5 ? '/进度' : '/帮助', kind: 'command' }
  return { ...said, text: CHIT_CHAT[Math.floor(chance() * CHIT_CHAT.length)] ?? '', kind: 'chit-chat' }
}

/** The same numbers from 0 to 1 in every run (Park and Miller's generator). */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

function heapUsed(): number {
  globalThis.gc?.()
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}
