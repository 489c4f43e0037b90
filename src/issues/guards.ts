import { Refusal } from '../refusal.ts'
import { formatMoment } from '../time/format.ts'
import { isCategoryCode } from './categories.ts'
import type { Doing, Inputs } from './inputs.ts'
import { extensionAsked } from './issue.ts'
import { type Action, MOVES } from './lifecycle.ts'
import { rootOf } from './merge.ts'
import type { Scene } from './scene.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** NEED_INFO waits this long for the resident, then work goes on without. */
export const SUPPLY_WAIT_MS = 48 * HOUR_MS
/** RESOLVED waits this long for a word, then it is closed. */
export const SILENCE_MS = 72 * HOUR_MS
const HOLD_MOST_MS = 366 * DAY_MS
const MOST_EXTENSIONS = 2
/** Days after closing within which it may be reopened. */
const REOPEN_DAYS = { reporter: 7, others: 30 }

/** Work that can be seen is resolved with a picture: everything else about the move was right. */
export class PhotoMissing extends Refusal {}

type Guard<A extends Action> = (scene: Scene, input: Inputs[A]) => Promise<void> | void

/** The conditions beyond the columns of the table. Each throws a Refusal that says what is missing or in the way. */
const GUARDS: { readonly [A in Action]?: Guard<A> } = {
  async confirm({ tx, issue }, { category, place, gridId }) {
    if (gridId !== undefined) {
      const known = await tx.grid.count({ where: { id: gridId, communityId: issue.communityId } })
      if (known === 0) throw new Refusal('本社区没有这个网格，请看一下写得对不对。')
    }
    if (category !== undefined && !isCategoryCode(category)) throw new Refusal('没有这个类别，请换一个说法。')
    if (!place?.trim() && !issue.place && (gridId ?? issue.gridId) === null) throw missing('confirm', '在什么地方')
  },

  ask: (_, { question }) => need('ask', '要问的问题', question),

  supply({ issue, hat, photos, now }, { text }) {
    if (hat !== 'bot') {
      if (photos.length === 0) need('supply', '要补充的内容，或者发一张照片', text)
      return
    }
    const since = issue.state === 'NEED_INFO' ? issue.pausedAt : null
    if (!since || now.getTime() - since.getTime() < SUPPLY_WAIT_MS) throw tooEarly('supply')
  },

  escalate: (_, { reason }) => need('escalate', '原因', reason),

  async dispatch({ tx, issue, hat, now }, { unitId, arriveBy }) {
    const unit = await tx.unit.findFirst({
      where: { id: unitId, communityId: issue.communityId },
      include: { grids: true },
    })
    if (!unit) throw new Refusal('本社区没有登记这个单位，请看一下名称。')
    // A unit without rows serves the whole community.
    const serves = unit.grids.length === 0 || unit.grids.some(({ gridId }) => gridId === issue.gridId)
    if (hat === 'worker' && (unit.kind !== 'PROPERTY' || !serves)) {
      throw new Refusal(`网格员只能派给本网格的物业。要派给${unit.name}，请先上报，由社区工作人员派单。`)
    }
    if (!serves) throw new Refusal(`${unit.name}不管这个网格，请换一个单位。`)
    if (arriveBy) inFuture('到场时间', arriveBy, now)
  },

  return: (_, { reason }) => need('return', '原因', reason),
  progress: (_, { note }) => need('progress', '进展', note),

  extend({ issue, hat, now }, { until, reason }) {
    if (issue.extensions >= MOST_EXTENSIONS) {
      throw new Refusal(`#${issue.number} 已经延期${MOST_EXTENSIONS}次，不能再延。确实办不了，请社区挂账或改派。`)
    }
    const asked = extensionAsked(issue)
    const overdue = issue.dueAt !== null && issue.dueAt < now
    const grants = (hat === 'staff' || hat === 'secretary') && until === undefined && !reason?.trim()
    if (grants) {
      if (!asked) throw missing('extend', '新的日期和原因')
      // Asked in time is granted in time: the one who asked does not answer for how long staff took.
      if (overdue && issue.dueAt !== null && issue.dueAt < new Date(asked.askedAt)) throw tooLate(issue.number)
      inFuture('新的日期', new Date(asked.until), now)
      return
    }
    if (until === undefined) throw missing('extend', '新的日期')
    need('extend', '原因', reason)
    if (overdue) throw tooLate(issue.number)
    inFuture('新的日期', until, now)
    if (issue.dueAt && until <= issue.dueAt) {
      throw new Refusal(`#${issue.number} 本来的期限是${formatMoment(issue.dueAt, now)}，新的日期要比它晚。`)
    }
  },

  hold(scene, { until, reason }) {
    need('hold', '原因，居民都看得到', reason)
    inFuture('挂账日期', until, scene.now)
    if (until.getTime() - scene.now.getTime() > HOLD_MOST_MS) throw new Refusal('挂账最长一年，请写近一些的日期。')
  },

  resume({ issue, hat, now }) {
    if (hat === 'bot' && (!issue.holdUntil || issue.holdUntil > now)) throw tooEarly('resume')
  },

  async resolve({ tx, issue, category, photos, personId }, { note }) {
    need('resolve', '怎么处理的', note)
    if (!category.physical || photos.length > 0) return
    // A picture that came with an earlier line about the same piece of work will do as well.
    const began = await tx.issueEvent.findFirst({
      where: { issueId: issue.id, action: { in: ['rework', 'reopen', 'report'] } },
      orderBy: { seq: 'desc' },
    })
    const residents = await tx.supporter.findMany({ where: { issueId: issue.id }, select: { personId: true } })
    const theirs = [issue.reporterId, ...residents.map((supporter) => supporter.personId)].filter(
      (id) => id !== personId,
    )
    const shown = await tx.issueAttachment.count({
      where: {
        issueId: issue.id,
        personId: { notIn: theirs },
        event: { action: { not: 'report' } },
        ...(began ? { at: { gte: began.at } } : {}),
      },
    })
    if (shown === 0) throw new PhotoMissing(`#${issue.number} 办结要有一张处理后的现场照片，请和照片一起发。`)
  },

  // Without a place it is where the trouble was: nobody has to be told where that is.
  witness: ({ now }, { at }) => inFuture('见证时间', at, now),

  async verify({ tx, issue, personId, hats }) {
    const resolved = await tx.issueEvent.findFirst({
      where: { issueId: issue.id, action: 'resolve' },
      orderBy: { seq: 'desc' },
    })
    const colleague = resolved?.hat === 'unit' && hats.includes('unit')
    if (issue.resolvedById === personId || colleague) {
      throw new Refusal(
        `#${issue.number} 是您这边办结的，核查要换一个人：另一位网格员、社区工作人员，或者报事人说满意。`,
      )
    }
  },

  rework: (_, { defect }) => need('rework', '哪里没有做好', defect),
  answer: (_, { text }) => need('answer', '答复的内容', text),

  async merge({ tx, issue }, { parent }) {
    if (parent === issue.number) throw new Refusal('不能并到自己，请写另一件事的号码。')
    const root = await rootOf(tx, issue, parent)
    if (!root) throw new Refusal(`没有找到 #${parent}，不能并案。`)
    if (root.id === issue.id) throw new Refusal(`#${parent} 已经并到 #${issue.number}，不能反过来再并。`)
    if (root.state === 'CLOSED') throw new Refusal(`#${root.number} 已经结案。请先重开它，或者换一个主号。`)
    if (root.isPrivate !== issue.isPrivate) {
      throw new Refusal(`#${issue.number} 和 #${root.number} 一个公开一个不公开，不能并在一起。`)
    }
    // Whoever moves over hears of the other issue from then on.
    if (issue.isPrivate && root.reporterId !== issue.reporterId) {
      throw new Refusal(`#${issue.number} 和 #${root.number} 都不公开，又不是同一个人报的，请分开办。`)
    }
  },

  transfer(_, { where, reference }) {
    need('transfer', '转到哪里', where)
    need('transfer', '那边的受理编号或者接电话的人', reference)
  },

  decline: (_, { reason }) => need('decline', '原因', reason),

  void({ issue, hat }, { reason }) {
    if (hat === 'reporter' && issue.state !== 'DRAFT') {
      throw new Refusal(`#${issue.number} 已经登记了，不能自己作废。不想报了可以撤回。`)
    }
    need('void', '原因', reason)
  },

  async withdraw({ tx, issue }) {
    if (issue.dangerous) throw new Refusal(`#${issue.number} 关系到安全，要请人到现场看过，不能撤回。`)
    const others = await tx.supporter.count({ where: { issueId: issue.id } })
    if (others > 0) throw new Refusal(`#${issue.number} 还有${others}位邻居也在等，不能撤回。`)
  },

  rate({ issue, personId }, { rating }) {
    if (issue.resolvedById !== null && issue.resolvedById === personId) {
      throw new Refusal(`#${issue.number} 是您自己办结的，不能由您评价，请别人来核查。`)
    }
    if (issue.state === 'CLOSED' && issue.rating !== null) throw new Refusal(`#${issue.number} 您已经评价过了。`)
    if (issue.state === 'RESOLVED' && issue.rating === 'UNSATISFIED' && rating === 'UNSATISFIED') {
      throw new Refusal(`#${issue.number} 您的不满意已经记下，正在等网格员安排返工。`)
    }
  },

  reopen({ issue, hat, now }, { reason }) {
    need('reopen', '原因', reason)
    const days = hat === 'reporter' ? REOPEN_DAYS.reporter : REOPEN_DAYS.others
    if (issue.closedAt && now.getTime() - issue.closedAt.getTime() > days * DAY_MS) {
      throw new Refusal(`#${issue.number} 结案已经超过${days}天，不能重开。请重新报一件新的。`)
    }
  },

  silence({ issue, now }) {
    const { resolvedAt, rating, witnessAt } = issue
    const waited = resolvedAt !== null && now.getTime() - resolvedAt.getTime() >= SILENCE_MS
    // Whoever said 不满意 is not silent, and an invitation to come and see is not over before its hour.
    if (!waited || rating === 'UNSATISFIED' || (witnessAt && witnessAt > now)) throw tooEarly('silence')
  },
}

/** Throws a Refusal unless everything holds that the action asks for beyond state and hat. */
export async function guard(scene: Scene, { action, input }: Doing): Promise<void> {
  // `action` and `input` come as a pair (`Doing`), so the guard of the one takes the other.
  await (GUARDS[action] as Guard<typeof action> | undefined)?.(scene, input as never)
}

function need(action: Action, what: string, text: string | undefined): void {
  if (!text?.trim()) throw missing(action, what)
}

function missing(action: Action, what: string): Refusal {
  return new Refusal(`${MOVES[action].label}还要写明：${what}。`)
}

function inFuture(what: string, at: Date, now: Date): void {
  if (Number.isNaN(at.getTime()) || at <= now) throw new Refusal(`${what}已经过去了，请写以后的时间。`)
}

function tooLate(number: number): Refusal {
  return new Refusal(`#${number} 已经超过期限，不能再延期。请先写一条进展，说明什么时候能办好。`)
}

/** Only the bot's own clockwork meets this. */
function tooEarly(action: Action): Refusal {
  return new Refusal(`还没到${MOVES[action].label}的时候。`)
}
