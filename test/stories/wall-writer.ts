import { passPost } from '../../src/board/decide.ts'
import { postOf } from '../../src/board/post.ts'
import type { PersonId } from '../../src/ids.ts'
import { WorkCalendar } from '../../src/time/work-calendar.ts'
import type { Town } from './town.ts'

/** Somebody writes on the board in private and says yes; where it is held a colleague passes it. Resolves with its number. */
export async function writes(town: Town, who: string, text: string, signed?: string): Promise<number> {
  await town.says(who, who, text)
  if (signed) await town.says(who, who, `署名 ${signed}`)
  await town.says(who, who, '好')
  const post = await town.database.client.post.findFirstOrThrow({ orderBy: { id: 'desc' } })
  if (post.state === 'HELD') await passes(town, post.number)
  return post.number
}

/** Somebody of the staff who has not written it passes a post. */
export async function passes(town: Town, number: number): Promise<void> {
  await town.database.transaction(async (tx) => {
    const post = postOf(await tx.post.findFirstOrThrow({ where: { number } }))
    const { personId } = await tx.role.findFirstOrThrow({ where: { kind: 'SECRETARY', until: null } })
    await passPost(tx, post, { by: personId as PersonId, now: town.now(), calendar: new WorkCalendar({}) })
  })
}
