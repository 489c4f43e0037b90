import { expect, it } from 'vitest'
import { passPost, refusePost } from '../../src/board/decide.ts'
import { postOf } from '../../src/board/post.ts'
import type { Post } from '../../src/database/types.ts'
import type { PersonId } from '../../src/ids.ts'
import { WorkCalendar } from '../../src/time/work-calendar.ts'
import { GRID_3, GRID_7, STAFF, Town } from './town.ts'

const ROUNDS = 10
const AUTHORS = ['ma', 'chen', 'zhou'] as const
/** Words that stand for one version of one post, wherever they turn up. */
const CANARY = /金丝雀[零一二三四五六七八九]+鸣/g
const DIGITS = [...'零一二三四五六七八九']
const canary = (n: number) => `金丝雀${[...String(n)].map((digit) => DIGITS[Number(digit)]).join('')}鸣`

/** The same walk every time. */
function dice(seed: number) {
  let state = seed
  return (sides: number) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides
  }
}

it(`nothing that is held, refused or deleted is ever said in a group, over ${ROUNDS} rounds`, async () => {
  const town = await Town.open()
  const calendar = new WorkCalendar()
  const roll = dice(7)
  const pick = <T>(some: readonly T[]) => some[roll(some.length)] as T
  let versions = 0
  const fresh = () => {
    versions += 1
    // About half of them are for a person to look at first.
    return `${canary(versions)}${pick(['', '，加我微信看'])}`
  }
  const all = () => town.database.client.post.findMany({ where: { authorId: { not: null } }, orderBy: { id: 'asc' } })
  const decide = (what: 'pass' | 'refuse') =>
    town.database.transaction(async (tx) => {
      const rows = await tx.post.findMany({ where: { state: what === 'pass' ? 'HELD' : { in: ['HELD', 'PASSED'] } } })
      const row = rows.filter(({ authorId }) => authorId !== null)[roll(Math.max(1, rows.length))]
      if (!row) return
      const { personId } = await tx.chatIdentity.findFirstOrThrow({ where: { contactId: 'staff-1' } })
      const by = personId as PersonId
      if (what === 'pass') await passPost(tx, postOf(row), { by, now: town.now(), calendar })
      else await refusePost(tx, postOf(row), { by, now: town.now() })
    })
  /** What may be read in a group at this moment. */
  const open = (posts: readonly Post[]) =>
    new Set(posts.filter(({ state }) => state === 'PASSED').flatMap(({ words }) => words.match(CANARY) ?? []))

  const post = async (yes = pick(['好', '好', '好', `改 ${fresh()}`])) => {
    const who = pick(AUTHORS)
    await town.says(who, pick([who, GRID_3]), `/${pick(['留言', '心愿'])} ${fresh()}`)
    await town.says(who, who, yes)
  }
  const change = async () => {
    const who = pick(AUTHORS)
    const own = (await all()).filter(({ contactId }) => contactId === who)
    const number = pick(own)?.number ?? 3
    await town.says(
      who,
      who,
      pick([`/留言 改 ${number} ${fresh()}`, `/留言 删 ${number}`, '/撤销', '好', '署名 王老师']),
    )
  }
  let published = 0
  /** Does one thing, and looks at what was said in groups because of it. */
  const step = async (what: () => Promise<unknown>) => {
    const since = town.said.length
    await what()
    const readable = open(await all())
    for (const { text } of town.said.slice(since).filter((said) => said.chat.includes('@'))) {
      for (const [words] of text.matchAll(CANARY)) {
        published += 1
        expect(readable.has(words), text).toBe(true)
      }
    }
  }
  for (let round = 0; round < ROUNDS; round++) {
    await step(() => post())
    if (roll(4) > 0) await step(() => decide(pick(['pass', 'pass', 'refuse'])))
    await step(change)
    if (roll(2) === 0) await step(() => decide('pass'))
    await step(() => town.says('zhou', GRID_3, pick(['/留言墙', '/留言墙', '/留言墙 心愿'])))
    const number = pick(await all())?.number ?? 3
    await step(() => town.says('sun', GRID_7, pick([`/附议 心愿${number}`, `/留言墙 ${number}`])))
    await step(() => town.says('staff-1', STAFF, `/答复 心愿${number} ${pick(['', '正在办 '])}知道了`))
  }
  await step(() => post('好'))
  await step(() => town.says('zhou', GRID_3, '/留言墙'))
  const posts = await all()
  expect(published, 'it would be seen').toBeGreaterThan(20)
  expect(new Set(posts.map(({ state }) => state))).toEqual(new Set(['HELD', 'PASSED', 'REFUSED', 'WITHDRAWN']))
  for (const { state, words } of posts) expect(words === '', state).toBe(state === 'WITHDRAWN')
  // Nothing waits in the outbox with words that may not be read there.
  const waiting = await town.database.client.outboxMessage.findMany({ where: { chatKind: 'GROUP', state: 'PENDING' } })
  const readable = open(posts)
  for (const { text } of waiting) for (const [words] of text.matchAll(CANARY)) expect(readable.has(words)).toBe(true)
  await town.close()
}, 60_000)
