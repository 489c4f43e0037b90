import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import { AttachmentStore } from './attachments/store.ts'
import { Bursts } from './chat/bursts.ts'
import type { ChatGateway, GatewayListener } from './chat/gateway.ts'
import { GroupWatch } from './chat/group-watch.ts'
import { Hearing } from './chat/hearing.ts'
import { Lanes } from './chat/lanes.ts'
import { Logins } from './chat/logins.ts'
import { Pacer } from './chat/pace.ts'
import { Reception } from './chat/reception.ts'
import { Router } from './chat/router.ts'
import { Rush } from './chat/rush.ts'
import { Sender } from './chat/sender.ts'
import { Wake } from './chat/wake.ts'
import type { Settings } from './config.ts'
import type { Database } from './database/database.ts'
import { catalogue } from './handlers/catalogue.ts'
import { answerInWords, answerUnbound, dialogs } from './handlers/conversation.ts'
import { decideWishes, isForCourse } from './handlers/courses/enrol-decide.ts'
import { wishIn } from './handlers/courses/enrol-wish.ts'
import { openDesk } from './handlers/desk.ts'
import { receiptReader } from './handlers/directives/receipt.ts'
import { writtenAnswer } from './handlers/faq.ts'
import { fileIntake } from './handlers/files.ts'
import { FreeText } from './handlers/free-text/free-text.ts'
import { greet } from './handlers/greet.ts'
import { askAboutGroups } from './handlers/know-groups.ts'
import { loosePhotos, photoIntake } from './handlers/photos.ts'
import { PicturesHeard } from './handlers/pictures-heard.ts'
import { heedNotice, tellOfRest } from './handlers/rate-limited.ts'
import { warmUp } from './handlers/warm-up.ts'
import { Health } from './health/facts.ts'
import { readVersion } from './health/version.ts'
import { alikeTo } from './issues/alike.ts'
import { type Assessment, shippedAssessment } from './matchmaking/assessment-file.ts'
import { mark } from './redaction/mark.ts'
import { Heart } from './scheduler/heart.ts'
import type { Job } from './scheduler/job.ts'
import { ownJobs } from './scheduler/own-jobs.ts'
import { reportJobs } from './scheduler/report.ts'
import { NO_SEALING, type Sealing } from './sealing/sealing.ts'
import type { Clock } from './time/clock.ts'
import type { WorkCalendar } from './time/work-calendar.ts'
import { createAdviser } from './understanding/opinion/adviser.ts'
import { Reader } from './understanding/reader.ts'
import { LessonBook } from './understanding/taught.ts'
import { Understanding } from './understanding/understanding.ts'

export interface BotOptions {
  readonly settings: Pick<Settings, 'dataDir' | 'pace' | 'quietHours' | 'seat' | 'unstableIds' | 'model'>
  readonly database: Database
  /** the data key, compared with what is sealed in the database; without it nothing is sealed */
  readonly sealing?: Sealing
  /** what the secretary has to confirm before matchmaking begins; the one that comes with the program unless given */
  readonly assessment?: Assessment | undefined
  readonly calendar: WorkCalendar
  readonly clock: Clock
  readonly log: Logger
  /** opens the connection to the chat; it tells the listener what it hears */
  readonly connect: (listener: GatewayListener) => ChatGateway
  /** told of a code to scan, or that there is none any more */
  readonly onScan?: (url: string | undefined) => void
  readonly onLogin?: (name: string) => void
  /** told of a code with which a secretary lets herself in, after a login with new ids has left none */
  readonly onClaimCode?: (community: string, code: string) => void
  /** told that the connection is beyond help: only a new process can mend it */
  readonly onFailed?: (reason: string) => void
  /** what comes round besides the bot's own jobs */
  readonly jobs?: readonly Job[]
  /** tells people by another way than the account, where it cannot speak: in Chinese, one sentence */
  readonly alert?: (text: string) => void
  /** nobody can speak while the program is not there to hear (the sandbox): then there are no gaps to tell of */
  readonly missesNothing?: boolean
  /** reads free text; several bots in one process can share its model */
  readonly reader?: Reader
  /** waits in real time; tests hand in something quicker */
  readonly wait?: (milliseconds: number) => Promise<void>
}

/** The bot without its connection: everything between a message that came in and one that goes out. */
export interface Bot {
  readonly gateway: ChatGateway
  readonly heart: Heart
  readonly health: Health
  readonly sender: Sender
  readonly bursts: Bursts
  /** Resolves when every message received so far has been handled; those of one chat, where it is given. */
  idle(chat?: string): Promise<void>
  start(): void
  /** Finishes what is being done: the messages in the lanes, the job, the message being said. */
  stop(): Promise<void>
}

/** How often it is written down that the chat is being heard, in milliseconds. A crash makes a gap look so much longer. */
const HEARD_EVERY_MS = 15_000

/** The program is ready first; then the model is loaded, in milliseconds. */
const WARM_UP_MS = 200

/** Puts the parts together. Nothing runs before `start`. */
export function createBot(options: BotOptions): Bot {
  const { settings, database, sealing = NO_SEALING, assessment = shippedAssessment(), calendar, clock, log } = options
  const ending = new AbortController()
  // A wait for a slow picture must not hold up the end of the program.
  const untilEnd = (ms: number): Promise<void> => delay(ms, undefined, { signal: ending.signal }).catch(() => undefined)
  const wait = options.wait ?? untilEnd
  const lanes = new Lanes()
  const wake = new Wake()
  const { alert = () => undefined, missesNothing = false } = options
  const store = new AttachmentStore(settings.dataDir)
  const adviser = createAdviser(settings.model, { clock, log, mark: (text) => mark(text).text })
  const understanding = new Understanding({
    reader: options.reader ?? new Reader(),
    lessons: new LessonBook(),
    adviser,
  })
  const desk = openDesk({ settings, database, store, calendar, understanding, adviser, sealing, assessment })
  // Tells the rows this process has taken from those of another, or of an earlier run.
  const owner = randomUUID()
  const heard = new PicturesHeard(clock.now())
  let stopping = false
  /** Does one thing after the other within a lane; what goes wrong is logged, and holds up nothing that comes after it. */
  const inLane = (lane: string, what: string, work: () => Promise<void>): Promise<void> =>
    lanes.run(lane, () =>
      work().catch((error: unknown) =>
        log.error({ err: error, what }, 'what the chat told us could not be dealt with'),
      ),
    )

  const gateway = options.connect({
    message(message) {
      if (stopping) return
      reception.hear(message)
    },
    echo: (echo) => sender.echoed(echo),
    login: (account, name) => {
      sender.loggedIn()
      // Where groups may have other ids nothing is said before it is written down that they are held back.
      if (!settings.unstableIds) sender.start()
      options.onLogin?.(name)
      logins.loggedIn(account, name)
      void inLane('login', 'login', () => logins.settle())
    },
    logout: (account, until) => {
      log.warn({ account }, 'logged out')
      void inLane('login', 'logout', () => hearing.lost(account, until))
    },
    scan: (url) => options.onScan?.(url),
    notice: (notice) =>
      void inLane('notice', 'notice', async () => {
        await heedNotice({ database, clock, alert, log }, notice)
        wake.call()
      }),
    recall: (recalled) => void inLane(recalled.chat.id, 'recall', () => bursts.recall(recalled)),
    failed: (reason) => options.onFailed?.(reason),
    friend: (contact) =>
      void inLane(contact.id, 'friend', async () => {
        await database.transaction((tx) => greet(tx, contact, clock.now()))
        wake.call()
      }),
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
    opener: sealing.opener,
    picture: (sha256) => store.readPicture(sha256),
    file: (sha256) => store.read(sha256),
    alone: database.dialect === 'sqlite',
    alert,
    tellOfRest: (tx, account, rest, now) => tellOfRest(tx, { account, rest, quietHours: settings.quietHours, now }),
  })
  const health = new Health({
    gateway,
    database,
    clock,
    quietHours: settings.quietHours,
    perDay: settings.pace.perDay,
    seat: settings.seat,
    version: readVersion(),
    dataKey: sealing.state,
    heldUpSince: () => reception.heldUpSince,
    jobs: (db, now) => reportJobs(db, heart.jobs, now),
  })
  const { index } = catalogue(desk, health, database)
  const intake = { database, gateway, store, log, heard, wait }
  const photos = photoIntake(intake)
  const router = new Router({
    database,
    commands: index,
    dialogs: dialogs({ ...desk, forgetUnread: (identity) => bursts.forget(identity) }),
    opener: sealing.opener,
    answer: (call) => answerInWords(call, desk),
    unbound: (call) => answerUnbound(call, desk),
    receipts: receiptReader(database, desk),
    photos,
    files: fileIntake(intake),
    loosePhoto: loosePhotos(database, desk, heard, (message) => bursts.growing(message)),
    freeText: { weigh: (message) => bursts.weigh(message), hear: (message) => bursts.hear(message) },
    claimFirstWord: sender.claimFirstWord,
    clock,
    wake,
    log,
  })
  const freeText = new FreeText({
    database,
    desk,
    isJustTalk: (text) => understanding.isJustTalk(text),
    glance: (text) => understanding.glance(text),
    read: (text, community) => understanding.read(database.client, community, text),
    alike: alikeTo,
    answer: (call) => writtenAnswer(desk, call, call.message.text),
    photos,
    actOnBurst: (...burst) => router.actOnBurst(...burst),
  })
  const bursts = new Bursts({ database, lanes, clock, log, weigh: freeText.weigh, read: freeText.read })
  const groups = new GroupWatch({
    database,
    gateway,
    unstableIds: settings.unstableIds,
    ask: askAboutGroups,
    onClaimCode: options.onClaimCode,
    alert,
    wait,
    ending: ending.signal,
    clock,
    wake,
    log,
  })
  const heart = new Heart({
    jobs: [
      ...ownJobs({
        database,
        store,
        calendar,
        quietHours: settings.quietHours,
        seat: settings.seat,
        sealer: sealing.sealer,
        keepPicture: desk.keepPicture,
        keepTable: desk.keepTable,
        refreshMarks: () => groups.refresh(),
        spoke: () => wake.call(),
        log,
      }),
      ...(options.jobs ?? []),
    ],
    database,
    owner,
    clock,
    log,
  })

  const hearing = new Hearing({
    database,
    gateway,
    quietHours: settings.quietHours,
    missesNothing,
    inHandSince: () => reception.since,
    clock,
  })
  const logins = new Logins({
    gateway,
    hearing,
    seat: settings.seat,
    unstableIds: settings.unstableIds,
    async goOn(account) {
      await understanding.refresh(database.client)
      await bursts.restore(account)
      // Whose place the account takes is known only now, and with it at what pace it goes on.
      sender.loggedIn()
      sender.start()
      // It may look for minutes, so the next login does not wait behind it.
      void inLane(`groups ${randomUUID()}`, 'groups', () => groups.loggedIn(account))
    },
    clock,
  })
  const rush = new Rush({
    database,
    wants: (message, now) => wishIn(index, message, now),
    ours: isForCourse,
    decide: (tx, wishes, now) => decideWishes(tx, wishes, { now, quietHours: settings.quietHours }),
    clock,
    wake,
    log,
  })
  const reception = new Reception({
    first: (message) => rush.hear(message),
    handle: (message) => router.handle(message),
    // Changes nothing, but has to be written.
    works: () =>
      database.transaction((tx) =>
        tx.account.updateMany({ where: { seat: settings.seat }, data: { seat: settings.seat } }),
      ),
    missed: (at) => hearing.missed(at),
    alert,
    lanes,
    wait: untilEnd,
    ending: ending.signal,
    clock,
    log,
  })
  let listening: NodeJS.Timeout | undefined
  let warming: NodeJS.Timeout | undefined
  let goingOn = false

  function goesOn(): void {
    // Where the database is away they would pile up.
    if (goingOn) return
    goingOn = true
    void inLane('login', 'hearing', async () => {
      await logins.settle()
      await hearing.goesOn()
      await understanding.refresh(database.client)
      // It may take long, so the next login does not wait behind it.
      void inLane('new groups', 'groups', () => groups.lookAtNew())
    }).then(() => {
      goingOn = false
    })
  }

  return {
    gateway,
    heart,
    health,
    sender,
    bursts,
    idle: (chat) => lanes.idle(chat),
    start() {
      heart.start()
      bursts.start()
      warming = setTimeout(() => {
        warmUp(desk, database, () => stopping).catch((err: unknown) => log.warn({ err }, 'could not warm up'))
      }, WARM_UP_MS).unref()
      listening = setInterval(goesOn, HEARD_EVERY_MS).unref()
    },
    async stop() {
      stopping = true
      clearInterval(listening)
      bursts.stop()
      clearTimeout(warming)
      adviser.stop()
      // What comes from now on is not heard.
      goesOn()
      ending.abort()
      // A job that takes long must not keep the sender beginning messages that nobody will see to their end.
      await Promise.all([heart.stop(), lanes.idle().then(() => sender.stop())])
    },
  }
}
