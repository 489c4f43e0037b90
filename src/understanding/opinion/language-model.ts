import { createHash } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { ModelSettings } from '../../config.ts'
import { Queue } from '../../database/queue.ts'
import type { Clock } from '../../time/clock.ts'
import { dayKey } from '../../time/shanghai.ts'
import { objectIn } from './answer-json.ts'
import { BREAKER_TIMES, Breaker, type BreakerTimes, type Pass } from './breaker.ts'
import { type Completion, Endpoint, type Form } from './endpoint.ts'
import { type Mark, readyToLeave } from './leaving.ts'
import type { Question } from './question.ts'
import { RecentAnswers } from './recent-answers.ts'
import { TokenBudget } from './token-budget.ts'
import { EndpointTrouble } from './trouble.ts'

export interface LanguageModelOptions {
  readonly clock: Clock
  readonly log: Logger
  readonly mark: Mark
  /** how long a question may take in all, waiting and the second attempt included, in milliseconds; default 8 s */
  readonly limitMs?: number
  /** how long to wait before the second attempt where the endpoint does not say, in milliseconds; default 0.4 s */
  readonly againAfterMs?: number
  readonly breaker?: BreakerTimes
}

const LIMIT_MS = 8_000
const AGAIN_AFTER_MS = 400
const ATTEMPTS = 2
/** At a time; more would wait in a small endpoint's own queue, where they cannot be counted. */
const AT_A_TIME = 2
/** More than this would hardly be answered in time. */
const MOST_WAITING = 10
/** Whoever has waited for this part of the time does not begin any more: the answer would be paid for and come too late. */
const LATEST_START = 0.75
const MOST_REMEMBERED = 500
/** In a call, a character is about one token at most, in Chinese and in what surrounds it; what is used replaces it. */
const TOKENS_PER_CHARACTER = 1

/**
 * The model behind the rules, and everything that keeps the bot from depending on it: what leaves is marked, time,
 * tokens and the number of calls are limited, and who fails is left alone for a while.
 */
export class LanguageModel {
  readonly #options: LanguageModelOptions
  readonly #endpoint: Endpoint
  readonly #budget: TokenBudget
  readonly #breaker: Breaker
  readonly #queue = new Queue(AT_A_TIME)
  readonly #answers = new RecentAnswers<unknown>(MOST_REMEMBERED)
  readonly #underWay = new Map<string, Promise<unknown>>()
  readonly #limits = new Set<AbortController>()
  #stopped = false
  /** what the endpoint was found to know; until then it is taken to know the better one */
  #form: Form = 'json_schema'
  #toldUsedUpOn: string | undefined

  constructor(settings: ModelSettings, options: LanguageModelOptions) {
    this.#options = options
    this.#endpoint = new Endpoint(settings)
    this.#budget = new TokenBudget(settings.tokensPerDay)
    this.#breaker = new Breaker(options.breaker ?? BREAKER_TIMES)
  }

  /**
   * The model's answer to a question about a text, checked by the question. Never rejects: undefined when there is none
   * for whatever reason. Takes at most the time limit.
   */
  async ask<Answer>(question: Question<Answer>, text: string): Promise<Answer | undefined> {
    const ready = readyToLeave(text, this.#options.mark)
    if (ready === undefined || this.#stopped) return undefined
    const key = createHash('sha256').update(`${question.name}\n${ready}`).digest('hex')
    // Kept under the question's name, so it is of the question's type.
    const known = this.#answers.find(key)
    if (known) return known.answer as Answer | undefined
    const asking = this.#underWay.get(key) ?? this.#askOnce(key, question, ready)
    return (await asking) as Answer | undefined
  }

  /** Ends what is under way and asks no more. */
  stop(): void {
    this.#stopped = true
    for (const limit of this.#limits) limit.abort()
  }

  #askOnce(key: string, question: Question<unknown>, ready: string): Promise<unknown> {
    if (this.#underWay.size >= AT_A_TIME + MOST_WAITING) return Promise.resolve(undefined)
    const asking = this.#inTime(key, question, ready)
      .catch((error: unknown) => {
        this.#options.log.error(
          { error: error instanceof Error ? error.name : 'unknown' },
          'asking the model went wrong',
        )
        return undefined
      })
      .finally(() => this.#underWay.delete(key))
    this.#underWay.set(key, asking)
    return asking
  }

  async #inTime(key: string, question: Question<unknown>, ready: string): Promise<unknown> {
    const limit = new AbortController()
    const { signal } = limit
    const timer = setTimeout(() => limit.abort(), this.#limitMs)
    this.#limits.add(limit)
    const latestStart = performance.now() + this.#limitMs * LATEST_START
    try {
      const work = this.#queue.run(async () => {
        if (signal.aborted || performance.now() > latestStart) return undefined
        return this.#ask(key, question, ready, signal)
      })
      return await Promise.race([work, aborted(signal)])
    } finally {
      clearTimeout(timer)
      this.#limits.delete(limit)
    }
  }

  async #ask(key: string, question: Question<unknown>, ready: string, signal: AbortSignal): Promise<unknown> {
    const { clock, log } = this.#options
    const pass = this.#breaker.enter(clock.now())
    if (!pass) return undefined
    try {
      const completion = await this.#attempt(question, JSON.stringify({ [question.field]: ready }), signal)
      // The day's tokens are used up: nothing was learnt of the endpoint, and somebody else may try it.
      if (completion === 'unaffordable') {
        this.#breaker.abandoned(pass)
        return undefined
      }
      const answer = completion.text === undefined ? undefined : question.read(objectIn(completion.text))
      if (answer === undefined && completion.text !== undefined) {
        throw new EndpointTrouble('the model answered something else than what it was asked for')
      }
      this.#answers.keep(key, answer)
      if (this.#breaker.succeeded(pass)) log.info('the model answers again')
      return answer
    } catch (error) {
      this.#failed(pass, error)
      return undefined
    }
  }

  async #attempt(
    question: Question<unknown>,
    content: string,
    signal: AbortSignal,
  ): Promise<Completion | 'unaffordable'> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#inTheFormItKnows(question, content, signal)
      } catch (error) {
        const mayHelp = error instanceof EndpointTrouble && error.again
        const waitMs = (mayHelp ? error.restMs : undefined) ?? this.#options.againAfterMs ?? AGAIN_AFTER_MS
        if (!mayHelp || attempt === ATTEMPTS || waitMs >= this.#limitMs) throw error
        await delay(waitMs, undefined, { signal }).catch(() => undefined)
        if (signal.aborted) throw error
      }
    }
  }

  /** Remembers that the endpoint does not know schemas only when it answers without one: 400 has many reasons. */
  async #inTheFormItKnows(
    question: Question<unknown>,
    content: string,
    signal: AbortSignal,
  ): Promise<Completion | 'unaffordable'> {
    const form = this.#form
    try {
      return await this.#withinBudget(question, content, form, signal)
    } catch (error) {
      if (form === 'json_object' || !(error instanceof EndpointTrouble && error.otherForm)) throw error
      const completion = await this.#withinBudget(question, content, 'json_object', signal)
      if (completion !== 'unaffordable') this.#form = 'json_object'
      return completion
    }
  }

  async #withinBudget(
    question: Question<unknown>,
    content: string,
    form: Form,
    signal: AbortSignal,
  ): Promise<Completion | 'unaffordable'> {
    const { clock, log } = this.#options
    const now = clock.now()
    const most = (question.instruction.length + content.length) * TOKENS_PER_CHARACTER + question.answerTokens
    const reservation = this.#budget.reserve(most, now)
    if (!reservation) {
      if (this.#toldUsedUpOn !== dayKey(now))
        log.warn('OPENAI_TOKENS_PER_DAY is used up; the model is asked again tomorrow')
      this.#toldUsedUpOn = dayKey(now)
      return 'unaffordable'
    }
    try {
      const completion = await this.#endpoint.complete(question, content, form, { signal, now })
      this.#budget.settle(reservation, completion.tokens ?? reservation.tokens)
      log.debug({ question: question.name, form, tokens: completion.tokens }, 'the model was asked')
      return completion
    } catch (error) {
      if (error instanceof EndpointTrouble && !error.charged) this.#budget.settle(reservation, 0)
      throw error
    }
  }

  #failed(pass: Pass, error: unknown): void {
    const { clock, log } = this.#options
    // Ending the program is nobody's failure.
    if (this.#stopped) return
    const known = error instanceof EndpointTrouble
    // Of an error that is not ours, nothing but the name: its message may repeat what was asked.
    const reason = known ? error.message : error instanceof Error ? error.name : 'unknown'
    const pauseMs = this.#breaker.failed(pass, clock.now(), known ? error.restMs : undefined)
    if (pauseMs === undefined) log.debug({ reason }, 'the model gave no answer')
    else log.warn({ reason, pauseMs }, 'the model gives no answers; it is left alone for a while')
  }

  get #limitMs(): number {
    return this.#options.limitMs ?? LIMIT_MS
  }
}

/** Resolves to undefined when the signal ends it. */
function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined)
    else signal.addEventListener('abort', () => resolve(undefined), { once: true })
  })
}
