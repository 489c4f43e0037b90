import type { Tx } from '../database/database.ts'
import type { PersonId } from '../ids.ts'
import type { Holding } from '../personal/holding.ts'
import { formatDay } from '../time/format.ts'
import { leaveAll } from './introductions.ts'
import type { Tag } from './tag.ts'

const ANSWERS = { NONE: '没有回', YES: '回了愿意', NO: '回了不合适' } as const

/**
 * What matchmaking holds about somebody. The values stand sealed, and what is told here does not: so this tells that they are
 * there, and the owner reads them with /红娘 看, which is sealed on its way.
 */
export const heldAboutMatchmaking: Holding = {
  area: '红娘',
  models: ['MatchProfile', 'Introduction', 'IntroductionSide', 'MatchBlock', 'MatchReport'],

  async tell(tx, { person }, now) {
    const profile = await tx.matchProfile.findUnique({ where: { personId: person } })
    const consents = await tx.consent.findMany({
      where: { personId: person, purpose: { startsWith: 'matchmaking' } },
      orderBy: { id: 'asc' },
    })
    const sides = await tx.introductionSide.findMany({
      where: { personId: person },
      include: { introduction: { select: { createdAt: true } } },
      orderBy: { id: 'asc' },
    })
    const byTag = { in: await tagsOf(tx, person) }
    const blocks = await tx.matchBlock.count({ where: { byTag } })
    const reports = await tx.matchReport.findMany({ where: { byTag }, orderBy: { id: 'asc' } })
    const proposed = await tx.introduction.count({ where: { proposedById: person } })
    if (!profile && consents.length + sides.length + blocks + reports.length + proposed === 0) return undefined
    return {
      summary: `${profile ? '有一份加密的资料' : '没有资料'}，介绍过 ${sides.length} 次`,
      lines: [
        ...(profile
          ? [
              `资料留到${formatDay(profile.expiresAt, now)}，红娘看过 ${profile.readings} 次；内容和联系方式加密存着，发 /红娘 看`,
            ]
          : []),
        ...consents.map(({ at, fields, textVersion, withdrawnAt }) => {
          const count = Array.isArray(fields) ? fields.length : 0
          return `${formatDay(at, now)}同意了 ${count} 项（${textVersion}）${withdrawnAt ? '，已收回' : ''}`
        }),
        ...sides.map(
          ({ introduction, answer }) => `${formatDay(introduction.createdAt, now)}有一次介绍，您${ANSWERS[answer]}`,
        ),
        ...(blocks > 0 ? [`您拉黑过 ${blocks} 位`] : []),
        ...reports.map(({ at }) => `${formatDay(at, now)}您举报过一位，情况加密存着`),
        ...(proposed > 0 ? [`您牵过 ${proposed} 次线`] : []),
      ],
    }
  },

  async stays(tx, { person }) {
    const tags = await tagsOf(tx, person)
    return tags.length > 0 ? ['红娘里要是有拉黑、举报，留一个看不出是谁的代号，免得以后又碰上'] : []
  },

  async forget(tx, { person }, now) {
    const tags = await tagsOf(tx, person)
    // The other goes on to the end of the seven days as if nothing were.
    await leaveAll(tx, person, now)
    const profiles = await tx.matchProfile.deleteMany({ where: { personId: person } })
    const consents = await tx.consent.deleteMany({
      where: { personId: person, purpose: { startsWith: 'matchmaking' } },
    })
    const sides = await tx.introductionSide.updateMany({
      where: { personId: person },
      data: { personId: null, card: null, note: null },
    })
    const reports = await tx.matchReport.updateMany({
      where: { OR: [{ byTag: { in: tags } }, { aboutTag: { in: tags } }] },
      data: { reason: null },
    })
    const proposed = await tx.introduction.updateMany({
      where: { proposedById: person },
      data: { proposedById: null },
    })
    return profiles.count + consents.count + sides.count + reports.count + proposed.count
  },
}

/** The tags under which somebody is or was here. */
async function tagsOf(tx: Tx, person: PersonId): Promise<Tag[]> {
  const profile = await tx.matchProfile.findUnique({ where: { personId: person }, select: { tag: true } })
  const sides = await tx.introductionSide.findMany({ where: { personId: person }, select: { tag: true } })
  return [...new Set([...(profile ? [profile.tag] : []), ...sides.map(({ tag }) => tag)])]
}
