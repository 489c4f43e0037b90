import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Webhook } from '../config.ts'

/** Something people are to know. The text is Chinese and holds nobody's name, number or words. */
export interface Alert {
  readonly event: 'login-lapsed' | 'gateway-away' | 'back' | 'failed' | 'other'
  readonly text: string
  readonly at: Date
}

export interface WebhookSenderOptions {
  readonly webhook: Webhook
  /** which of the deployment's accounts it is about, for those who run several */
  readonly seat: string
  readonly log: Logger
  /** waits in real time; ends early, without rejecting, when the signal says so */
  readonly wait?: (milliseconds: number, ending: AbortSignal) => Promise<void>
  /** how long one attempt may take, in milliseconds; default 10 s */
  readonly timeoutMs?: number
}

interface Waiting {
  readonly alert: Alert
  readonly settled: (taken: boolean) => void
}

/** Waiting times after each failed attempt, in milliseconds; after the last one the alert is given up. */
const RETRY_AFTER_MS = [2_000, 10_000, 60_000, 300_000, 900_000, 1_800_000]

/** So many alerts are kept waiting; an older one is no longer worth telling then. */
const MOST_WAITING = 5

/**
 * Tells people by the robot of another chat, or by anything that takes a POST. One alert after the other, each repeated
 * until it was taken. Never blocks or rejects into who tells.
 */
export class WebhookSender {
  readonly #options: WebhookSenderOptions
  readonly #ending = new AbortController()
  #waiting: Waiting[] = []
  #running: Promise<void> | undefined

  constructor(options: WebhookSenderOptions) {
    this.#options = options
  }

  /** `settled` hears, once, whether it was taken; false when it was given up, or the program ended before. */
  tell(alert: Alert, settled: (taken: boolean) => void = () => undefined): void {
    if (this.#ending.signal.aborted) {
      settled(false)
      return
    }
    const waiting = [...this.#waiting, { alert, settled }]
    this.#waiting = waiting.slice(-MOST_WAITING)
    for (const late of waiting.slice(0, -MOST_WAITING)) late.settled(false)
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined
    })
  }

  /** What waits is tried once more and not again. Resolves when that is done, at most after `patienceMs`. */
  async stop(patienceMs: number): Promise<void> {
    this.#ending.abort()
    const late = new AbortController()
    await Promise.race([this.#running, delay(patienceMs, undefined, { signal: late.signal }).catch(() => undefined)])
    late.abort()
  }

  async #run(): Promise<void> {
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      next.settled(await this.#deliver(next.alert))
    }
  }

  async #deliver(alert: Alert): Promise<boolean> {
    const { log, webhook, seat, wait = waitFor } = this.#options
    const { event } = alert
    for (let attempt = 0; ; attempt++) {
      try {
        await post(webhook, bodyOf(webhook.format, alert, seat), this.#options.timeoutMs ?? 10_000)
        return true
      } catch (error) {
        // Never the address: it holds the key of the robot.
        const reason = reasonOf(error)
        const retryMs = RETRY_AFTER_MS[attempt]
        if (retryMs === undefined || this.#ending.signal.aborted) {
          log.error({ event, reason }, 'the webhook did not take an alert; it is given up')
          return false
        }
        log.warn({ event, reason, retryMs }, 'the webhook did not take an alert')
        await wait(retryMs, this.#ending.signal)
      }
    }
  }
}

/**
 * The body of a text message, as the makers of the robots publish it: 企业微信 (developer.work.weixin.qq.com, 群机器人),
 * 钉钉 (open.dingtalk.com, 自定义机器人), 飞书 (open.feishu.cn, 自定义机器人). Every text has 小格 in it, which may be given
 * to 钉钉 and 飞书 as the keyword they want.
 */
function bodyOf(format: Webhook['format'], { event, text, at }: Alert, seat: string): object {
  if (format === 'feishu') return { msg_type: 'text', content: { text } }
  if (format === 'json') return { event, text, at: at.toISOString(), seat }
  return { msgtype: 'text', text: { content: text } }
}

async function post({ url, format }: Webhook, body: object, timeoutMs: number): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(timeoutMs),
  })
  const answer = await response.text()
  if (!response.ok) throw new Error(`HTTP status ${response.status}`)
  // The robots say no with status 200 and a code in the body.
  if (format !== 'json') checkAnswer(answer)
}

/** 企业微信 and 钉钉 answer `errcode`, 飞书 `code` (in former times `StatusCode`); 0 is yes. */
function checkAnswer(answer: string): void {
  const said = readObject(answer)
  const code = said?.['errcode'] ?? said?.['code'] ?? said?.['StatusCode']
  if (code === 0) return
  const message = said?.['errmsg'] ?? said?.['msg'] ?? said?.['StatusMessage'] ?? 'no answer of a group robot'
  throw new Error(`it says ${String(code ?? 'nothing')}: ${String(message).slice(0, 200)}`)
}

function readObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  // fetch hides what went wrong one level below.
  return error.cause instanceof Error ? error.cause.message || error.message : error.message
}

async function waitFor(milliseconds: number, ending: AbortSignal): Promise<void> {
  await delay(milliseconds, undefined, { signal: ending, ref: false }).catch(() => undefined)
}
