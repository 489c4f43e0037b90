import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import { AttachmentStore } from './attachments/store.ts'
import { noteLogin } from './chat/accounts.ts'
import type { ChatGateway, GatewayListener } from './chat/gateway.ts'
import { Lanes } from './chat/lanes.ts'
import { Pacer } from './chat/pace.ts'
import { Router } from './chat/router.ts'
import { Sender } from './chat/sender.ts'
import { Wake } from './chat/wake.ts'
import type { Settings } from './config.ts'
import type { Database } from './database/database.ts'
import { answerQuestion } from './handlers/answer-question.ts'
import { catalogue } from './handlers/catalogue.ts'
import { greet } from './handlers/greet.ts'
import { photoDialog } from './handlers/photo-dialog.ts'
import { loosePhotos, photoIntake } from './handlers/photos.ts'
import { placeDialog } from './handlers/place-dialog.ts'
import type { AccountId } from './ids.ts'
import { cleanUp } from './scheduler/clean-up.ts'
import { Heart } from './scheduler/heart.ts'
import { issueClocks } from './scheduler/issue-clocks.ts'
import type { Clock } from './time/clock.ts'
import type { WorkCalendar } from './time/work-calendar.ts'

export interface BotOptions {
  readonly settings: Pick<Settings, 'dataDir' | 'pace' | 'quietHours' | 'seat' | 'unstableIds'>
  readonly database: Database
  readonly calendar: WorkCalendar
  readonly clock: Clock
  readonly log: Logger
  /** opens the connection to the chat; it tells the listener what it hears */
  readonly connect: (listener: GatewayListener) => ChatGateway
  /** told of a code to scan, or that there is none any more */
  readonly onScan?: (url: string | undefined) => void
  readonly onLogin?: (name: string) => void
  /** told that the connection is beyond help: only a new process can mend it */
  readonly onFailed?: (reason: string) => void
  /** waits in real time; tests hand in something quicker */
  readonly wait?: (milliseconds: number) => Promise<void>
}

/** The bot without its connection: everything between a message that came in and one that goes out. */
export interface Bot {
  readonly gateway: ChatGateway
  readonly heart: Heart
  readonly sender: Sender
  /** Resolves when every message received so far has been handled. */
  idle(): Promise<void>
  start(): void
  /** Finishes what is being done: the messages in the lanes, the job, the message being said. */
  stop(): Promise<void>
}

/** Puts the parts together. Nothing runs before `start`. */
export function createBot(options: BotOptions): Bot {
  const { settings, database, calendar, clock, log } = options
  const ending = new AbortController()
  // A wait for a slow picture must not hold up the end of the program.
  const wait = options.wait ?? ((ms) => delay(ms, undefined, { signal: ending.signal }).catch(() => undefined))
  const lanes = new Lanes()
  const wake = new Wake()
  const store = new AttachmentStore(settings.dataDir)
  const desk = { calendar }
  // Tells the rows this process has taken from those of another, or of an earlier run.
  const owner = randomUUID()
  let lastMessageAt: Date | undefined
  let stopping = false

  const gateway = options.connect({
    message(message) {
      if (stopping) return
      lastMessageAt = clock.now()
      void lanes.run(message.chat.id, () => router.handle(message))
    },
    echo: (echo) => void lanes.run('echo', () => safely('echo', () => sender.echoed(echo))),
    login: (account, name) => {
      sender.loggedIn()
      sender.start()
      options.onLogin?.(name)
      void lanes.run('login', () => safely('login', () => loggedIn(account, name)))
    },
    logout: (account) => log.warn({ account }, 'logged out'),
    scan: (url) => options.onScan?.(url),
    notice: ({ id }) => log.debug({ message: id }, 'the chat said something in its own name'),
    failed: (reason) => options.onFailed?.(reason),
    friend: (contact) =>
      void lanes.run(contact.id, () =>
        safely('friend', async () => {
          await database.transaction((tx) => greet(tx, contact, clock.now()))
          wake.call()
        }),
      ),
  })

  const sender = new Sender({
    database,
    gateway,
    clock,
    wake,
    log,
    owner,
    pacer: new Pacer(settings.pace),
    quietHours: settings.quietHours,
    picture: (sha256) => store.readPicture(sha256),
  })
  const { index } = catalogue(desk, { lastMessageAt: () => lastMessageAt })
  const router = new Router({
    database,
    commands: index,
    dialogs: [placeDialog(desk), photoDialog(desk)],
    answer: (call) => answerQuestion(call, desk),
    photos: photoIntake({ database, gateway, store, log, wait }),
    loosePhoto: loosePhotos(database, desk),
    clock,
    wake,
    log,
  })
  const heart = new Heart({
    jobs: [
      issueClocks({ database, calendar, quietHours: settings.quietHours, spoke: () => wake.call(), log }),
      cleanUp(database),
    ],
    database,
    owner,
    clock,
    log,
  })

  async function loggedIn(account: AccountId, name: string): Promise<void> {
    await database.transaction((tx) => noteLogin(tx, { account, name, seat: settings.seat, now: clock.now() }))
  }

  async function safely(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      log.error({ err: error, what }, 'what the chat told us could not be dealt with')
    }
  }

  return {
    gateway,
    heart,
    sender,
    idle: () => lanes.idle(),
    start: () => heart.start(),
    async stop() {
      stopping = true
      ending.abort()
      await heart.stop()
      await lanes.idle()
      await sender.stop()
    },
  }
}
