import type { ConnectionState } from '../chat/gateway.ts'
import type { Clock } from '../time/clock.ts'
import { formatDuration, formatMoment } from '../time/format.ts'
import type { Lapse } from './lapse-memory.ts'
import type { Alert } from './webhook.ts'

/** A logout that heals within this time is none: some puppets log in again by themselves. */
const LOGIN_PATIENCE_MS = 60_000
/** A gateway that is restarted or updated is back within this time; the bot connects anew all the while. */
const GATEWAY_PATIENCE_MS = 10 * 60_000

export interface LoginWatchOptions {
  readonly state: () => ConnectionState
  /** tells people; `settled` hears, sooner or later, whether it reached them */
  readonly tell: (alert: Alert, settled: (taken: boolean) => void) => void
  /** what was told and is not over yet, kept over a restart */
  readonly memory: { read(): Lapse | undefined; write(lapse: Lapse | undefined): void }
  /** whether the account was ever logged in before this start: who sets the bot up needs no alert */
  readonly known: boolean
  /** what to call the bot, with which account it is where there are several */
  readonly name: string
  /** where the QR code can be scanned */
  readonly loginPage: () => string | undefined
  readonly clock: Clock
}

/** Notices that the account is logged out, or its gateway away, for so long that people must do something, and tells them once. */
export class LoginWatch {
  readonly #options: LoginWatchOptions
  #expected: boolean
  #since: Date | undefined
  #told: Lapse | undefined

  constructor(options: LoginWatchOptions) {
    this.#options = options
    this.#told = options.memory.read()
    this.#expected = options.known || this.#told !== undefined
  }

  /** Looks how things are. To be called every few seconds, and at each login. */
  look(): void {
    const { state, clock } = this.#options
    const now = clock.now()
    const is = state()
    if (is === 'stopped') return
    if (is === 'logged-in') this.#isBack(now)
    if (is === 'logged-in' || !this.#expected) return
    this.#since ??= now
    const away = now.getTime() - this.#since.getTime()
    if (is === 'scan' || is === 'logged-out') {
      if (away >= LOGIN_PATIENCE_MS) this.#tellOnce('login-lapsed', this.#since, now)
    } else if (away >= GATEWAY_PATIENCE_MS) this.#tellOnce('gateway-away', this.#since, now)
  }

  /** The connection is beyond help, and the program is about to end. */
  failed(): void {
    const now = this.#options.clock.now()
    this.#tellOnce('failed', this.#since ?? now, now)
  }

  #isBack(now: Date): void {
    const { tell, memory, name } = this.#options
    this.#expected = true
    this.#since = undefined
    if (!this.#told) return
    const since = formatMoment(this.#told.since, now)
    this.#told = undefined
    const text = `${name}又连上了，微信已登录。中断是从${since}开始的，攒着的话会慢慢发完。`
    tell({ event: 'back', at: now, text }, (taken) => {
      // Should the program end before it was taken, the next one tells it.
      if (taken && !this.#told) memory.write(undefined)
    })
  }

  /** Once for each lapse; a gateway that comes back without its login is another matter, and people must do something else. */
  #tellOnce(event: Lapse['event'], since: Date, now: Date): void {
    const { tell, memory } = this.#options
    if (this.#told && (this.#told.event === event || event !== 'login-lapsed')) return
    const before = this.#told
    const told: Lapse = { event, since: before?.since ?? since }
    this.#told = told
    tell({ event, at: now, text: this.#text(event, since, now) }, (taken) => {
      if (this.#told !== told) return
      if (taken) memory.write(told)
      // Nobody knows of it yet: it is told anew at the next look.
      else this.#told = before
    })
  }

  #text(event: Lapse['event'], since: Date, now: Date): string {
    const { name, loginPage } = this.#options
    const begin = formatMoment(since, now)
    if (event === 'failed') {
      return `${name}的微信连接出了它自己修不好的问题（${begin}），程序正在重新启动。十分钟内没有收到恢复的消息，请找维护的人看一下。`
    }
    if (event === 'gateway-away') {
      const minutes = formatDuration((now.getTime() - since.getTime()) / 60_000)
      return `${name}连不上微信网关，从${begin}起已经${minutes}，群里暂时没有人应答。小格会一直自己重连，请看一下网关有没有停、有没有到期。`
    }
    const page = loginPage()
    const where = page ? `请打开登录页 ${page}（在运行小格的机器上），` : '请打开登录页，'
    return `${name}的微信登录断开了，从${begin}起群里没有人应答，要发的话都在等。${where}用小格的微信扫码登录。`
  }
}
