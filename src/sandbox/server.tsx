import { join } from 'node:path'
import { Hono } from 'hono'
import type { Logger } from 'pino'
import { type Clock, type MovableClock, systemClock } from '../time/clock.ts'
import type { QuietHours } from '../time/quiet-hours.ts'
import { serve } from '../web-server.ts'
import { api } from './api.ts'
import { assets, pageIsCompiled } from './assets.ts'
import { type ClockMove, isWeekday, stopsOf } from './clock-move.ts'
import { EventFeed, serverSentEvent } from './event-feed.ts'
import { guard, securityHeaders } from './guard.ts'
import { readMemory, writeMemory } from './memory.ts'
import type { WireClock, WireRelay } from './page/wire.ts'
import type { SandboxPuppet } from './puppet.ts'
import { RelayFeed } from './relay-feed.ts'
import { sandboxStage } from './sandbox-stage.ts'
import { Shell } from './shell.tsx'
import { crossing } from './stories/crossing.ts'
import { legoRush } from './stories/lego-rush.ts'
import { midAutumnWall } from './stories/mid-autumn-wall.ts'
import { morning } from './stories/morning.ts'
import { powerCut } from './stories/power-cut.ts'
import { wishForALift } from './stories/wish-for-a-lift.ts'
import type { Story } from './story.ts'
import { StoryPlayer } from './story-player.ts'
import { type SandboxGroup, type SandboxPerson, World } from './world.ts'

export interface SandboxOptions {
  readonly host: string
  /** 0 takes any free port */
  readonly port: number
  readonly puppet: SandboxPuppet
  /** the community's name, for the head of the page */
  readonly community: string
  readonly people: readonly SandboxPerson[]
  readonly groups: readonly SandboxGroup[]
  /** the sandbox keeps its chats in the folder `sandbox` there */
  readonly dataDir: string
  /** the program's clock; `restoreClock` has put it where the last run left it */
  readonly clock: MovableClock
  /** when the bot is quiet; the page says so then */
  readonly quietHours?: QuietHours | undefined
  /** the machine's own time, by which a move is remembered */
  readonly system?: Clock
  /** Awaited after every stop of a move (a move over days stops once a day), so that what is due then can happen. */
  readonly onClockMoved?: (now: Date) => Promise<void> | void
  /** whether people work on the Shanghai day of an instant; Monday to Friday if absent */
  readonly isWorkday?: (day: Date) => boolean
  /** how the directives and notices of the last hour stand, read anew each time */
  readonly relays?: () => Promise<readonly WireRelay[]>
  readonly stories?: readonly Story[]
  /** how long a story waits for the bot, in milliseconds of real time; default 12 s */
  readonly patience?: number
  /** answers supervisors at /health */
  readonly health?: Hono
  readonly log: Logger
}

export interface Sandbox {
  /** where people open it */
  readonly url: string
  /** Ends story, streams and server at once, then waits until everything said is written down. */
  stop(): Promise<void>
}

/**
 * Opens the sandbox: its chats as they were, and the web server.
 *
 * @throws OperatorError when the address cannot be listened on
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { puppet, clock, log, dataDir, system = systemClock } = options
  const feed = new EventFeed()
  const world = await World.open({
    puppet,
    people: options.people,
    groups: options.groups,
    folder: join(dataDir, 'sandbox'),
    failed: (error) => log.error({ err: error }, 'a sandbox message could not be written down'),
  })
  const relays = new RelayFeed(options.relays ?? (async () => []), (changed) =>
    feed.send(serverSentEvent('relays', [...changed])),
  )
  relays.stir()
  const stopLines = world.onLine((line) => {
    feed.send(serverSentEvent('line', line, line.seq))
    relays.stir()
  })

  const readClock = (): WireClock => ({
    now: clock.now().toISOString(),
    ahead: clock.now().getTime() - system.now().getTime(),
  })
  const memory = readMemory(dataDir)
  const friends = new Set(memory.friends)
  const remember = (aheadMs: number) => writeMemory(dataDir, { aheadMs, friends: [...friends] })
  for (const person of options.people) {
    if (friends.has(person.contact)) puppet.befriend(person.contact)
  }
  const stopFriends = puppet.onFriend((contact) => {
    friends.add(contact)
    remember(readClock().ahead)
    feed.send(serverSentEvent('friend', { id: contact }))
  })

  // One move after the other: two windows may press the button at once.
  let moving: Promise<unknown> = Promise.resolve()
  const moveClock = (move: ClockMove) => {
    const moved = moving.then(async () => {
      for (const stop of stopsOf(move, clock.now(), options.isWorkday ?? isWeekday)) {
        clock.moveTo(stop)
        remember(readClock().ahead)
        feed.send(serverSentEvent('clock', readClock()))
        await options.onClockMoved?.(clock.now())
        relays.stir()
      }
    })
    moving = moved.catch(() => {})
    return moved
  }

  const player = new StoryPlayer({
    stories: (options.stories ?? [crossing, powerCut, morning, legoRush, midAutumnWall, wishForALift]).filter((story) =>
      canBePlayed(story, world),
    ),
    stage: (signal) => sandboxStage({ world, puppet, clock, moveClock, patience: options.patience ?? 12_000, signal }),
    newestLine: () => world.seq,
    changed: (playing) => feed.send(serverSentEvent('playing', playing)),
    failed: (error) => log.error({ err: error }, 'a story was broken off'),
  })

  const app = new Hono()
  app.use(securityHeaders)
  app.use(guard(options.host))
  if (options.health) app.route('/', options.health)
  app.get('/', (c) => {
    c.header('cache-control', 'no-cache')
    return c.html(<Shell community={options.community} compiled={pageIsCompiled()} />)
  })
  app.route('/', assets())
  app.route(
    '/api',
    api({
      community: options.community,
      world,
      puppet,
      player,
      feed,
      clock: readClock,
      quiet: options.quietHours && {
        from: timeOfDay(options.quietHours.from),
        to: timeOfDay(options.quietHours.to),
      },
      relays: () => relays.relays,
      moveClock,
    }),
  )
  app.get('/files/:name', async (c) => {
    const file = await world.file(c.req.param('name'))
    if (!file) return c.notFound()
    return c.body(file.bytes, 200, {
      'content-type': file.type,
      'content-disposition': file.image ? 'inline' : 'attachment',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, max-age=31536000, immutable',
    })
  })
  app.notFound((c) => c.json({ error: '没有这一页。' }, 404))
  app.onError((error, c) => {
    log.error({ err: error, path: c.req.path }, 'a sandbox request failed')
    return c.json({ error: '沙盒出了点问题，请再试一次。' }, 500)
  })

  const web = await serve(app, options).catch(async (error) => {
    stopLines()
    stopFriends()
    relays.close()
    feed.close()
    await world.close()
    throw error
  })
  if (!pageIsCompiled()) log.warn('the sandbox page is not compiled: run npm run build')

  return {
    url: web.url,
    async stop() {
      relays.close()
      feed.close()
      const closed = web.close()
      await player.stop()
      stopLines()
      stopFriends()
      await Promise.all([closed, world.close()])
    },
  }
}

/** A story needs its people and groups: with a community of one's own the example's stories have none. */
function canBePlayed(story: Story, world: World): boolean {
  const people = new Set(world.people.map(({ id }) => id))
  return (
    Object.values(story.people).every((id) => people.has(id)) &&
    Object.values(story.chats).every((id) => world.exists(id))
  )
}

/** 21:30, of minutes since midnight. */
function timeOfDay(minutes: number): string {
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':')
}
