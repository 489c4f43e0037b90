import { expect, it } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { coursesJob } from '../../src/scheduler/courses.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { makeCourse, makeLearner, makeRun } from '../courses/world.ts'
import { describeOnBoth } from '../database/both.ts'

const EVENING = shanghai(2026, 6, 11, 19, 0)
const LESSON = shanghai(2026, 6, 12, 19, 0)

describeOnBoth('the job of courses', (open) => {
  const job = (database: Database) =>
    coursesJob({
      database,
      quietHours: undefined,
      keepPicture: async () => ({ sha256: 'a'.repeat(64), mime: 'image/png', bytes: 1 }),
      spoke: () => {},
    })

  it('reminds of the other lessons where one is in trouble, and counts as failed', async () => {
    const database = await open()
    await database.transaction(async (tx) => {
      for (const name of ['one', 'two']) {
        const course = await makeCourse(tx, 'ENROLLING', name)
        const run = await makeRun(tx, course, [LESSON])
        await makeLearner(tx, run.id, name, { seq: 1 })
      }
    })
    const reminded = async () => {
      const rows = await database.client.outboxMessage.findMany({ orderBy: { chatId: 'asc' } })
      return rows.map(({ chatId }) => chatId)
    }
    let troubles = 1
    const troubled: Database = {
      ...database,
      transaction: (work) => (troubles-- > 0 ? Promise.reject(new Error('trouble')) : database.transaction(work)),
    }
    await expect(job(troubled).run(EVENING, EVENING)).rejects.toThrow(/1 failed$/)
    expect(await reminded()).toHaveLength(1)
    await job(database).run(EVENING, EVENING)
    expect(await reminded()).toEqual(['one', 'two'])
  })
})
