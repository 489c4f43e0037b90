import { expect, it } from 'vitest'
import type { CommunityId, MessageId, PersonId } from '../../src/ids.ts'
import { createAdviser } from '../../src/understanding/opinion/adviser.ts'
import { LessonBook, teach, unteach } from '../../src/understanding/taught.ts'
import { Understanding } from '../../src/understanding/understanding.ts'
import { describeOnBoth } from '../database/both.ts'
import { makeWorld, NOW } from '../issues/world.ts'
import { reader } from './one-reader.ts'

const WORDS = '那只大橘真好看'

describeOnBoth('what has been taught, at a glance', (open) => {
  it('is heeded by every process a moment later, and let go of when it is taken back', async () => {
    const database = await open()
    const world = await database.transaction((tx) => makeWorld(tx))
    const log = { warn: () => undefined, info: () => undefined, error: () => undefined, debug: () => undefined }
    const adviser = createAdviser(undefined, {
      clock: { now: () => NOW },
      log: log as unknown as Parameters<typeof createAdviser>[1]['log'],
      mark: (text) => text,
    })
    const process = () => new Understanding({ reader, lessons: new LessonBook(), adviser })
    const here = process()
    const elsewhere = process()
    const all = [here, elsewhere]
    const refresh = () => Promise.all(all.map((each) => each.refresh(database.client)))
    const passedOver = () => all.map((each) => each.glance(WORDS).register === 'no' && each.isJustTalk(WORDS))

    await refresh()
    expect(passedOver()).toEqual([true, true])
    here.lookOutFor(WORDS, '报事', 'G07')
    expect(passedOver(), 'at once where it was taught').toEqual([false, true])
    await refresh()
    expect(passedOver(), 'it was not kept').toEqual([true, true])

    const messageId = 'teaching' as MessageId
    const communityId: CommunityId = world.communityId
    const by: PersonId = world.people.worker.personId
    await database.transaction((tx) =>
      teach(tx, { communityId, by, words: WORDS, kind: '报事', category: 'G07', messageId, now: NOW }),
    )
    await refresh()
    await refresh()
    expect(passedOver()).toEqual([false, false])

    await database.transaction((tx) => unteach(tx, communityId, messageId))
    await refresh()
    expect(passedOver()).toEqual([true, true])
  })
})
