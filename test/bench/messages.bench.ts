import { it } from 'vitest'
import { type Wechaty, WechatyBuilder } from 'wechaty'
import { parseCommand } from '../../src/chat/parser.ts'
import { catalogue } from '../../src/handlers/catalogue.ts'
import { SandboxPuppet } from '../../src/sandbox/puppet.ts'
import { WorkCalendar } from '../../src/time/work-calendar.ts'
import { GRID_3, Town } from '../stories/town.ts'

const WARM_UP = 200

interface Row {
  readonly what: string
  readonly messages: number
  readonly perSecond: number
  readonly p50ms: number | undefined
  readonly p99ms: number | undefined
}

/**
 * Figures of the way of a message, in one process and one run, so that their ratios hold on a noisy machine. The floor
 * is a bare Wechaty echo over the same puppet; the database floor is the same number of row writes in a bare transaction.
 */
it('measures', async () => {
  const rows = [
    await bareEcho(3_000),
    await chitChat(3_000),
    await reports(500),
    await databaseFloor(500),
    parsing(20_000),
  ]
  const [echo, chat, report, floor] = rows
  process.stdout.write(
    `\n${'what'.padEnd(58)}${'n'.padStart(7)}${'per s'.padStart(9)}${'p50 ms'.padStart(9)}${'p99 ms'.padStart(9)}\n`,
  )
  for (const row of rows) {
    const figure = (value: number | undefined) => (value === undefined ? '–' : value.toFixed(2)).padStart(9)
    process.stdout.write(
      `${row.what.padEnd(58)}${String(row.messages).padStart(7)}${String(Math.round(row.perSecond)).padStart(9)}${figure(row.p50ms)}${figure(row.p99ms)}\n`,
    )
  }
  if (echo && chat && report && floor) {
    process.stdout.write(
      `chit-chat / echo ${percent(chat, echo)}, report / database floor ${percent(report, floor)}, Node ${process.version}\n`,
    )
  }
})

const percent = (a: Row, b: Row) => `${Math.round((a.perSecond / b.perSecond) * 100)} %`

async function bareEcho(messages: number): Promise<Row> {
  const puppet = new SandboxPuppet({
    account: { id: 'bot', name: '小格' },
    people: [{ contact: 'ma', name: '马先生', friend: true }],
    groups: [{ chatId: GRID_3, topic: '3网格', members: ['ma'] }],
  })
  const wechaty: Wechaty = WechatyBuilder.build({ puppet: puppet as never, name: 'floor' })
  let heard = 0
  wechaty.on('message', async (message) => {
    if (message.self()) return
    await message.say(message.text())
    heard += 1
  })
  wechaty.on('error', (error) => void process.stderr.write(`${error.message}\n`))
  await wechaty.start()
  while (!puppet.isLoggedIn) await new Promise((resolve) => setImmediate(resolve))
  const say = (text: string) => puppet.say({ from: 'ma', chat: GRID_3, text })
  const row = await paced('bare Wechaty echo over the puppet (floor)', messages, say, () => heard)
  await wechaty.stop()
  return row
}

async function chitChat(messages: number): Promise<Row> {
  const town = await Town.open()
  const say = (text: string) => town.puppet.say({ from: 'ma', chat: GRID_3, text })
  const row = await paced('chit-chat through gezhong (heard and left alone)', messages, say, () => town.handled)
  await town.close()
  return row
}

/** One report after the other: from the message to the reply handed to the puppet, with all that is written in between. */
async function reports(messages: number): Promise<Row> {
  const town = await Town.open()
  const times: number[] = []
  for (let n = 0; n < messages + WARM_UP; n++) {
    const began = performance.now()
    const said = new Promise<void>((resolve) => {
      const stop = town.puppet.onSaid(({ from, chat }) => {
        if (from !== town.puppet.accountId || chat !== GRID_3) return
        stop()
        resolve()
      })
    })
    town.puppet.say({ from: 'ma', chat: GRID_3, text: `/报事 3号楼2单元楼道灯不亮 第${n}次` })
    await said
    if (n >= WARM_UP) times.push(performance.now() - began)
  }
  await town.close()
  return timed('/报事 on SQLite (FULL): message in to reply out', times)
}

/** What a report writes, and nothing else: rows of the same tables in one interactive transaction, one after the other. */
async function databaseFloor(messages: number): Promise<Row> {
  const town = await Town.open()
  const community = await town.database.client.community.findFirstOrThrow()
  const person = await town.database.transaction((tx) =>
    tx.person.create({ data: { name: 'x', createdAt: new Date() } }),
  )
  const times: number[] = []
  for (let n = 0; n < messages + WARM_UP; n++) {
    const at = new Date()
    const began = performance.now()
    await town.database.transaction(async (tx) => {
      await tx.handledMessage.create({
        data: { account: 'a', messageId: `f${n}`, chatId: 'c', contactId: 'x', at, saidAt: at },
      })
      await tx.community.update({ where: { id: community.id }, data: { issueCounter: { increment: 1 } } })
      const issue = await tx.issue.create({
        data: {
          communityId: community.id,
          number: 1_000_000 + n,
          state: 'REPORTED',
          words: '灯不亮',
          category: 'D01',
          isPrivate: false,
          dangerous: false,
          reporterId: person.id,
          account: 'a',
          chatKind: 'GROUP',
          chatId: 'c',
          reportedAt: at,
        },
      })
      await tx.issueEvent.create({
        data: {
          issueId: issue.id,
          seq: 1,
          action: 'report',
          to: 'REPORTED',
          hat: 'reporter',
          at,
          data: {},
          before: {},
        },
      })
      for (const chatId of ['c', 'w']) {
        const entry = { account: 'a', chatKind: 'GROUP', chatId, text: 'x', mentions: [], priority: 1 } as const
        await tx.outboxMessage.create({ data: { ...entry, notBefore: at, createdAt: at, state: 'CANCELLED' } })
      }
      await tx.handledMessage.update({
        where: { account_messageId: { account: 'a', messageId: `f${n}` } },
        data: { undo: { kind: 'issue' } },
      })
    })
    if (n >= WARM_UP) times.push(performance.now() - began)
  }
  await town.close()
  return timed('the same row writes in one bare transaction (floor)', times)
}

function parsing(messages: number): Row {
  const { index } = catalogue({ calendar: new WorkCalendar() }, { lastMessageAt: () => undefined })
  const lines = ['/报事 3号楼2单元楼道灯不亮', '今天晚上谁去跳舞', '@小格 /进度 第128号', '／補充１２８，晚上更嚴重']
  const message = (text: string) => ({
    account: 'a',
    id: 'm',
    chat: { kind: 'group', id: 'c' },
    topic: '',
    sender: { id: 'x', name: '' },
    at: new Date(),
    text,
    mentionsBot: false,
    mentions: [],
  })
  const now = new Date()
  const began = performance.now()
  for (let n = 0; n < messages; n++) parseCommand(index, message(lines[n % lines.length] ?? '') as never, now)
  const took = performance.now() - began
  return {
    what: 'reading a message as a command',
    messages,
    perSecond: (messages / took) * 1000,
    p50ms: undefined,
    p99ms: undefined,
  }
}

/** Speaks without pause but never more than 100 ahead, so that what is measured is the throughput and not a queue. */
async function paced(what: string, messages: number, say: (text: string) => void, heard: () => number): Promise<Row> {
  const run = async (count: number) => {
    const start = heard()
    for (let n = 0; n < count; ) {
      while (n < count && n - (heard() - start) < 100) say(`今天天气不错 ${n++}`)
      await new Promise((resolve) => setImmediate(resolve))
    }
    while (heard() - start < count) await new Promise((resolve) => setImmediate(resolve))
  }
  await run(WARM_UP)
  const began = performance.now()
  await run(messages)
  const took = performance.now() - began
  return { what, messages, perSecond: (messages / took) * 1000, p50ms: undefined, p99ms: undefined }
}

function timed(what: string, times: number[]): Row {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
  const total = times.reduce((sum, time) => sum + time, 0)
  return { what, messages: times.length, perSecond: (times.length / total) * 1000, p50ms: at(0.5), p99ms: at(0.99) }
}
