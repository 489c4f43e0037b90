import { NOBODYS_NAME, nobody } from '../community/nobody.ts'
import type { Tx } from '../database/database.ts'
import type { Holding } from '../personal/holding.ts'
import { actOnCourse } from './act.ts'
import { courseOf, OVER } from './course.ts'
import { REVIEWS, STATE_LABELS } from './lifecycle.ts'

/** What somebody offered to teach, and what they did with courses at work. */
export const heldAboutLecturer: Holding = {
  area: '开课',
  models: ['Course', 'CourseEvent', 'CourseFile'],

  async tell(tx, { person }) {
    const courses = await tx.course.findMany({ where: { lecturerId: person }, orderBy: { id: 'asc' } })
    const files = await tx.courseFile.count({ where: { purpose: OFFERED, course: { lecturerId: person } } })
    const said = await tx.courseEvent.findMany({ where: { personId: person, hat: 'lecturer', note: { not: null } } })
    const acts = await tx.courseEvent.count({ where: { personId: person, hat: { not: 'lecturer' } } })
    if (courses.length + said.length + acts === 0) return undefined
    return {
      summary: `开过 ${courses.length} 门课${acts > 0 ? `，审过 ${acts} 步` : ''}`,
      lines: [
        ...courses.map(({ title, state, teacher, about }) => {
          return `您开的《${title}》（${STATE_LABELS[state]}），海报上写“${teacher ?? ''}”：${about}`
        }),
        ...courses.flatMap(({ title, plan }) => (plan ? [`《${title}》的教学计划：${plan}`] : [])),
        ...said.map(({ note }) => `开课时说：${note}`),
        ...(files > 0 ? [`开课材料 ${files} 份`] : []),
        ...(acts > 0 ? [`审课 ${acts} 步`] : []),
      ],
    }
  },

  async stays(tx, { person }) {
    const courses = await tx.course.findMany({
      where: { lecturerId: person, state: { notIn: [...OVER, ...REVIEWS] } },
      orderBy: { id: 'asc' },
      select: { title: true },
    })
    if (courses.length === 0) return []
    const titles = courses.map(({ title }) => `《${title}》`).join('')
    return [`${titles}有人在学，课名和介绍留着，以后由社区安排；没有您的名字、教学计划和材料。`]
  },

  async forget(tx, { person }, now) {
    const none = await nobody(tx, now)
    const offered = await withdrawOffers(tx, person, now)
    const own = { lecturerId: person }
    const files = await tx.courseFile.deleteMany({ where: { purpose: OFFERED, course: own } })
    const over = await tx.course.updateMany({ where: { ...own, state: { in: [...OVER] } }, data: { about: '' } })
    // What nobody has passed was never told to residents.
    await tx.course.updateMany({ where: { ...own, freeMonths: null }, data: { title: NOBODYS_NAME } })
    await tx.courseEvent.updateMany({ where: { personId: person, hat: 'lecturer' }, data: { note: null } })
    const acts = await tx.courseEvent.updateMany({ where: { personId: person }, data: { personId: none } })
    const courses = await tx.course.updateMany({
      where: own,
      data: { lecturerId: none, teacher: null, plan: null, skill: null, chatId: '' },
    })
    return offered + files.count + over.count + acts.count + courses.count
  },
}

const OFFERED = 'offer'

/** Nobody is left to teach what is under review. */
async function withdrawOffers(
  tx: Tx,
  personId: Parameters<Holding['forget']>[1]['person'],
  now: Date,
): Promise<number> {
  const waiting = await tx.course.findMany({ where: { lecturerId: personId, state: { in: [...REVIEWS] } } })
  for (const row of waiting) {
    await actOnCourse(tx, courseOf(row), { action: 'withdraw', actor: { personId }, now })
  }
  return waiting.length
}
