import { mkdtemp, readFile } from 'node:fs/promises'
import { request } from 'node:http'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { parseQuotation } from '../../src/chat/quotation.ts'
import { OperatorError } from '../../src/operator-error.ts'
import { readMemory, restoreClock } from '../../src/sandbox/memory.ts'
import type { WireLine, WireWorld } from '../../src/sandbox/page/wire.ts'
import { zebraCrossing } from '../../src/sandbox/stories/zebra-crossing.ts'
import type { Story } from '../../src/sandbox/story.ts'
import { MovableClock } from '../../src/time/clock.ts'
import { runFolder } from '../run-folder.ts'
import { type FakeHouse, GRID, MORNING, openFakeHouse, STAFF } from './fake-bot.ts'

const houses: FakeHouse[] = []
afterEach(async () => {
  for (const house of houses.splice(0)) await house.close()
})

async function open(options: Parameters<typeof openFakeHouse>[0] = {}) {
  const house = await openFakeHouse(options)
  houses.push(house)
  return { ...house, ...speakingTo(house.sandbox.url) }
}

function speakingTo(url: string) {
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${url}/api${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url, ...headers },
      body: JSON.stringify(body),
    })
  const picture = (
    bytes: Uint8Array<ArrayBuffer>,
    query: Record<string, string> = {},
    headers: Record<string, string> = {},
  ) =>
    fetch(`${url}/api/picture?${new URLSearchParams({ as: 'ma', chat: GRID, ...query })}`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream', origin: url, ...headers },
      body: bytes,
    })
  const error = async (response: Response) => ((await response.json()) as { error: string }).error
  const world = async () => (await (await fetch(`${url}/api/world`)).json()) as WireWorld
  const lines = async (chat: string) =>
    ((await (await fetch(`${url}/api/lines?${new URLSearchParams({ chat })}`)).json()) as { lines: WireLine[] }).lines
  return { url, post, picture, error, world, lines, eventually: () => until(lines) }
}

/** Asks again until the answer suits: what is said goes over Wechaty and the disk before it can be read. */
function until<A extends unknown[], T>(ask: (...args: A) => Promise<T>) {
  return async (good: (value: T) => boolean, ...args: A): Promise<T> => {
    for (;;) {
      const value = await ask(...args)
      if (good(value)) return value
      await new Promise(setImmediate)
    }
  }
}

/** A request with any Host header one likes, which fetch does not allow. */
function rawRequest(url: string, path: string, headers: Record<string, string>, method = 'GET', body = '') {
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const { port } = new URL(url)
    const asked = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (piece: string) => {
        text += piece
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

/** Reads server-sent events as a browser would. */
async function listen(url: string, headers: Record<string, string> = {}, query = '') {
  const abort = new AbortController()
  const response = await fetch(`${url}/api/events${query}`, { headers, signal: abort.signal })
  const reader = (response.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  const events: { id: string | undefined; event: string; data: unknown }[] = []
  const next = async (): Promise<boolean> => {
    const { value, done } = await reader.read().catch(() => ({ value: undefined, done: true }))
    if (done) return false
    rest += value
    const blocks = rest.split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1]
      const event = field('event')
      if (event) events.push({ id: field('id'), event, data: JSON.parse(field('data') ?? 'null') })
    }
    return true
  }
  return {
    events,
    lines: () => events.filter((one) => one.event === 'line').map((one) => one.data as WireLine),
    async until(enough: () => boolean) {
      while (!enough()) if (!(await next())) return
    },
    /** Resolves when the server has ended the stream. */
    async toEnd() {
      while (await next());
    },
    close: () => abort.abort(),
  }
}

describe('saying something', () => {
  it('brings it to the bot and the answer to everybody', async () => {
    const { post, eventually } = await open()
    expect((await post('/say', { as: 'ma', chat: GRID, text: '/报事 灯不亮' })).status).toBe(200)
    const said = await eventually()((all) => all.length === 2, GRID)
    expect(said.map((line) => [line.name, line.bot, line.text.split('\n')[0]])).toEqual([
      ['马先生', false, '/报事 灯不亮'],
      ['小格', true, '已登记 #1 秩序与出行'],
    ])
    expect(said[0]?.at).toBe(MORNING.toISOString())
  })

  it('quotes a message by its id, a picture as [图片], and a quotation only by its reply', async () => {
    const { post, picture, puppet, eventually } = await open()
    await picture(new Uint8Array(zebraCrossing()))
    const [first] = await eventually()((all) => all.length === 1, GRID)
    const heard: string[] = []
    puppet.onSaid((said) => heard.push(said.text))
    await post('/say', { as: 'chen', chat: GRID, text: '这里', quote: first?.id })
    const [, second] = await eventually()((all) => all.length === 2, GRID)
    expect(second).toMatchObject({ text: '这里', quote: { author: '马先生', text: '[图片]' } })
    await post('/say', { as: 'ma', chat: GRID, text: '对', quote: second?.id })
    expect(parseQuotation(heard[1] ?? '')).toEqual({ author: '陈阿姨', quoted: '这里', reply: '对' })
    expect((await post('/say', { as: 'ma', chat: GRID, text: '对', quote: 'gone' })).status).toBe(404)
  })

  it.each([
    ['a blank', { as: 'ma', chat: GRID, text: '   ' }, 400, /先写点什么/],
    ['4,001 characters', { as: 'ma', chat: GRID, text: '字'.repeat(4001) }, 400, /最多写 4000 个字/],
    ['40,000 characters', { as: 'ma', chat: GRID, text: '字'.repeat(40_000) }, 413, /太长/],
    ['a group of others', { as: 'ma', chat: STAFF, text: '混进来' }, 403, /不在这个聊天里/],
    ['somebody else’s private chat', { as: 'ma', chat: 'chen', text: '偷看' }, 403, /不在这个聊天里/],
    ['a stranger', { as: 'nobody', chat: 'nobody', text: '谁' }, 403, /不在这个聊天里/],
    ['a missing text', { as: 'ma', chat: GRID }, 400, /刷新页面/],
    ['an id that is no text', { as: { $gt: '' }, chat: GRID, text: 'x' }, 400, /刷新页面/],
  ])('refuses %s', async (_, words, status, sentence) => {
    const { post, error, lines } = await open()
    const response = await post('/say', words)
    expect(response.status).toBe(status)
    expect(await error(response)).toMatch(sentence)
    expect(await lines(GRID)).toEqual([])
  })

  it('refuses what is not JSON', async () => {
    const { url } = await open()
    const headers = { origin: url }
    const form = await fetch(`${url}/api/say`, { method: 'POST', headers, body: new URLSearchParams({ as: 'ma' }) })
    expect(form.status).toBe(400)
    const broken = { ...headers, 'content-type': 'application/json' }
    expect((await fetch(`${url}/api/say`, { method: 'POST', headers: broken, body: '{' })).status).toBe(400)
  })

  it('makes friends', async () => {
    const { post, world, dataDir } = await open()
    const liu = async () => (await world()).people.find((person) => person.id === 'liu')?.friend
    expect(await liu()).toBe(false)
    await post('/friend', { as: 'liu' })
    await until(liu)((friend) => friend === true)
    expect(readMemory(dataDir).friends).toEqual(['liu'])
  })
})

describe('a voice note and a place', () => {
  it('are sent by who is in the chat, and the place has a name', async () => {
    const { post, eventually } = await open()
    expect((await post('/voice', { as: 'ma', chat: GRID })).status).toBe(200)
    expect((await post('/place', { as: 'ma', chat: GRID, place: ' 3号楼后面 ' })).status).toBe(200)
    const said = await eventually()((all) => all.length === 2, GRID)
    expect(said.map(({ text }) => text)).toEqual(['[语音]', '[位置] 3号楼后面'])
    expect((await post('/voice', { as: 'ma', chat: 'nowhere' })).status).toBe(403)
    expect((await post('/place', { as: 'nobody', chat: GRID, place: '门口' })).status).toBe(403)
    for (const place of ['', '  ', 'x'.repeat(101), 7]) {
      expect((await post('/place', { as: 'ma', chat: GRID, place })).status, String(place).slice(0, 5)).toBe(400)
    }
  })
})

describe('pictures', () => {
  it('keeps them byte for byte and serves them as what they are', async () => {
    const { picture, url, eventually, puppet } = await open()
    const bytes = new Uint8Array(zebraCrossing())
    await picture(bytes, { name: '../../etc/大门 口.svg' })
    const [line] = await eventually()((all) => all.length === 1, GRID)
    expect(line?.file).toMatchObject({ name: '大门-口.png', bytes: bytes.length, image: true })
    const served = await fetch(url + line?.file?.url)
    expect(served.headers.get('content-type')).toBe('image/png')
    expect(served.headers.get('content-disposition')).toBe('inline')
    expect(served.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
    expect(served.headers.get('x-content-type-options')).toBe('nosniff')
    expect(new Uint8Array(await served.arrayBuffer())).toEqual(bytes)
    expect(new Uint8Array(await (await puppet.messageFile(line?.id ?? '')).toBuffer())).toEqual(bytes)
  })

  it.each([
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'), 415, /只能发/],
    ['a web page', Buffer.from('<!doctype html><script>1</script>'), 415, /只能发/],
    ['a PDF', Buffer.from('%PDF-1.7\n%\u00e2\u00e3\n1 0 obj'), 415, /只能发/],
    ['nothing', Buffer.alloc(0), 400, /空的/],
    ['8 MiB and one byte', Buffer.alloc(8 * 1024 * 1024 + 1), 413, /8 MB/],
  ])('refuses %s', async (_, bytes, status, sentence) => {
    const { picture, error, lines } = await open()
    const response = await picture(new Uint8Array(bytes), { name: 'a.png' })
    expect(response.status).toBe(status)
    expect(await error(response)).toMatch(sentence)
    expect(await lines(GRID)).toEqual([])
  })

  it('takes no form upload', async () => {
    const { picture } = await open()
    const response = await picture(new Uint8Array(zebraCrossing()), {}, { 'content-type': 'multipart/form-data' })
    expect(response.status).toBe(415)
  })

  it('gives what is no picture only to be downloaded', async () => {
    const { puppet, url, eventually } = await open()
    const { FileBox } = await import('file-box')
    await puppet.messageSendFile(GRID, FileBox.fromBuffer(Buffer.from('<script>1</script>'), '台账.xlsx'))
    const [line] = await eventually()((all) => all.length === 1, GRID)
    expect(line?.file).toMatchObject({ name: '台账.xlsx', image: false })
    const served = await fetch(url + line?.file?.url)
    expect(served.headers.get('content-disposition')).toBe('attachment')
    expect(served.headers.get('content-type')).toBe('application/octet-stream')
  })
})

describe('a file that somebody sends', () => {
  const send = (
    url: string,
    query: Record<string, string>,
    bytes: Uint8Array<ArrayBuffer>,
    type = 'application/octet-stream',
  ) =>
    fetch(`${url}/api/file?${new URLSearchParams({ as: 'ma', chat: GRID, ...query })}`, {
      method: 'POST',
      headers: { 'content-type': type, origin: url },
      body: bytes,
    })

  it('reaches the bot and everybody in the chat, to be downloaded, whatever is in it', async () => {
    const { url, puppet, eventually } = await open()
    const html = new TextEncoder().encode('<script>alert(1)</script>')
    expect((await send(url, { name: 'C:\\文档\\通知.html' }, html)).status).toBe(200)
    const [line] = await eventually()((all) => all.length === 1, GRID)
    expect(line).toMatchObject({ from: 'ma', file: { name: '通知.html', bytes: html.length, image: false } })
    expect((await puppet.messagePayload(line?.id ?? '')).filename).toBe('通知.html')
    const served = await fetch(url + line?.file?.url)
    expect(served.headers.get('content-type')).toBe('application/octet-stream')
    expect(served.headers.get('content-disposition')).toBe('attachment')
    expect(served.headers.get('x-content-type-options')).toBe('nosniff')
    expect(new Uint8Array(await served.arrayBuffer())).toEqual(html)
  })

  it('stays a file when it is a picture', async () => {
    const { url, eventually } = await open()
    await send(url, { name: '海报.png' }, new Uint8Array(zebraCrossing()))
    const [line] = await eventually()((all) => all.length === 1, GRID)
    expect(line?.file).toMatchObject({ name: '海报.png', image: false })
  })

  it.each([
    ['into a chat one is not in', { chat: STAFF }, 'x', 403],
    ['with nothing in it', {}, '', 400],
    ['by nobody', { as: '' }, 'x', 400],
  ])('is refused %s', async (_, query, content, status) => {
    const { url } = await open()
    expect((await send(url, query, new TextEncoder().encode(content))).status).toBe(status)
  })

  it('is refused as a form, and where it is too large', async () => {
    const { url } = await open()
    expect((await send(url, {}, new Uint8Array(1), 'multipart/form-data')).status).toBe(415)
    expect((await send(url, {}, new Uint8Array(24 * 1024 * 1024 + 1))).status).toBe(413)
  })
})

describe('what the bot takes back', () => {
  it('is shown no longer, and in its place that it was taken back; also after a restart', async () => {
    const { puppet, eventually, url } = await open()
    const heard = await listen(url)
    const id = (await puppet.messageSendText(GRID, '发错群了')) ?? ''
    await puppet.messageSendText(GRID, '这条是对的')
    await eventually()((all) => all.length === 2, GRID)
    expect(await puppet.messageRecall(id)).toBe(true)
    const left = await eventually()((all) => all.length === 2 && all[1]?.recalls !== undefined, GRID)
    expect(left.map(({ text, recalls }) => [text, recalls])).toEqual([
      ['这条是对的', undefined],
      ['小格撤回了一条消息', id],
    ])
    await heard.until(() => heard.lines().length === 3)
    expect(heard.lines().at(-1)).toMatchObject({ recalls: id, bot: true, chat: GRID })
    heard.close()
  })
})

describe('who may ask', () => {
  const body = JSON.stringify({ as: 'ma', chat: GRID, text: '/报事 假的' })

  it('refuses posts from another origin, from none, and from the null origin', async () => {
    const { url, lines } = await open()
    const host = new URL(url).host
    for (const origin of ['http://evil.example', 'null', 'http://localhost:1', undefined]) {
      const headers = { host, 'content-type': 'application/json', ...(origin && { origin }) }
      const { status, text } = await rawRequest(url, '/api/say', headers, 'POST', body)
      expect([origin, status]).toEqual([origin, 403])
      expect(text).toMatch(/不是从沙盒的页面/)
    }
    expect(await lines(GRID)).toEqual([])
  })

  it('refuses a name that was made to point here (DNS rebinding), for reading too', async () => {
    const { url } = await open()
    for (const host of ['evil.example', 'evil.example:80', 'localhost.evil.example', 'localhost@evil']) {
      // The last one is no host at all, which the server itself refuses before us.
      expect([400, 403]).toContain((await rawRequest(url, '/api/world', { host })).status)
    }
    const origin = 'http://evil.example'
    const headers = { host: 'evil.example', origin, 'content-type': 'application/json' }
    expect((await rawRequest(url, '/api/say', headers, 'POST', body)).status).toBe(403)
    const { port } = new URL(url)
    for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`, `192.168.1.20:${port}`]) {
      expect([host, (await rawRequest(url, '/api/world', { host })).status]).toEqual([host, 200])
    }
  })

  it('allows no inline script or style, no foreign content, no frame', async () => {
    const { url } = await open()
    const page = await fetch(url)
    const policy = page.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toMatch(/unsafe|\*|data:|https?:/)
    expect(page.headers.get('x-frame-options')).toBe('DENY')
    const html = await page.text()
    expect(html).toContain('<html lang="zh-CN">')
    expect(html).not.toMatch(/<style|\son\w+=|style=|<script(?![^>]*src=)/)
  })

  it.each([
    '/page/../server.js',
    '/page/..%2f..%2f..%2fpackage.json',
    '/page/tsconfig.json',
    '/page/main.ts',
    '/fonts/files/..%2f..%2fpackage.json',
    '/fonts/index.css',
    '/files/..%2ftranscript.jsonl',
    `/files/${'a'.repeat(64)}.svg`,
    '/files/%00',
    '/.env',
  ])('finds nothing at %s', async (path) => {
    const { url } = await open()
    expect((await rawRequest(url, path, { host: new URL(url).host })).status).toBe(404)
  })

  it('serves styles and its own Chinese font', async () => {
    const { url } = await open()
    const css = await fetch(`${url}/fonts/400.css`)
    expect(css.headers.get('content-type')).toMatch(/^text\/css/)
    const name = /files\/(noto-sans-sc-\d+-400-normal\.woff2)/.exec(await css.text())?.[1]
    const font = await fetch(`${url}/fonts/files/${name}`)
    expect(font.headers.get('content-type')).toBe('font/woff2')
    expect(font.headers.get('cache-control')).toContain('immutable')
    expect((await fetch(`${url}/page/base.css`)).status).toBe(200)
  })
})

describe('live events', () => {
  it('tells every line once, in order, and goes on where a window stopped', async () => {
    const { url, puppet } = await open()
    const say = (from: number, to: number) => {
      for (let i = from; i <= to; i++) puppet.say({ from: 'ma', chat: GRID, text: `第${i}句` })
    }
    const first = await listen(url, {}, '?after=0')
    say(1, 20)
    await first.until(() => first.lines().length >= 20)
    first.close()
    say(21, 30)
    const lastId = first.events.filter((one) => one.event === 'line').at(-1)?.id ?? ''
    const second = await listen(url, { 'last-event-id': lastId }, '?after=0')
    say(31, 40)
    await second.until(() => second.lines().length >= 20)
    second.close()
    expect([...first.lines(), ...second.lines()].map((line) => line.text)).toEqual(
      Array.from({ length: 40 }, (_, i) => `第${i + 1}句`),
    )
  })

  it('says so when too much was missed', async () => {
    const { url, puppet, lines } = await open()
    puppet.say({ from: 'ma', chat: GRID, text: '很久以前' })
    for (let i = 0; i < 400; i++) puppet.say({ from: 'ma', chat: GRID, text: String(i) })
    await until(lines)((all) => all.at(-1)?.text === '399', GRID)
    const window = await listen(url, { 'last-event-id': '1' })
    await window.until(() => window.events.length >= 4)
    window.close()
    expect(window.events.map((one) => one.event)).toEqual(['reset', 'clock', 'playing', 'relays'])
    const stranger = await listen(url, { 'last-event-id': '999999' })
    await stranger.until(() => stranger.events.length >= 1)
    stranger.close()
    expect(stranger.events[0]?.event).toBe('reset')
  })
})

describe('the clock', () => {
  it('moves by the buttons, tells the program at every day on the way, and every window', async () => {
    const { url, post, clock, moves } = await open()
    const window = await listen(url)
    expect(await (await post('/clock', { move: 'next-09:00' })).json()).toEqual({
      now: '2026-06-03T01:00:00.000Z',
      ahead: 80 * 60_000,
    })
    await post('/clock', { move: '+3d' })
    expect(clock.now().toISOString()).toBe('2026-06-06T01:00:00.000Z')
    expect(moves.map((move) => move.toISOString().slice(0, 13))).toEqual([
      '2026-06-03T01',
      '2026-06-04T01',
      '2026-06-05T01',
      '2026-06-06T01',
    ])
    await window.until(() => window.events.filter((one) => one.event === 'clock').length >= 5)
    window.close()
  })

  it.each(['-1d', '+1y', '+9999d', '明天', ''])('refuses %j', async (move) => {
    const { post, clock } = await open()
    expect((await post('/clock', { move })).status).toBe(400)
    expect(clock.now()).toEqual(MORNING)
  })

  it('is found where it was left', async () => {
    const { post, dataDir } = await open()
    await post('/clock', { move: '+1d' })
    const later = { now: () => new Date(MORNING.getTime() + 3_600_000) }
    const clock = new MovableClock(later)
    restoreClock(dataDir, clock, later)
    expect(clock.now().getTime() - MORNING.getTime()).toBe(25 * 3_600_000)
  })
})

describe('playing a story', () => {
  const story: Story = {
    id: 'short',
    title: '一盏灯',
    about: '短的故事',
    people: { ma: 'ma' },
    chats: { grid: GRID },
    steps: [
      { caption: '天黑了' },
      { who: 'ma', chat: 'grid', says: '/报事 灯不亮', expect: [{ chat: 'grid', text: /已登记/, card: true }] },
      { who: 'ma', chat: 'grid', says: '我也有', quote: 'card', expect: [{ chat: 'grid', text: /说不出口/ }] },
    ],
  }
  const options = { stories: [story], patience: 50 }

  it('plays, pauses, goes on, notes what the bot left unsaid, and ends', async () => {
    const { post, world, lines } = await open(options)
    expect((await world()).stories).toEqual([{ id: 'short', title: '一盏灯', about: '短的故事' }])
    expect((await post('/story', { do: 'play', story: 'no such', speed: 'normal' })).status).toBe(409)
    await post('/story', { do: 'play', story: 'short', speed: 'faster' })
    expect((await post('/story', { do: 'play', story: 'short', speed: 'fast' })).status).toBe(409)
    expect((await post('/clock', { move: '+1d' })).status).toBe(409)
    await post('/story', { do: 'pause' })
    const paused = (await world()).playing
    expect(paused).toMatchObject({ state: 'paused', caption: '天黑了', step: 0, steps: 3 })
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(await lines(GRID)).toEqual([])
    await post('/story', { do: 'resume' })
    const ended = await until(world)(({ playing }) => playing.state === 'done')
    expect(ended.playing).toMatchObject({ chat: GRID, step: 3, note: expect.stringMatching(/还没有说出来/) })
    expect((await lines(GRID)).at(-2)).toMatchObject({ text: '我也有', quote: { author: '小格' } })
  })

  it('offers no story whose people do not live here', async () => {
    const foreign = { ...story, id: 'foreign', people: { ma: 'somebody else' } }
    const { world } = await open({ stories: [foreign, story] })
    expect((await world()).stories.map(({ id }) => id)).toEqual(['short'])
  })

  it('stops at once when asked, and can be played again', async () => {
    const { post, world, lines } = await open(options)
    await post('/story', { do: 'play', story: 'short', speed: 'normal' })
    await post('/story', { do: 'stop' })
    expect((await world()).playing.state).toBe('idle')
    expect(await lines(GRID)).toEqual([])
    expect((await post('/story', { do: 'play', story: 'short', speed: 'faster' })).status).toBe(200)
    await until(world)(({ playing }) => playing.state === 'done')
  })

  it('says so when the bot does not register anything', async () => {
    const silent = {
      ...story,
      steps: [
        { who: 'ma', chat: 'grid', says: '你好' },
        { who: 'ma', chat: 'grid', says: '/受理 {n}' },
      ],
    }
    const { post, world } = await open({ ...options, stories: [silent] })
    await post('/story', { do: 'play', story: 'short', speed: 'faster' })
    const { playing } = await until(world)((now) => now.playing.state === 'broken')
    expect(playing.note).toMatch(/没有登记/)
  })

  it('is ended with the sandbox', async () => {
    const house = await openFakeHouse(options)
    await speakingTo(house.sandbox.url).post('/story', { do: 'play', story: 'short', speed: 'normal' })
    await house.close()
    await expect(fetch(house.sandbox.url)).rejects.toThrow()
  })
})

describe('starting and stopping', () => {
  it('names PORT when the port is taken', async () => {
    const { sandbox } = await open()
    const port = Number(new URL(sandbox.url).port)
    const second = openFakeHouse({ port })
    await expect(second).rejects.toThrow(OperatorError)
    await expect(second).rejects.toThrow(new RegExp(`PORT=${port} is in use`))
  })

  it.each(['203.0.113.7', 'fe80::1'])('names HOST when it is not of this machine: %s', async (host) => {
    const opening = openFakeHouse({ host })
    await expect(opening).rejects.toThrow(OperatorError)
    await expect(opening).rejects.toThrow(`HOST=${host} is no address of this machine`)
  })

  it('listens on the given address only', async () => {
    const { url } = await open()
    expect(url).toMatch(/^http:\/\/localhost:\d+$/)
    const other = createServer()
    // 127.0.0.2 is loopback as well: were all addresses taken, this could not be listened on.
    await new Promise<void>((resolve, reject) => {
      other.once('error', reject)
      other.listen(Number(new URL(url).port), '127.0.0.2', resolve)
    })
    await new Promise((resolve) => other.close(resolve))
  })

  it('ends open streams at once and frees the port', async () => {
    const house = await openFakeHouse()
    const window = await listen(house.sandbox.url)
    await window.until(() => window.events.length >= 1)
    await house.close()
    await window.toEnd()
    await expect(fetch(house.sandbox.url)).rejects.toThrow()
  })

  it('shows the same chats when it is started again, also after a kill in the middle of a line', async () => {
    const dataDir = await mkdtemp(join(runFolder(), 'sandbox-'))
    const first = await openFakeHouse({ dataDir })
    const there = speakingTo(first.sandbox.url)
    await there.post('/say', { as: 'ma', chat: GRID, text: '/报事 灯不亮' })
    await there.picture(new Uint8Array(zebraCrossing()))
    const before = await there.eventually()((all) => all.length === 3, GRID)
    await there.post('/friend', { as: 'liu' })
    await until(there.world)((world) => world.people.every((person) => person.friend))
    await first.close()
    const file = join(dataDir, 'sandbox', 'transcript.jsonl')
    const { appendFile } = await import('node:fs/promises')
    await appendFile(file, '{"seq":4,"id":"half a li')

    const again = await open({ dataDir })
    expect(await again.lines(GRID)).toEqual(before)
    expect((await fetch(again.url + before.find((line) => line.file)?.file?.url)).status).toBe(200)
    expect((await again.world()).people.find((person) => person.id === 'liu')?.friend).toBe(true)
    await again.post('/say', { as: 'chen', chat: GRID, text: '还在' })
    await again.eventually()((all) => all.length === 4, GRID)
    const written = (await readFile(file, 'utf8')).trim().split('\n')
    expect(JSON.parse(written.at(-1) ?? '')).toMatchObject({ seq: 4, text: '还在' })
  })
})
