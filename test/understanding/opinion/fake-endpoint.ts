import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the endpoint was sent. */
export interface Heard {
  readonly path: string
  readonly authorization: string
  readonly body: {
    readonly model: string
    readonly messages: readonly { readonly role: string; readonly content: string }[]
    readonly response_format: { readonly type: string; readonly json_schema?: { readonly schema: unknown } }
    readonly [other: string]: unknown
  }
}

export type Behaviour = (response: ServerResponse, heard: Heard) => void

/** An answer of the chat completions as they are published, around what the model says. */
export function saying(content: unknown, more: { tokens?: number; finish?: string; refusal?: string } = {}): Behaviour {
  const text = typeof content === 'string' ? content : JSON.stringify(content)
  const { tokens = 1200, finish = 'stop', refusal = null } = more
  return json(200, {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_780_000_000,
    model: 'm',
    choices: [{ index: 0, message: { role: 'assistant', content: text, refusal }, finish_reason: finish }],
    usage: { prompt_tokens: tokens - 40, completion_tokens: 40, total_tokens: tokens },
  })
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Behaviour {
  return raw(status, JSON.stringify(body), { 'content-type': 'application/json', ...headers })
}

export function raw(status: number, body: string, headers: Record<string, string> = {}): Behaviour {
  return (response) => {
    response.writeHead(status, headers)
    response.end(body)
  }
}

export const refusingSchemas =
  (otherwise: Behaviour, status = 400): Behaviour =>
  (response, heard) => {
    const refuses = heard.body.response_format.type === 'json_schema'
    const error = { error: { message: "This response_format type is unavailable now: 'json_schema'" } }
    if (refuses) json(status, error)(response, heard)
    else otherwise(response, heard)
  }

export const neverAnswering: Behaviour = () => undefined

/** Says that it is there, then one byte every few milliseconds, for ever. */
export const drippingAnswer: Behaviour = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  const drip = setInterval(() => response.write(' '), 5)
  response.on('close', () => clearInterval(drip))
}

export const hangingUp: Behaviour = (response) => {
  response.destroy()
}

export const hangingUpHalfway: Behaviour = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '5000' })
  response.write('{"choices":[{"message":{"content":"{\\"kind')
  setTimeout(() => response.destroy(), 5)
}

/** Megabytes, as fast as they are taken. */
export const endlessAnswer: Behaviour = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  response.write('{"choices":[{"message":{"content":"')
  const more = () => {
    while (!response.destroyed && response.write('很'.repeat(20_000)));
  }
  response.on('drain', more)
  more()
}

/** A server on loopback that speaks the protocol, and misbehaves as it is told. */
export class FakeEndpoint {
  /** what it was sent, the first first */
  heard: Heard[] = []
  /** what it does, one after the other; the last one again and again */
  behaviours: Behaviour[] = []
  /** the most requests that were open at a time */
  mostAtATime = 0
  #open = 0
  readonly #server = createServer((request, response) => void this.#hear(request, response))

  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`
  }

  does(...behaviours: Behaviour[]): void {
    this.behaviours = behaviours
    this.heard = []
    this.mostAtATime = 0
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #hear(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.mostAtATime = Math.max(this.mostAtATime, ++this.#open)
    response.on('close', () => this.#open--)
    let text = ''
    for await (const chunk of request) text += chunk
    const heard = {
      path: `${request.method} ${request.url}`,
      authorization: String(request.headers.authorization),
      body: JSON.parse(text),
    }
    this.heard.push(heard)
    const behaviour = this.behaviours.length > 1 ? this.behaviours.shift() : this.behaviours[0]
    behaviour?.(response, heard)
  }
}
