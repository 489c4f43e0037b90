import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { type Database, openDatabase } from '../../src/database/database.ts'
import type { Row } from '../../src/database/tables.ts'
import { HOLDINGS } from '../../src/handlers/personal/holdings.ts'
import { FORGOT, forgetPerson } from '../../src/personal/forget-person.ts'
import { tellPerson } from '../../src/personal/tell-person.ts'
import { describeOnBoth } from '../database/both.ts'
import { standsIn } from '../database/whole-database.ts'
import { makeWorld } from '../issues/world.ts'
import { columnsOf, saysNothing } from './columns.ts'
import { plant } from './planted.ts'
import { NOW } from './sowing.ts'

const SIGN = 'ZQX7'
const WORK = 'WRK5'

/** All that is in the database, as a dump of it would show. */
async function everything(database: Database): Promise<ReadonlyMap<string, readonly Row[]>> {
  return database.snapshot(async ({ tables, pages }) => {
    const all = new Map<string, readonly Row[]>()
    for (const table of tables) {
      const rows: Row[] = []
      for await (const page of pages(table)) rows.push(...page)
      all.set(table.name, rows)
    }
    return all
  })
}

/** Where a text stands: `Issue.words`. */
function columnsWith(text: string, all: ReadonlyMap<string, readonly Row[]>): string[] {
  const found = new Set<string>()
  for (const [table, rows] of all) {
    for (const row of rows) {
      for (const [column, value] of Object.entries(row))
        if (String(value).includes(text)) found.add(`${table}.${column}`)
    }
  }
  return [...found].sort()
}

describeOnBoth('privacy 7: somebody who is forgotten', (_open, both) => {
  it('is found in no column of any table, while what is others’ and what was done at work stays', async () => {
    const url = await both.url()
    const database = await openDatabase({ url })
    const { world } = await database.transaction(async (tx) => {
      const made = await makeWorld(tx)
      await plant(tx, made, { sign: 'OTHR', work: 'OTHRWORK', n: 1 })
      return { world: made }
    })
    const others = await everything(database)
    const planted = await database.transaction((tx) => plant(tx, world, { sign: SIGN, work: WORK, n: 2 }))

    // Nothing is missed below because it was not planted: every column of text holds the sign, or can say nothing of anybody.
    const sown = await everything(database)
    const held = new Set<string>(HOLDINGS.flatMap(({ models }) => models))
    const text = (await columnsOf(['String', 'Json'])).filter(({ model }) => held.has(model))
    const unsown = text.map(({ model, column }) => `${model}.${column}`).filter((column) => !saysNothing(column))
    expect(unsown.filter((column) => !columnsWith(SIGN, sown).includes(column))).toEqual([])

    const told = await database.transaction((tx) => tellPerson(tx, HOLDINGS, planted.person, NOW))
    expect(told.map(({ area }) => area)).toEqual(HOLDINGS.map(({ area }) => area))
    expect(JSON.stringify(told)).not.toContain('OTHR')
    for (const what of [
      '名字',
      '微信名',
      '原话',
      '也说',
      '接龙名',
      '本事',
      '孩子',
      '半份',
      '问一句',
      '试讲',
      '心愿',
      '私聊说过',
      '刚说的',
    ]) {
      expect(JSON.stringify(told), what).toContain(`${SIGN}${what}`)
    }

    await database.transaction((tx) => forgetPerson(tx, HOLDINGS, planted.person, { now: NOW, tag: () => 'a-tag' }))
    const left = await everything(database)
    expect(columnsWith(SIGN, left)).toEqual([])
    expect(columnsWith('13800138000', left)).toEqual(columnsWith('13800138000', others))
    for (const { model, column } of await columnsOf(['person'])) {
      const pointing = (left.get(model) ?? []).filter((row) => row[column] === planted.person)
      if (model !== 'AuditEntry') expect(pointing, `${model}.${column}`).toEqual([])
    }

    // Nobody else's row is another than it was.
    for (const [table, rows] of others) {
      const now = new Set((left.get(table) ?? []).map((row) => JSON.stringify(row)))
      const other = rows.filter((row) => !now.has(JSON.stringify(row)))
      // What the program wrote for somebody may hold anybody, and has arrived.
      const mine = other.filter(({ fileName }) => table !== 'OutboxMessage' || fileName === null)
      expect(mine, table).toEqual([])
    }

    // What was done at work stays, as does danger, with nobody's name.
    expect(columnsWith(WORK, left)).toEqual(
      expect.arrayContaining([
        'Course.about',
        'DirectiveReceipt.note',
        'Directive.text',
        'Faq.answer',
        'Issue.words',
        'IssueEvent.note',
        'OutboxMessage.text',
        'Post.words',
        'PostEvent.note',
      ]),
    )
    const { client } = database
    const dangerous = await client.issue.findUniqueOrThrow({
      where: { id: planted.dangerousIssue },
      include: { reporter: true },
    })
    expect(dangerous).toMatchObject({
      words: `${WORK} 〔电话〕`,
      state: 'IN_PROGRESS',
      reporter: { name: '（资料已删除）' },
    })
    expect((await client.issue.findUniqueOrThrow({ where: { id: planted.openIssue } })).words).toBe('（原话已删除）')
    // Nothing that waits is empty, and nothing is sent to nowhere.
    const waiting = await client.outboxMessage.findMany({ where: { state: { in: ['PENDING', 'FAILED', 'UNKNOWN'] } } })
    expect(
      waiting.filter(
        ({ text, sealed, sha256, chatId }) => (text === '' && !sealed && sha256 === null) || chatId === '',
      ),
    ).toEqual([])
    const audit = await client.auditEntry.findFirstOrThrow({ where: { action: FORGOT } })
    expect(audit.data).toMatchObject({ contacts: ['a-tag', 'a-tag'], rows: { 报事: expect.any(Number) } })

    expect(await database.scrub('all')).toBe(true)
    expect(await standsIn(url, SIGN), 'in the bytes of the file').toBe(false)
    expect(await standsIn(url, 'OTHR'), 'it would be found').toBe(true)
    await database.close()
  }, 60_000)
})

it('every model that can hold something of a person is in one holding, or is nobody’s', async () => {
  const models = [...new Set((await columnsOf(['String', 'Json', 'person', 'other'])).map(({ model }) => model))]
  const held = HOLDINGS.flatMap((holding) => holding.models)
  expect(
    held.filter((model, at) => held.indexOf(model) !== at),
    'twice',
  ).toEqual([])
  const named = await readFile(fileURLToPath(new URL('../../prisma/models.prisma', import.meta.url)), 'utf8')
  for (const model of [...held, ...Object.keys(NOBODYS)]) expect(named).toMatch(new RegExp(`^model ${model} `, 'm'))
  expect(models.filter((model) => !held.some((one) => one === model) && !(model in NOBODYS))).toEqual([])
})

/** Models that say nothing of anybody, and why. */
const NOBODYS: Readonly<Record<string, string>> = {
  Community: 'a place',
  Compound: 'a place',
  Building: 'a place',
  Grid: 'a place',
  Unit: 'an office',
  UnitGrid: 'an office',
  Account: 'the bot’s own',
  AccountPause: 'the bot’s own',
  ChatGroup: 'a group; of its members hashes of names alone, made anew from the group',
  DirectiveFile: 'what the staff sent',
  DirectiveDelivery: 'a group',
  CourseRun: 'a term; how many there were',
  CourseSession: 'a lesson',
  Questionnaire: 'questions',
  JobRun: 'counts',
  Occasion: 'a festival',
  Proof: 'which posts were shown: none of their words',
  ProofPage: 'a picture of posts, let go of with the first of them that is gone',
  KeyCheck: 'a key',
}
