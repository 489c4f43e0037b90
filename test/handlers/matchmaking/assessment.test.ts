import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pino from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Call } from '../../../src/chat/call.ts'
import { command } from '../../../src/chat/command.ts'
import { indexCommands } from '../../../src/chat/parser.ts'
import { Router } from '../../../src/chat/router.ts'
import { Wake } from '../../../src/chat/wake.ts'
import { ensurePerson } from '../../../src/community/people.ts'
import { type Database, openDatabase } from '../../../src/database/database.ts'
import {
  type AssessmentDesk,
  assessmentDialog,
  enableMatchmaking,
} from '../../../src/handlers/matchmaking/assessment.ts'
import type { AccountId, ChatId, CommunityId, ContactId, MessageId } from '../../../src/ids.ts'
import { matchmakingState } from '../../../src/matchmaking/assessment.ts'
import { readAssessment, shippedAssessment } from '../../../src/matchmaking/assessment-file.ts'
import type { KeyState } from '../../../src/sealing/sealing.ts'
import { MovableClock } from '../../../src/time/clock.ts'
import { shanghai } from '../../../src/time/shanghai.ts'
import { runFolder } from '../../run-folder.ts'

const ME = 'bot' as AccountId
const RIGHT: KeyState = { kind: 'right', keyId: '0123456789abcdef', resealed: 0, damaged: 0 }
const SENTENCE = '我已读过影响评估，同意启用红娘'
const NOTHING = { photos: [], problems: [] }

describe('红娘 启用', () => {
  let folder: string
  let database: Database
  let desk: AssessmentDesk
  let kept: Uint8Array[]
  let communities: { here: CommunityId; there: CommunityId }
  const clock = MovableClock.frozen(shanghai(2026, 6, 3, 9, 0))
  let count = 0

  beforeAll(async () => {
    folder = await mkdtemp(join(runFolder(), 'assessment-'))
    database = await openDatabase({ url: `file:${join(folder, 'a.db')}` })
  })
  afterAll(async () => {
    await database.close()
    await rm(folder, { recursive: true, force: true })
  })
  beforeEach(async () => {
    kept = []
    desk = {
      keyState: RIGHT,
      assessment: shippedAssessment(),
      keepFile: async (bytes) => {
        kept.push(bytes)
        const sha256 = createHash('sha256').update(bytes).digest('hex')
        return { sha256, mime: 'text/plain', bytes: bytes.length }
      },
    }
    await database.transaction(async (tx) => {
      await tx.assessmentConfirmation.deleteMany()
      await tx.auditEntry.deleteMany()
      await tx.dialog.deleteMany()
      await tx.role.deleteMany()
      await tx.community.deleteMany()
    })
    communities = await database.transaction(async (tx) => {
      const made = async (code: string) =>
        (await tx.community.create({ data: { code, name: code, createdAt: clock.now() } })).id as CommunityId
      const [here, there] = [await made('here'), await made('there')]
      for (const [who, kind] of [
        ['xu', 'SECRETARY'],
        ['li', 'STAFF'],
      ] as const) {
        const personId = await ensurePerson(tx, {
          account: ME,
          contactId: who as ContactId,
          displayName: who,
          now: clock.now(),
        })
        await tx.role.create({ data: { personId, kind, communityId: here, since: clock.now() } })
      }
      return { here, there }
    })
  })

  /** What the bot says to somebody in private because of this, files by their names. */
  async function says(text: string, who = 'xu'): Promise<string[]> {
    const match = command({
      ...{ name: '红娘', aliases: [], what: '牵线', example: '/红娘 启用', section: 'everybody', who: ['everybody'] },
      where: 'private',
      args: {},
      run: (call: Call) => enableMatchmaking(call, desk),
    })
    const router = new Router({
      database,
      commands: indexCommands([match]),
      dialogs: [assessmentDialog(desk)],
      answer: async () => false,
      unbound: async () => false,
      receipts: { mayBe: () => false, wanted: async () => false, read: async () => false },
      photos: { before: async () => NOTHING, of: async () => NOTHING },
      files: { before: async () => NOTHING, of: async () => NOTHING, remember: async () => {} },
      loosePhoto: { wanted: async () => false, read: async () => {}, remember: async () => {} },
      freeText: { weigh: () => 'nothing', hear: async () => {} },
      clock,
      wake: new Wake(),
      log: pino({ level: 'silent' }),
    })
    const before = await database.client.outboxMessage.count()
    count += 1
    await router.handle({
      account: ME,
      id: `m${count}` as MessageId,
      chat: { kind: 'private', id: who as ChatId },
      topic: '',
      sender: { id: who as ContactId, name: who },
      at: clock.now(),
      text,
      mentionsBot: false,
      mentions: [],
    })
    const rows = await database.client.outboxMessage.findMany({ orderBy: { id: 'asc' }, skip: before })
    return rows.map((row) => (row.fileName === null ? row.text : `[${row.fileName}]`))
  }
  const state = (community = communities.here) => matchmakingState(database.client, community, desk)

  it('is off until the secretary has read the assessment and said the whole sentence', async () => {
    expect(await state()).toBe('not assessed')
    const [file, asked] = await says('/红娘')
    expect(file).toBe('[红娘服务个人信息保护影响评估.txt]')
    expect(asked).toContain(`请回一整句：${SENTENCE}`)
    expect(kept).toEqual([desk.assessment.bytes])
    for (const short of ['好的', '同意', '确认', '启用。'])
      expect(await says(short), short).toEqual([expect.stringContaining(SENTENCE)])
    expect(await state()).toBe('not assessed')
    expect(await says('我已经看过影响评估，同意启用红娘。')).toEqual([expect.stringContaining('红娘启用了')])
    expect(await state()).toBe('open')
    expect(await state(communities.there), 'only here').toBe('not assessed')
    expect(await database.client.auditEntry.findMany()).toMatchObject([
      {
        action: 'matchmaking.confirm-assessment',
        subject: `community:${communities.here}`,
        personId: expect.any(Number),
        data: { version: desk.assessment.version },
      },
    ])
    expect(await says('/红娘')).toEqual(['红娘已经启用了，影响评估是6月3日(周三) 09:00确认的。'])
    expect(await says(SENTENCE), 'said once more it is nothing').toEqual([expect.stringContaining('小格在')])
  })

  it('is for the secretary alone, also when the role is lost in between', async () => {
    expect(await says('/红娘', 'li')).toEqual(['启用红娘由社区书记来做。'])
    expect(await says(SENTENCE, 'li')).toEqual([expect.stringContaining('小格在')])
    await says('/红娘')
    await database.transaction((tx) =>
      tx.role.updateMany({ where: { kind: 'SECRETARY' }, data: { communityId: communities.there } }),
    )
    expect(await says(SENTENCE)).toEqual(['启用红娘由社区书记来做。'])
    expect([await state(), await state(communities.there)]).toEqual(['not assessed', 'not assessed'])
  })

  it('needs the right data key, also when it is lost in between', async () => {
    desk = { ...desk, keyState: { kind: 'none' } }
    expect(await says('/红娘')).toEqual([expect.stringContaining('DATA_KEY')])
    expect(await state()).toBe('no key')
    desk = { ...desk, keyState: { kind: 'lost', keyIds: ['0123456789abcdef'] } }
    expect(await state()).toBe('no key')
    desk = { ...desk, keyState: RIGHT }
    await says('/红娘')
    desk = { ...desk, keyState: { kind: 'wrong', given: '0', keyIds: ['0123456789abcdef'] } }
    expect(await says(SENTENCE)).toEqual([expect.stringContaining('对不上')])
    expect(await state()).toBe('wrong key')
    expect(await database.client.assessmentConfirmation.count()).toBe(0)
  })

  it('can be left for later, and keeps nobody from other things', async () => {
    await says('/红娘')
    expect(await says('今天几点开会')).toEqual([expect.stringContaining('小格在')])
    expect(await says('不用')).toEqual([expect.stringContaining('先不启用')])
    expect(await says(SENTENCE)).toEqual([expect.stringContaining('小格在')])
    expect(await state()).toBe('not assessed')
  })

  it('asks again when a letter of the assessment has changed, also in between', async () => {
    const own = join(folder, '我们的评估.docx')
    await writeFile(own, 'first')
    desk = { ...desk, assessment: readAssessment(own) }
    expect((await says('/红娘'))[0]).toBe('[我们的评估.docx]')
    await writeFile(own, 'second')
    desk = { ...desk, assessment: readAssessment(own) }
    expect(await says(SENTENCE)).toEqual([
      expect.stringContaining('换过了'),
      '[我们的评估.docx]',
      expect.stringContaining(SENTENCE),
    ])
    expect(await state()).toBe('not assessed')
    await says(SENTENCE)
    expect(await state()).toBe('open')
    await writeFile(own, 'second.')
    desk = { ...desk, assessment: readAssessment(own) }
    expect(await state()).toBe('not assessed')
    await writeFile(own, 'second')
    desk = { ...desk, assessment: readAssessment(own) }
    expect(await state(), 'what was confirmed once still is').toBe('open')
  })

  it('tells an operator in one line which file of their own cannot be used', async () => {
    const empty = join(folder, 'empty.txt')
    await writeFile(empty, '')
    expect(() => readAssessment(empty)).toThrow(/^IMPACT_ASSESSMENT_FILE: .*empty\.txt is empty$/)
    expect(() => readAssessment(join(folder, 'nowhere.pdf'))).toThrow(/nowhere\.pdf cannot be read \(ENOENT\)$/)
    expect(() => readAssessment(folder)).toThrow(/cannot be read \(EISDIR\)$/)
  })

  it('is written for people: what the law asks for, in whole sentences', () => {
    const text = Buffer.from(shippedAssessment().bytes).toString()
    for (const part of ['第五十五条', '第五十六条', '合法、正当、必要', '对个人权益的影响', '保护措施'])
      expect(text).toContain(part)
    expect(text).not.toMatch(/[！!]|TODO/)
  })
})
