import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { z } from 'zod'
import { fileNameOf } from '../chat/file-name.ts'
import { type ClockMove, isClockMove } from './clock-move.ts'
import { type EventFeed, serverSentEvent } from './event-feed.ts'
import type { WireClock, WireRelay, WireWorld } from './page/wire.ts'
import { pictureEnding } from './picture-kind.ts'
import type { SandboxPuppet } from './puppet.ts'
import type { StoryPlayer } from './story-player.ts'
import type { World } from './world.ts'

/** WeChat's own limit for one text is near 4,000 Chinese characters. */
const LONGEST_TEXT = 4000
const LARGEST_PICTURE = 8 * 1024 * 1024
/** A little more than the bot takes, so that one can try out what it says then. */
const LARGEST_FILE = 24 * 1024 * 1024

const id = z.string().min(1).max(200)
const speed = z.enum(['normal', 'fast', 'faster'])

const sayShape = z.object({
  as: id,
  chat: id,
  text: z
    .string()
    .max(LONGEST_TEXT, `一次最多写 ${LONGEST_TEXT} 个字，请分几次发。`)
    .refine((text) => text.trim() !== '', '请先写点什么再发。'),
  /** the message it replies to */
  quote: id.optional(),
})
const voiceShape = z.object({ as: id, chat: id })
const placeShape = z.object({
  as: id,
  chat: id,
  place: z
    .string()
    .max(100, '地点写得太长了，最多100个字。')
    .refine((place) => place.trim() !== '', '请写上是什么地方。'),
})
const pictureShape = z.object({ as: id, chat: id, name: z.string().max(300).default('') })
const clockShape = z.object({ move: z.string().refine(isClockMove, '时钟不会这样走。') })
const friendShape = z.object({ as: id })
const storyShape = z.discriminatedUnion('do', [
  z.object({ do: z.literal('play'), story: id, speed }),
  z.object({ do: z.literal('speed'), speed }),
  z.object({ do: z.enum(['pause', 'resume', 'stop']) }),
])

export interface ApiOptions {
  readonly community: string
  readonly world: World
  readonly puppet: SandboxPuppet
  readonly player: StoryPlayer
  readonly feed: EventFeed
  readonly clock: () => WireClock
  readonly quiet: WireWorld['quiet']
  readonly relays: () => readonly WireRelay[]
  readonly moveClock: (move: ClockMove) => Promise<unknown>
}

/** What the page asks and says. A mistake is answered with one Chinese sentence that the page shows as it is. */
export function api(options: ApiOptions): Hono {
  const { world, puppet, player, feed, clock } = options
  const app = new Hono()

  app.use(async (c, next) => {
    await next()
    if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'no-store')
  })

  app.get('/world', (c) => {
    const state: WireWorld = {
      community: options.community,
      bot: { id: puppet.accountId, name: puppet.accountName },
      people: world.people,
      groups: world.groups,
      clock: clock(),
      ...(options.quiet && { quiet: options.quiet }),
      stories: player.stories,
      playing: player.playing,
      relays: [...options.relays()],
      last: world.last(),
      seq: world.seq,
    }
    return c.json(state)
  })

  app.get('/lines', (c) => {
    const chat = c.req.query('chat') ?? ''
    if (!world.exists(chat)) return c.json({ error: '没有这个聊天。' }, 404)
    return c.json({ lines: world.lines(chat), seq: world.seq })
  })

  app.get('/events', (c) => {
    // The header comes with a browser's own reconnection and is then newer than the address.
    const asked = Number(c.req.header('last-event-id') ?? c.req.query('after') ?? Number.NaN)
    const stream = feed.open(() => {
      const missed = Number.isInteger(asked) ? world.after(asked) : []
      const lines = missed?.map((line) => serverSentEvent('line', line, line.seq)) ?? [serverSentEvent('reset', {})]
      return [
        'retry: 1500\n\n',
        ...lines,
        serverSentEvent('clock', clock()),
        serverSentEvent('playing', player.playing),
        serverSentEvent('relays', [...options.relays()]),
      ]
    })
    return c.body(stream, 200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    })
  })

  const small = bodyLimit({ maxSize: 64 * 1024, onError: (c) => c.json({ error: '内容太长了，请分几次发。' }, 413) })

  app.post('/say', small, async (c) => {
    const words = await read(c.req, sayShape)
    if ('error' in words) return c.json(words, 400)
    const { as, chat, text, quote } = words.value
    if (!world.mayEnter(as, chat)) return c.json({ error: '这个人不在这个聊天里。' }, 403)
    if (quote === undefined) return c.json({ id: puppet.say({ from: as, chat, text }) })
    const line = world.line(chat, quote)
    if (!line) return c.json({ error: '要引用的那条消息已经找不到了。' }, 404)
    const quoted = line.file ? (line.file.image ? '[图片]' : `[文件] ${line.file.name}`) : line.text
    return c.json({ id: puppet.quote({ from: as, chat, author: line.from, quoted, text }) })
  })

  app.post('/voice', small, async (c) => {
    const words = await read(c.req, voiceShape)
    if ('error' in words) return c.json(words, 400)
    const { as, chat } = words.value
    if (!world.mayEnter(as, chat)) return c.json({ error: '这个人不在这个聊天里。' }, 403)
    return c.json({ id: puppet.sendVoice({ from: as, chat }) })
  })

  app.post('/place', small, async (c) => {
    const words = await read(c.req, placeShape)
    if ('error' in words) return c.json(words, 400)
    const { as, chat, place } = words.value
    if (!world.mayEnter(as, chat)) return c.json({ error: '这个人不在这个聊天里。' }, 403)
    return c.json({ id: puppet.sendPlace({ from: as, chat, place: { name: place.trim(), address: '' } }) })
  })

  const pictureLimit = bodyLimit({
    maxSize: LARGEST_PICTURE,
    onError: (c) => c.json({ error: '这张图片超过 8 MB，请先缩小再发。' }, 413),
  })

  app.post('/picture', pictureLimit, async (c) => {
    // A type that no HTML form can send, so that a browser asks first when another site tries.
    if (c.req.header('content-type') !== 'application/octet-stream') {
      return c.json({ error: '图片没有传对，请再试一次。' }, 415)
    }
    const query = pictureShape.safeParse(c.req.query())
    if (!query.success) return c.json({ error: '没有说清是谁在哪里发图片。' }, 400)
    const { as, chat, name } = query.data
    if (!world.mayEnter(as, chat)) return c.json({ error: '这个人不在这个聊天里。' }, 403)
    const bytes = new Uint8Array(await c.req.arrayBuffer())
    if (bytes.length === 0) return c.json({ error: '这张图片是空的，请重新选一张。' }, 400)
    const ending = await pictureEnding(bytes)
    if (!ending) return c.json({ error: '只能发 JPG、PNG、GIF、WebP 图片。' }, 415)
    return c.json({ id: puppet.sendPicture({ from: as, chat, picture: { name: pictureName(name, ending), bytes } }) })
  })

  const fileLimit = bodyLimit({
    maxSize: LARGEST_FILE,
    onError: (c) => c.json({ error: '这个文件超过 24 MB，太大了。' }, 413),
  })

  app.post('/file', fileLimit, async (c) => {
    if (c.req.header('content-type') !== 'application/octet-stream') {
      return c.json({ error: '文件没有传对，请再试一次。' }, 415)
    }
    const query = pictureShape.safeParse(c.req.query())
    if (!query.success) return c.json({ error: '没有说清是谁在哪里发文件。' }, 400)
    const { as, chat, name } = query.data
    if (!world.mayEnter(as, chat)) return c.json({ error: '这个人不在这个聊天里。' }, 403)
    const bytes = new Uint8Array(await c.req.arrayBuffer())
    if (bytes.length === 0) return c.json({ error: '这个文件是空的，请重新选一个。' }, 400)
    return c.json({ id: puppet.sendFile({ from: as, chat, file: { name: fileNameOf(name), bytes } }) })
  })

  app.post('/clock', small, async (c) => {
    const words = await read(c.req, clockShape)
    if ('error' in words) return c.json(words, 400)
    if (player.playing.state === 'playing') return c.json({ error: '故事播放时，时钟由故事来拨。' }, 409)
    await options.moveClock(words.value.move as ClockMove)
    return c.json(clock())
  })

  app.post('/story', small, async (c) => {
    const words = await read(c.req, storyShape)
    if ('error' in words) return c.json(words, 400)
    const asked = words.value
    if (asked.do === 'play') {
      if (!player.play(asked.story, asked.speed)) return c.json({ error: '已经有一个故事在播放了。' }, 409)
    } else if (asked.do === 'speed') player.setSpeed(asked.speed)
    else await player[asked.do]()
    return c.json(player.playing)
  })

  app.post('/friend', small, async (c) => {
    const words = await read(c.req, friendShape)
    if ('error' in words) return c.json(words, 400)
    const person = world.people.find((one) => one.id === words.value.as)
    if (!person) return c.json({ error: '没有这个人。' }, 404)
    if (!person.friend) puppet.requestFriendship(person.id, `我是${person.name}`)
    return c.json({ ok: true })
  })

  return app
}

/** Reads a JSON body of a given shape, or says in Chinese what is wrong with it. */
async function read<T>(
  request: { header(name: string): string | undefined; json(): Promise<unknown> },
  shape: z.ZodType<T>,
): Promise<{ value: T } | { error: string }> {
  const wrong = { error: '请求没有写对，请刷新页面再试。' }
  if (!request.header('content-type')?.startsWith('application/json')) return wrong
  const body = await request.json().catch(() => undefined)
  const parsed = shape.safeParse(body)
  if (parsed.success) return { value: parsed.data }
  const [first] = parsed.error.issues
  return first && /[\u4e00-\u9fff]/.test(first.message) ? { error: first.message } : wrong
}

/** A harmless file name that ends as the bytes say. */
function pictureName(given: string, ending: string): string {
  const stem = given
    .normalize('NFC')
    .replace(/^.*[\\/]/, '')
    .replace(/\.[^.]*$/, '')
    .replace(/[^\p{L}\p{N}_-]+/gu, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '')
  return `${stem || '图片'}.${ending}`
}
