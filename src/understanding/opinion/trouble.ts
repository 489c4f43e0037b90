export interface TroubleOptions {
  /** whether the same may work in a moment */
  readonly again?: boolean
  /** whether what was sent may have been charged */
  readonly charged?: boolean
  /** how long not to ask again, in milliseconds, as the endpoint wishes or as long as mending takes */
  readonly restMs?: number | undefined
  /** whether the endpoint may know the other form of answer */
  readonly otherForm?: boolean
}

/**
 * The endpoint did not answer as it should. The message is in our own words and may be logged: what the endpoint said may
 * repeat what it was asked.
 */
export class EndpointTrouble extends Error {
  override readonly name = 'EndpointTrouble'
  readonly again: boolean
  readonly charged: boolean
  readonly restMs: number | undefined
  readonly otherForm: boolean

  constructor(message: string, { again = false, charged = true, restMs, otherForm = false }: TroubleOptions = {}) {
    super(message)
    this.again = again
    this.charged = charged
    this.restMs = restMs
    this.otherForm = otherForm
  }
}

/** A key or an address that is wrong has to be mended by a person; meanwhile it is tried seldom. In milliseconds. */
const UNTIL_MENDED = 600_000

const WHAT_TO_MEND: Record<number, string> = {
  401: 'OPENAI_API_KEY is not accepted',
  403: 'OPENAI_API_KEY may not use this model',
  404: 'OPENAI_MODEL is not known there, or OPENAI_BASE_URL lacks its last part (mostly /v1)',
}

/** What an HTTP status means for what is done next. */
export function troubleOfStatus(status: number, headers: Headers | undefined, now: Date): EndpointTrouble {
  const said = `HTTP status ${status}`
  const mend = WHAT_TO_MEND[status]
  if (mend) return new EndpointTrouble(`${said}: ${mend}`, { charged: false, restMs: UNTIL_MENDED })
  const restMs = retryAfterMs(headers?.get('retry-after'), now)
  const again = status === 408 || status === 409 || status === 429 || status >= 500
  // 400 and 422 are how endpoints refuse a form of answer, 501 how they say that they have none.
  const otherForm = status === 400 || status === 422 || status === 501
  return new EndpointTrouble(said, { again: again && !otherForm, charged: false, restMs, otherForm })
}

const NOT_EVEN_SENT = /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|.*CERT.*)$/

/** What ended a request without a status. */
export function troubleOfError(error: unknown): EndpointTrouble {
  const names = chain(error).map(({ name }) => name)
  if (names.includes('AnswerTooLong')) return new EndpointTrouble('the answer does not end')
  if (names.includes('SyntaxError')) return new EndpointTrouble('the answer is no JSON')
  const code = chain(error)
    .map((cause) => ('code' in cause ? cause.code : undefined))
    .find((found) => typeof found === 'string' && /^\w{1,40}$/.test(found))
  const charged = typeof code !== 'string' || !NOT_EVEN_SENT.test(code)
  return new EndpointTrouble(`no connection${code ? ` (${code})` : ''}`, { again: true, charged })
}

/** An error and what caused it; fetch and the client each hide what went wrong one level below. */
function chain(error: unknown): Error[] {
  const found: Error[] = []
  for (let cause = error; cause instanceof Error && found.length < 5; cause = cause.cause) found.push(cause)
  return found
}

/** Retry-After: seconds, or a date (RFC 9110, 10.2.3). */
function retryAfterMs(written: string | null | undefined, now: Date): number | undefined {
  if (!written) return undefined
  const ms = /^\d{1,9}$/.test(written) ? Number(written) * 1000 : Date.parse(written) - now.getTime()
  return ms > 0 ? ms : undefined
}
