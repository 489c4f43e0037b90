import type { Tx } from '../database/database.ts'
import type { Issue } from '../database/types.ts'
import type { Holding } from '../personal/holding.ts'
import { formatDay } from '../time/format.ts'
import { OWN_HATS } from './anonymise.ts'
import { categoryOf } from './categories.ts'
import { eventLabel } from './event-labels.ts'
import { forgetInIssues, type Masking } from './forget-in-issues.ts'
import { STATE_LABELS } from './lifecycle.ts'

/**
 * What somebody reported, said of it and supports, and what they did at work.
 *
 * @param mask takes phones, doors and names out of words that have to stay
 */
export function heldAboutIssues(mask: Masking): Holding {
  return {
    area: '报事',
    models: ['Issue', 'IssueEvent', 'Supporter', 'IssueAttachment', 'Attachment'],

    async tell(tx, { person }, now) {
      const issues = await tx.issue.findMany({ where: { reporterId: person }, orderBy: { id: 'asc' } })
      const supported = await tx.supporter.findMany({
        where: { personId: person },
        orderBy: { at: 'asc' },
        include: { issue: { select: { number: true } } },
      })
      const said = await tx.issueEvent.findMany({
        where: { personId: person, hat: { in: [...OWN_HATS] }, note: { not: null } },
        orderBy: { id: 'asc' },
        include: { issue: { select: { number: true } } },
      })
      const acts = await tx.issueEvent.count({ where: { personId: person, hat: { notIn: [...OWN_HATS] } } })
      const photos = await tx.issueAttachment.count({ where: { personId: person } })
      if (issues.length + supported.length + said.length + acts + photos === 0) return undefined
      const rated = issues.filter(({ ratingWords }) => ratingWords !== null)
      return {
        summary: `报过 ${issues.length} 件，附议 ${supported.length} 件，照片 ${photos} 张${acts > 0 ? `；工作中办过 ${acts} 步` : ''}`,
        lines: [
          ...issues.map((issue) => issueLine(issue, now)),
          ...supported.map(({ issue, at }) => `附议 #${issue.number}，${formatDay(at, now)}`),
          ...said.map(
            ({ issue, action, note, at }) => `#${issue.number} ${formatDay(at, now)}${eventLabel(action)}：${note}`,
          ),
          ...rated.map(({ number, ratingWords }) => `#${number} 评价时说：${ratingWords}`),
          ...(photos > 0 ? [`照片 ${photos} 张`] : []),
          ...(acts > 0 ? [`工作中办过 ${acts} 步（受理、答复、办结等）`] : []),
        ],
      }
    },

    async stays(tx, { person }) {
      const open = await openOf(tx, person)
      const dangerous = open.filter(({ dangerous: is }) => is)
      const others = open.filter(({ dangerous: is }) => !is)
      return [
        ...(others.length > 0
          ? [`还在办的 ${numbers(others)} 接着办，只留类别和地方，没有您的原话、照片和名字。不用办了，先发 /撤回 号。`]
          : []),
        ...(dangerous.length > 0
          ? [`${numbers(dangerous)} 有危险，别人也要靠它：原话去掉电话和姓名，留到办结；没有您的名字。`]
          : []),
      ]
    },

    forget: (tx, whose, now) => forgetInIssues(tx, whose.person, now, mask),
  }
}

/** More numbers than these fill a screen. */
const MOST_NUMBERS = 12

function numbers(issues: readonly Issue[]): string {
  const shown = issues.slice(0, MOST_NUMBERS).map(({ number }) => `#${number}`)
  return `${shown.join('、')}${issues.length > MOST_NUMBERS ? `等 ${issues.length} 件` : ''}`
}

async function openOf(tx: Tx, reporterId: number): Promise<Issue[]> {
  return tx.issue.findMany({
    where: { reporterId, state: { notIn: ['CLOSED', 'DRAFT'] } },
    orderBy: { id: 'asc' },
  })
}

function issueLine({ number, category, state, reportedAt, place, words }: Issue, now: Date): string {
  const where = place ? `，${place}` : ''
  return `#${number} ${formatDay(reportedAt, now)} ${categoryOf(category).kind}${where}，${STATE_LABELS[state]}：${words}`
}
