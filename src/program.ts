import type { Hono } from 'hono'
import type { Logger } from 'pino'
import { type Bot, createBot } from './bot.ts'
import { ensureClaimCode } from './community/claim.ts'
import { exampleFile } from './community/example-file.ts'
import { type CommunityFile, readCommunityFile } from './community/file.ts'
import type { Settings } from './config.ts'
import { prepareDataDir } from './data-dir.ts'
import { type Database, openDatabase } from './database/database.ts'
import { underWay } from './directives/under-way.ts'
import type { AccountId } from './ids.ts'
import { loadCommunity } from './load-community.ts'
import { type Assessment, readAssessment } from './matchmaking/assessment-file.ts'
import { inhabitants, populated, SANDBOX_ACCOUNT } from './sandbox/inhabitants.ts'
import { nightlyBackup } from './scheduler/nightly-backup.ts'
import type { Sealing } from './sealing/sealing.ts'
import { startSealing } from './start-sealing.ts'
import { type Clock, MovableClock, systemClock } from './time/clock.ts'
import { dayKey } from './time/shanghai.ts'
import { WorkCalendar } from './time/work-calendar.ts'

export interface ProgramOptions {
  readonly settings: Settings
  readonly log: Logger
  /** says a line to the person at the terminal */
  readonly print: (line: string) => void
  /** told that the connection to the chat is beyond help: only a new process can mend it */
  readonly failed: (reason: string) => void
  /** told that another process has taken the seat while the database was away: this one must end */
  readonly seatLost: (reason: string) => void
}

export interface Program {
  stop(): Promise<void>
}

/** So long the sandbox shows how a directive or notice stands, in milliseconds. */
const RELAYS_SHOWN_MS = 60 * 60_000

/** Opens everything in order, the database first, and runs the bot: in the sandbox, or on a real account. */
export async function runProgram(options: ProgramOptions): Promise<Program> {
  const { settings, log } = options
  await prepareDataDir(settings.dataDir)
  const { impactAssessmentFile } = settings
  const assessment = impactAssessmentFile === undefined ? undefined : readAssessment(impactAssessmentFile)
  const files = await readCommunityFile(settings.communityFile ?? exampleFile)
  const calendar = new WorkCalendar(Object.assign({}, ...files.map((file) => file.calendar)))
  const database = await openDatabase({
    url: settings.databaseUrl,
    seat: settings.seat,
    seatLost: options.seatLost,
    log,
  })
  try {
    const sealing = await startSealing({ ...options, database, now: systemClock.now() })
    const parts = { ...options, files, calendar, database, sealing, assessment }
    const started = settings.puppet ? await runOnAccount(parts, settings.puppet) : await runInSandbox(parts)
    return {
      async stop() {
        await started.stop()
        await database.close()
      },
    }
  } catch (error) {
    await database.close()
    throw error
  }
}

interface Parts extends ProgramOptions {
  readonly files: readonly CommunityFile[]
  readonly calendar: WorkCalendar
  readonly database: Database
  readonly sealing: Sealing
  readonly assessment: Assessment | undefined
}

async function runInSandbox(parts: Parts): Promise<Program> {
  const { settings, calendar, database, sealing, assessment, log, print } = parts
  const { SandboxPuppet } = await import('./sandbox/puppet.ts')
  const { restoreClock } = await import('./sandbox/memory.ts')
  const { startSandbox } = await import('./sandbox/server.tsx')
  const { connect } = await import('./wechaty/connection.ts')

  const files = parts.files.map(populated)
  const clock = new MovableClock()
  restoreClock(settings.dataDir, clock)
  const { account, people, groups } = inhabitants(files)
  await loadFiles(database, files, { settings, log, print, clock, account: account.id as AccountId })
  const puppet = new SandboxPuppet({ account, people, groups, clock })
  const { bot, connection } = assemble(
    // The sandbox's account is none of the deployment's: a real one does not sit down in its place.
    {
      settings: { ...settings, seat: 'sandbox' },
      database,
      sealing,
      assessment,
      calendar,
      clock,
      log,
      missesNothing: true,
      onFailed: parts.failed,
    },
    (listener) => connect({ puppet, name: 'sandbox', listener, clock, log, acceptFriendAfterMs: () => 500 }),
  )
  const sandbox = await startSandbox({
    host: settings.host,
    port: settings.port,
    puppet,
    community: files.map(({ name }) => name).join('、'),
    people,
    groups,
    dataDir: settings.dataDir,
    clock,
    quietHours: settings.quietHours,
    onClockMoved: async () => {
      await bot.bursts.pass()
      await bot.heart.beat()
    },
    isWorkday: (day) => calendar.isWorkday(dayKey(day)),
    relays: () => underWay(database.client, new Date(clock.now().getTime() - RELAYS_SHOWN_MS)),
    health: await healthOf(bot, log),
    log,
  })
  try {
    await connection.start()
  } catch (error) {
    await sandbox.stop()
    throw error
  }
  bot.start()
  print(`小格的沙盒 · the sandbox is at ${sandbox.url}`)
  return {
    async stop() {
      // What has been heard is finished and said while the chat is still there to say it in.
      await Promise.all([sandbox.stop(), bot.stop()])
      await connection.stop()
    },
  }
}

async function runOnAccount(parts: Parts, puppet: string): Promise<Program> {
  const { settings, files, calendar, database, sealing, assessment, log, print } = parts
  const { startAlarm } = await import('./alert/alarm.ts')
  const { connect } = await import('./wechaty/connection.ts')
  const { terminalQr } = await import('./wechaty/qr.ts')
  const { qrPage } = await import('./wechaty/qr-page.tsx')
  const { serve } = await import('./web-server.ts')

  const clock = systemClock
  if (!settings.communityFile)
    print('COMMUNITY_FILE is not set: using the example community. See README, "Your community".')
  await loadFiles(database, files, { settings, log, print, clock })
  const known = (await database.client.account.count({ where: { seat: settings.seat } })) > 0
  const alarm = startAlarm({
    settings,
    known,
    state: () => connection.state(),
    loginPage: () => page.url,
    clock,
    log,
  })
  let scan: string | undefined
  let accountName: string | undefined
  const { bot, connection } = assemble(
    {
      settings,
      database,
      sealing,
      assessment,
      calendar,
      clock,
      log,
      onScan: (url) => {
        scan = url
        if (url) void terminalQr(url).then(print)
      },
      onLogin: (name) => {
        scan = undefined
        accountName = name
        print(`已登录：${name} · logged in`)
        alarm.loggedIn()
      },
      alert: alarm.tell,
      onFailed: (reason) => {
        alarm.failed()
        parts.failed(reason)
      },
      onClaimCode: (community, code) => printClaimCode(print, community, code),
      jobs: [nightlyBackup((slot) => backUpTonight(parts, slot, clock))],
    },
    // Several processes can share a data directory, and so their pictures; each keeps the login of its own account.
    (listener) => connect({ puppet, name: loginName(settings.seat), dataDir: settings.dataDir, listener, clock, log }),
  )
  const page = await serve(
    qrPage({ current: () => scan, state: () => connection.state(), accountName: () => accountName }).route(
      '/',
      await healthOf(bot, log),
    ),
    settings,
  )
  try {
    await connection.start()
  } catch (error) {
    await page.close()
    throw error
  }
  bot.start()
  print(`登录页 · the login page is at ${page.url}`)
  return {
    async stop() {
      await Promise.all([page.close(), bot.stop(), alarm.stop()])
      await connection.stop()
    },
  }
}

function loginName(seat: string): string {
  return seat === 'main' ? 'gezhong' : `gezhong-${seat}`
}

async function backUpTonight({ settings, database, log }: Parts, slot: Date, clock: Clock): Promise<string> {
  const { backUp } = await import('./backup/nightly.ts')
  return backUp({ database, dataDir: settings.dataDir, ...settings.backup, slot, now: clock.now(), log })
}

/** What answers supervisors. */
async function healthOf({ health }: Bot, log: Logger): Promise<Hono> {
  const { healthPage } = await import('./health/page.ts')
  return healthPage({
    health,
    failed: (error) => log.warn({ err: error }, 'the database could not be asked how it is'),
  })
}

type Connect = typeof import('./wechaty/connection.ts').connect
type BotParts = Omit<Parameters<typeof createBot>[0], 'connect'>

/** The bot and its connection know each other; this is where they meet. */
function assemble(
  parts: BotParts,
  open: (listener: Parameters<Connect>[0]['listener']) => ReturnType<Connect>,
): { bot: Bot; connection: ReturnType<Connect> } {
  let connection: ReturnType<Connect> | undefined
  const bot = createBot({
    ...parts,
    connect: (listener) => {
      connection = open(listener)
      return connection
    },
  })
  if (!connection) throw new Error('the bot did not connect')
  return { bot, connection }
}

interface Loading {
  readonly settings: Settings
  readonly log: Logger
  readonly print: (line: string) => void
  readonly clock: Clock
  readonly account?: AccountId
}

/** Loads the community file and prints the code with which the first secretary lets herself in. */
async function loadFiles(database: Database, files: readonly CommunityFile[], loading: Loading): Promise<void> {
  const { settings, log, print, clock, account } = loading
  const now = clock.now()
  // Who was secretary in the sandbox cannot let anybody into a real account.
  const notOn = account === undefined ? SANDBOX_ACCOUNT.id : undefined
  for (const file of files) {
    const { summary, code } = await database.transaction(async (tx) => {
      const summary = await loadCommunity(tx, file, { account, now })
      return { summary, code: await ensureClaimCode(tx, summary.communityId, { code: settings.claimCode, now, notOn }) }
    })
    for (const warning of summary.warnings) log.warn({ community: file.code }, warning)
    if (code) printClaimCode(print, file.name, code)
  }
}

function printClaimCode(print: (line: string) => void, community: string, code: string): void {
  print(`${community}：书记请在私聊里对小格发 · the secretary sends the bot in private:  /认领 ${code}`)
}
