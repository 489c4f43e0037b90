import type { Db, Tx } from '../database/database.ts'
import type { DirectiveQuestion, IssueState } from '../database/types.ts'
import type { AccountId, GridId, MessageId, PersonId } from '../ids.ts'

/** What somebody asked about an order. `answer`: a line of its own text; `issueId`: the worker was asked instead. */
export interface NewQuestion {
  readonly directiveId: number
  readonly gridId: GridId | undefined
  readonly person: PersonId
  /** fit to be read by the staff: without what is personal */
  readonly words: string
  readonly answer?: string | undefined
  readonly issueId?: number | undefined
  readonly account: AccountId
  readonly messageId: MessageId
  readonly now: Date
}

/** Keeps a question. The same message about the same order is kept once. */
export async function keepQuestion(tx: Tx, question: NewQuestion): Promise<void> {
  const { directiveId, gridId, person, words, answer, issueId, account, messageId, now } = question
  await tx.directiveQuestion.upsert({
    where: { directiveId_account_messageId: { directiveId, account, messageId } },
    create: {
      directiveId,
      gridId: gridId ?? null,
      personId: person,
      words,
      answer: answer ?? null,
      issueId: issueId ?? null,
      at: now,
      account,
      messageId,
    },
    update: {},
  })
}

/** Questions that say the same, together. */
export interface QuestionGroup {
  /** as the first of them was put */
  readonly words: string
  /** how many were put */
  readonly count: number
  /** numbers of the grids they came from, in order; none where that is not known */
  readonly grids: readonly number[]
  readonly answer: string | undefined
  /** the issue as which a worker has it, and where that is */
  readonly issue: { readonly number: number; readonly state: IssueState; readonly answered: boolean } | undefined
}

export interface QuestionsTold {
  readonly all: number
  /** answered from the text, or by a person */
  readonly answered: number
  /** those without an answer first, then by how many asked */
  readonly groups: readonly QuestionGroup[]
}

/** More questions about one order are not read: the newest are. */
const MOST_READ = 2_000

/** What was asked about an order, summed up: what was answered alike is one, and what one issue has come of. */
export async function questionsAbout(db: Db, order: { readonly id: number }): Promise<QuestionsTold> {
  const all = await db.directiveQuestion.count({ where: { directiveId: order.id } })
  const rows = await db.directiveQuestion.findMany({
    where: { directiveId: order.id },
    orderBy: { id: 'desc' },
    take: MOST_READ,
  })
  const issueIds = [...new Set(rows.flatMap(({ issueId }) => issueId ?? []))]
  const gridIds = [...new Set(rows.flatMap(({ gridId }) => gridId ?? []))]
  const issues = await db.issue.findMany({
    where: { id: { in: issueIds } },
    select: { id: true, number: true, state: true, outcome: true },
  })
  const grids = await db.grid.findMany({ where: { id: { in: gridIds } }, select: { id: true, number: true } })
  const byKey = new Map<string, DirectiveQuestion[]>()
  for (const row of rows.toReversed()) {
    const key = row.answer ?? (row.issueId === null ? `words ${row.words}` : `issue ${row.issueId}`)
    byKey.set(key, [...(byKey.get(key) ?? []), row])
  }
  const groups = [...byKey.values()].flatMap((same): QuestionGroup[] => {
    const [first] = same
    if (!first) return []
    const issue = issues.find(({ id }) => id === first.issueId)
    const from = new Set(same.map(({ gridId }) => gridId))
    return [
      {
        words: first.words,
        count: same.length,
        grids: grids
          .filter(({ id }) => from.has(id))
          .map(({ number }) => number)
          .sort((a, b) => a - b),
        answer: first.answer ?? undefined,
        issue: issue && { number: issue.number, state: issue.state, answered: issue.outcome === 'ANSWERED' },
      },
    ]
  })
  const isAnswered = ({ answer, issue }: QuestionGroup) => answer !== undefined || issue?.answered === true
  return {
    all,
    answered: groups.filter(isAnswered).reduce((sum, { count }) => sum + count, 0),
    groups: groups.sort((a, b) => Number(isAnswered(a)) - Number(isAnswered(b)) || b.count - a.count),
  }
}
