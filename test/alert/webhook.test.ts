import { createServer, type Server } from 'node:http'
import pino from 'pino'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Alert, WebhookSender } from '../../src/alert/webhook.ts'
import type { Webhook } from '../../src/config.ts'

const ALERT: Alert = { event: 'login-lapsed', text: '小格的微信登录断开了。', at: new Date('2026-06-03T07:00:00Z') }
const OK = { errcode: 0, errmsg: 'ok' }

type Answer = { status?: number; body?: unknown } | 'hang'

describe('the webhook', () => {
  let server: Server
  let port: number
  let heard: { path: string; type: string; body: unknown }[]
  /** what it answers, one after the other; the last one again and again */
  let answers: Answer[]
  let waits: number[]
  let logged: { level: number; reason?: string; msg: string }[]
  let senders: WebhookSender[]

  beforeEach(async () => {
    heard = []
    waits = []
    logged = []
    senders = []
    answers = [{ body: OK }]
    server = createServer(async (request, response) => {
      let text = ''
      for await (const chunk of request) text += chunk
      heard.push({ path: String(request.url), type: String(request.headers['content-type']), body: JSON.parse(text) })
      const answer = (answers.length > 1 ? answers.shift() : answers[0]) ?? 'hang'
      if (answer === 'hang') return
      response.writeHead(answer.status ?? 200, { 'content-type': 'application/json' })
      response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body ?? {}))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    port = (server.address() as { port: number }).port
  })
  afterEach(async () => {
    await Promise.all(senders.map((sender) => sender.stop(2000)))
    server.closeAllConnections()
    if (server.listening) await new Promise((resolve) => server.close(resolve))
  })

  function sender(format: Webhook['format'] = 'wecom', wait?: (ms: number, ending: AbortSignal) => Promise<void>) {
    const made = new WebhookSender({
      webhook: { url: `http://127.0.0.1:${port}/send?key=s3cret`, format },
      seat: 'main',
      log: pino({ level: 'warn' }, { write: (line: string) => logged.push(JSON.parse(line)) }),
      timeoutMs: 300,
      wait:
        wait ??
        (async (ms) => {
          waits.push(ms)
        }),
    })
    senders.push(made)
    return made
  }

  it.each([
    ['wecom', { msgtype: 'text', text: { content: ALERT.text } }, OK],
    ['dingtalk', { msgtype: 'text', text: { content: ALERT.text } }, OK],
    ['feishu', { msg_type: 'text', content: { text: ALERT.text } }, { code: 0, msg: 'success', data: {} }],
    ['feishu', { msg_type: 'text', content: { text: ALERT.text } }, { StatusCode: 0, StatusMessage: 'success' }],
    ['json', { event: 'login-lapsed', text: ALERT.text, at: '2026-06-03T07:00:00.000Z', seat: 'main' }, 'thank you'],
  ] as const)('tells %s in its own words, once', async (format, body, answer) => {
    answers = [{ body: answer }]
    sender(format).tell(ALERT)
    await vi.waitFor(() => expect(heard).toHaveLength(1))
    await senders[0]?.stop(2000)
    expect(heard).toEqual([{ path: '/send?key=s3cret', type: 'application/json; charset=utf-8', body }])
    expect(logged).toEqual([])
  })

  it.each([
    ['wecom', { body: { errcode: 45009, errmsg: 'api freq out of limit' } }, '45009: api freq out of limit'],
    ['dingtalk', { body: { errcode: 310000, errmsg: 'keywords not in content' } }, '310000: keywords not in content'],
    ['feishu', { body: { code: 19024, msg: 'Key Words Not Found' } }, '19024: Key Words Not Found'],
    ['wecom', { body: '<html>log in to the network first</html>' }, 'no answer of a group robot'],
    ['wecom', { status: 500, body: OK }, 'HTTP status 500'],
    ['json', { status: 404, body: '' }, 'HTTP status 404'],
    ['wecom', 'hang', 'timeout'],
  ] as const)('tries again when %s answers %o', async (format, answer, reason) => {
    answers = [answer, answer, { body: format === 'feishu' ? { code: 0 } : OK }]
    sender(format).tell(ALERT)
    await vi.waitFor(() => expect(heard).toHaveLength(3))
    expect(waits).toEqual([2000, 10_000])
    expect(logged.map((line) => line.reason)).toEqual([
      expect.stringContaining(reason),
      expect.stringContaining(reason),
    ])
    expect(JSON.stringify(logged), 'the key of the robot').not.toContain('s3cret')
  })

  it('tries again when nobody is there, and gives up at last', async () => {
    await new Promise((resolve) => server.close(resolve))
    sender().tell(ALERT)
    await vi.waitFor(() => expect(logged.at(-1)?.msg).toContain('given up'))
    expect(waits).toEqual([2000, 10_000, 60_000, 300_000, 900_000, 1_800_000])
    expect(logged[0]?.reason).toContain('ECONNREFUSED')
  })

  it('keeps the order, and of many that wait only the latest', async () => {
    answers = [{ status: 500 }, { body: OK }]
    let go = () => {}
    const waited = new Promise<void>((resolve) => {
      go = resolve
    })
    const telling = sender('wecom', () => waited)
    telling.tell({ ...ALERT, text: '第0条' })
    await vi.waitFor(() => expect(heard).toHaveLength(1))
    for (let count = 1; count <= 8; count++) telling.tell({ ...ALERT, text: `第${count}条` })
    go()
    await vi.waitFor(() => expect(heard).toHaveLength(7))
    const texts = heard.map(({ body }) => (body as { text: { content: string } }).text.content)
    expect(texts).toEqual(['第0条', '第0条', '第4条', '第5条', '第6条', '第7条', '第8条'])
  })

  it('lets an attempt under way end when it is stopped, and makes no other', async () => {
    answers = ['hang']
    const telling = sender()
    telling.tell(ALERT)
    await vi.waitFor(() => expect(heard).toHaveLength(1))
    const began = performance.now()
    await telling.stop(5000)
    expect(performance.now() - began).toBeLessThan(2000)
    telling.tell(ALERT)
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(heard).toHaveLength(1)
  })

  it('says whether an alert was taken, given up, or pushed out by later ones', async () => {
    answers = [{ status: 500 }, { body: OK }]
    const settled: string[] = []
    let go = () => {}
    const waited = new Promise<void>((resolve) => {
      go = resolve
    })
    const telling = sender('wecom', () => waited)
    const tell = (name: string) => telling.tell(ALERT, (taken) => void settled.push(`${name} ${taken}`))
    tell('0')
    await vi.waitFor(() => expect(heard).toHaveLength(1))
    for (const name of ['1', '2', '3', '4', '5', '6']) tell(name)
    expect(settled).toEqual(['1 false'])
    answers = [{ body: OK }, { status: 500 }]
    // What was waiting for its next attempt has one more, and what stood behind it its only one.
    const stopping = telling.stop(2000)
    go()
    await stopping
    expect(settled).toEqual(['1 false', '0 true', '2 false', '3 false', '4 false', '5 false', '6 false'])
    expect(heard).toHaveLength(7)
    tell('7')
    expect(settled.at(-1)).toBe('7 false')
  })

  it('does not wait for a hanging attempt longer than it may', async () => {
    answers = ['hang']
    const telling = sender()
    telling.tell(ALERT)
    await vi.waitFor(() => expect(heard).toHaveLength(1))
    const began = performance.now()
    await telling.stop(20)
    expect(performance.now() - began).toBeLessThan(250)
  })
})
