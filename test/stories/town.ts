import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import pino from 'pino'
import { expect } from 'vitest'
import { type Bot, createBot } from '../../src/bot.ts'
import type { GatewayListener } from '../../src/chat/gateway.ts'
import type { ModelSettings, Pace } from '../../src/config.ts'
import { type Database, openDatabase } from '../../src/database/database.ts'
import type { AccountId } from '../../src/ids.ts'
import { loadCommunity } from '../../src/load-community.ts'
import { type ClockMove, stopsOf } from '../../src/sandbox/clock-move.ts'
import { inhabitants } from '../../src/sandbox/inhabitants.ts'
import type { NewIds } from '../../src/sandbox/population.ts'
import { type PuppetFaults, type Said, SandboxPuppet } from '../../src/sandbox/puppet.ts'
import { zebraCrossing } from '../../src/sandbox/stories/zebra-crossing.ts'
import type { StoryStage } from '../../src/sandbox/story.ts'
import type { Sealing } from '../../src/sealing/sealing.ts'
import { MovableClock } from '../../src/time/clock.ts'
import type { QuietHours } from '../../src/time/quiet-hours.ts'
import { dayKey, shanghai } from '../../src/time/shanghai.ts'
import { WorkCalendar } from '../../src/time/work-calendar.ts'
import { connect, type WechatyConnection } from '../../src/wechaty/connection.ts'
import { exampleFiles } from '../community/example-files.ts'
import { loadedAgain } from '../community/loaded-again.ts'
import { startGateway } from '../gateway/gateway.ts'
import { runFolder } from '../run-folder.ts'
import { notLookedAfter } from '../sealing/registered.ts'
import { reader } from '../understanding/one-reader.ts'
import { slips } from './manners.ts'

export const GRID_3 = 'grid-03@chatroom'
export const GRID_7 = 'grid-07@chatroom'
export const STAFF = 'staff@chatroom'
export const TRAFFIC = 'traffic@chatroom'
export const PROPERTY = 'property@chatroom'

/** How long the bot may take to answer, in milliseconds of real time: generous, for a busy machine. */
const PATIENCE_MS = 15_000

/** The days of work do not change. */
const calendar = new WorkCalendar({})

export interface TownOptions {
  /** where the clock stands; Wednesday 3 June 2026, 09:00 unless said otherwise */
  readonly at?: Date
  readonly quietHours?: QuietHours
  /** as fast as it can be unless said otherwise */
  readonly pace?: Pace
  readonly faults?: PuppetFaults
  /** an open database; a fresh SQLite file unless given */
  readonly database?: Database
  /** only the places and units are known: nobody has a role, no group is bound */
  readonly fromNothing?: boolean
  /** the puppet gives out new ids at a login */
  readonly unstableIds?: boolean
  /** from which level on is logged; warnings unless said otherwise */
  readonly level?: 'info'
  /** a model's endpoint that is asked where the rules are unsure */
  readonly model?: ModelSettings
  /** the bot is connected by a real gateway on loopback, as it is to a real account */
  readonly overGateway?: boolean
  /** the data key, if there is one */
  readonly sealing?: Sealing
  /** the people, chats and clock of a town whose bot has ended; with its database, as it was left */
  readonly again?: Town
}

/**
 * The example community with the real bot on a real Wechaty over a puppet, in this process, on a clock that stands still
 * until it is moved. People speak, and what the bot said is read.
 */
export class Town implements StoryStage {
  readonly clock: MovableClock
  readonly puppet: SandboxPuppet
  readonly database: Database
  readonly dataDir: string
  readonly bot: Bot
  readonly logged: string[]
  /** the claim codes that were printed */
  readonly codes: string[]
  /** everything the bot said, in order */
  readonly said: Said[] = []
  readonly #calendar: WorkCalendar
  readonly #close: () => Promise<void>
  readonly #heard: { count: number; logins: number }

  private constructor(parts: {
    clock: MovableClock
    puppet: SandboxPuppet
    database: Database
    dataDir: string
    bot: Bot
    logged: string[]
    codes: string[]
    calendar: WorkCalendar
    heard: { count: number; logins: number }
    close: () => Promise<void>
  }) {
    this.clock = parts.clock
    this.puppet = parts.puppet
    this.database = parts.database
    this.dataDir = parts.dataDir
    this.bot = parts.bot
    this.logged = parts.logged
    this.codes = parts.codes
    this.#calendar = parts.calendar
    this.#heard = parts.heard
    this.#close = parts.close
    this.puppet.onSaid((said) => {
      if (said.from === this.puppet.accountId) this.said.push(said)
    })
  }

  static async open(options: TownOptions = {}): Promise<Town> {
    const dataDir = await mkdtemp(join(runFolder(), 'town-'))
    const clock = options.again?.clock ?? MovableClock.frozen(options.at ?? shanghai(2026, 6, 3, 9, 0))
    const files = await exampleFiles()
    const { account, people, groups } = inhabitants(files)
    const url = `file:${join(dataDir, 'town.db')}`
    if (!options.database) await copyFile(await loadedFile(options.fromNothing ?? false), join(dataDir, 'town.db'))
    const database = options.database ?? (await openDatabase({ url }))
    if (options.database && !options.again) await load(database, false)
    const logged: string[] = []
    const log = pino({ level: options.level ?? 'warn' }, { write: (line: string) => void logged.push(line) })
    const codes: string[] = []
    const gateway = options.overGateway ? await startGateway({ account, people, groups, clock }) : undefined
    if (gateway) Object.assign(gateway.faults, options.faults)
    const puppet =
      gateway?.puppet ??
      options.again?.puppet ??
      new SandboxPuppet({ account, people, groups, clock, faults: options.faults ?? {} })
    const heard = { count: 0, logins: 0 }
    let connection: WechatyConnection | undefined
    const bot = createBot({
      settings: {
        dataDir,
        pace: options.pace ?? { gapMs: 0, perMinute: 0, groupPerMinute: 0, perDay: 0 },
        quietHours: options.quietHours,
        seat: 'town',
        unstableIds: options.unstableIds ?? false,
        model: options.model,
      },
      database,
      ...(options.sealing ? { sealing: options.sealing } : {}),
      calendar,
      clock,
      log,
      reader,
      wait: async () => {},
      onClaimCode: (_, code) => void codes.push(code),
      connect: (listener: GatewayListener) => {
        connection = connect({
          ...(gateway ? { puppet: 'wechaty-puppet-service', env: gateway.env, dataDir } : { puppet }),
          name: 'town',
          clock,
          log,
          acceptFriendAfterMs: () => 0,
          sendTimeoutMs: gateway ? 10_000 : 300,
          listener: {
            ...listener,
            message: (message) => {
              listener.message(message)
              heard.count += 1
            },
            login: (...login) => {
              listener.login(...login)
              heard.logins += 1
            },
          },
        })
        return connection
      },
    })
    if (!connection) throw new Error('not connected')
    await connection.start()
    const open = connection
    const town = new Town({
      clock,
      puppet,
      database,
      dataDir,
      bot,
      logged,
      codes,
      calendar,
      heard,
      close: async () => {
        await open.stop()
        await bot.stop()
        await gateway?.stop()
        const sealer = options.sealing?.sealer
        const strays = sealer ? await notLookedAfter(database, sealer) : []
        if (!options.database) await database.close()
        await rm(dataDir, { recursive: true, force: true })
        expect(strays, 'sealed, and not entered in src/sealed-columns.ts').toEqual([])
      },
    })
    await town.#until(() => heard.logins > 0)
    return town
  }

  /** How many messages have reached the bot. */
  get handled(): number {
    return this.#heard.count
  }

  /** Ends the bot and throws its data away. However a story goes, the bot has to mind its manners in it. */
  async close(): Promise<void> {
    await this.#close()
    expect(slips(this.said)).toEqual([])
  }

  /** Somebody says something; returns what the bot said because of it, wherever, in order. */
  async says(who: string, chat: string, text: string, quoted?: string): Promise<Said[]> {
    return this.#hears(() => {
      if (quoted === undefined) this.puppet.say({ from: who, chat, text })
      else this.puppet.quote({ from: who, chat, author: this.puppet.accountId, quoted, text })
    })
  }

  /** Somebody quotes what a person (not the bot) said. */
  async quotes(who: string, chat: string, author: string, quoted: string, text: string): Promise<Said[]> {
    return this.#hears(() => this.puppet.quote({ from: who, chat, author, quoted, text }))
  }

  async sendsPicture(who: string, chat: string, picture?: { name: string; bytes: Uint8Array }): Promise<Said[]> {
    return this.#hears(() =>
      this.puppet.sendPicture({ from: who, chat, picture: picture ?? { name: 'p.png', bytes: zebraCrossing() } }),
    )
  }

  async sendsFile(who: string, chat: string, name: string, bytes: Uint8Array): Promise<Said[]> {
    return this.#hears(() => this.puppet.sendFile({ from: who, chat, file: { name, bytes } }))
  }

  async sendsVoice(who: string, chat: string): Promise<Said[]> {
    return this.#hears(() => this.puppet.sendVoice({ from: who, chat }))
  }

  async sendsPlace(who: string, chat: string, name: string, address = ''): Promise<Said[]> {
    return this.#hears(() => this.puppet.sendPlace({ from: who, chat, place: { name, address } }))
  }

  /** Several people (or one, several times) speak without waiting for the bot; returns what it said, in order. */
  async speakAtOnce(lines: readonly { who: string; chat: string; text: string }[]): Promise<Said[]> {
    return this.#hears(() => {
      for (const { who, chat, text } of lines) this.puppet.say({ from: who, chat, text })
    }, lines.length)
  }

  /** The account logs in anew, and everything, or only the groups, has another id; resolves when the bot has settled in. */
  async newLogin(what: 'everything' | 'groups' = 'everything'): Promise<NewIds> {
    const before = this.#heard.logins
    const ids = await this.puppet.rotateIds(what)
    await this.#until(() => this.#heard.logins > before)
    await this.settled()
    return ids
  }

  /** What the bot said last in a chat. */
  last(chat: string): string {
    return this.said.findLast((said) => said.chat === chat && said.text !== '')?.text ?? ''
  }

  now(): Date {
    return this.clock.now()
  }

  async moveClock(move: ClockMove): Promise<void> {
    for (const stop of stopsOf(move, this.clock.now(), (day) => this.#calendar.isWorkday(dayKey(day)))) {
      this.clock.moveTo(stop)
      await this.bot.bursts.pass()
      await this.bot.heart.beat()
      await this.settled()
    }
  }

  async minutesLater(minutes: number): Promise<Said[]> {
    const since = this.said.length
    this.clock.moveBy(minutes * 60_000)
    await this.bot.bursts.pass()
    await this.bot.heart.beat()
    await this.settled()
    return this.said.slice(since)
  }

  /** Whoever was speaking is quiet for long enough that what they said is read; returns what the bot said because of it. */
  async quiet(seconds = 31): Promise<Said[]> {
    const since = this.said.length
    this.clock.moveBy(seconds * 1000)
    await this.bot.bursts.pass()
    await this.settled()
    return this.said.slice(since)
  }

  /** Somebody says something and then nothing for a while; returns what the bot said because of it. */
  async tells(who: string, chat: string, text: string): Promise<Said[]> {
    const since = this.said.length
    await this.says(who, chat, text)
    await this.quiet()
    return this.said.slice(since)
  }

  mark(): number {
    return this.said.length
  }

  async waitFor(chat: string, pattern: RegExp, since: number): Promise<string | undefined> {
    return this.said.slice(since).find((said) => said.chat === chat && pattern.test(said.text))?.text
  }

  latest(chat: string, pattern: RegExp): string | undefined {
    return this.said.findLast((said) => said.chat === chat && pattern.test(said.text))?.text
  }

  /** Resolves when everything heard is handled and everything that may be said now is said. */
  async settled(): Promise<void> {
    await this.bot.idle()
    await this.#until(async () => {
      await this.bot.sender.pass()
      return (await this.database.client.outboxMessage.count({ where: { state: 'SENDING' } })) === 0
    })
    await this.bot.idle()
  }

  async #hears(speak: () => void, messages = 1): Promise<Said[]> {
    const since = this.said.length
    const expected = this.#heard.count + messages * (this.puppet.faults.duplicateDelivery ? 2 : 1)
    speak()
    await this.#until(() => this.#heard.count >= expected)
    await this.settled()
    return this.said.slice(since)
  }

  async #until(done: () => boolean | Promise<boolean>): Promise<void> {
    const deadline = performance.now() + PATIENCE_MS
    while (!(await done())) {
      if (performance.now() > deadline) expect.fail(`the bot did not get so far\n${this.logged.join('')}`)
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
  }
}

/** Loads the example community, without anybody in it when everything is to begin from nothing. */
async function load(database: Database, fromNothing: boolean): Promise<void> {
  const files = await exampleFiles()
  const account = inhabitants(files).account.id as AccountId
  await loadedAgain(database, fromNothing ? 'town from nothing' : 'town', async (tx) => {
    for (const all of files) {
      const file = fromNothing ? { ...all, people: [], groups: [] } : all
      await loadCommunity(tx, file, { account, now: shanghai(2026, 6, 1, 9, 0) })
    }
  })
}

/** The loaded databases of this test process: each is made once and copied for every town. */
const loaded = new Map<boolean, Promise<string>>()

function loadedFile(fromNothing: boolean): Promise<string> {
  const known = loaded.get(fromNothing) ?? makeLoadedFile(fromNothing)
  loaded.set(fromNothing, known)
  return known
}

async function makeLoadedFile(fromNothing: boolean): Promise<string> {
  const folder = await mkdtemp(join(runFolder(), 'loaded-'))
  const path = join(folder, 'town.db')
  const database = await openDatabase({ url: `file:${path}` })
  await load(database, fromNothing)
  await database.close()
  return path
}

/** What was said in one chat, one line after the other; empty when nothing was. */
export function heardIn(chat: string, said: readonly Said[]): string {
  return said
    .filter((each) => each.chat === chat)
    .map(({ text, picture, file }) => (picture ? '[图片]' : file ? `[文件] ${file.name}` : text))
    .join('\n')
}
