import { actorAtHead, actorNamedBy, isActor } from './actors.ts'
import { findDeadline } from './deadline.ts'
import type { Deadline, KeyPoint } from './key-point.ts'

/** More lines are no boiling down. */
const MOST_POINTS = 12
const LONGEST_WHAT = 60
const LONGEST_READ = 20_000
const SHORT_HEADING = 8

const NUMBERING =
  /^\s*(?:第?[一二三四五六七八九十]{1,3}(?:[、.．]|是(?=\S))|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}(?:[、)）]|[.．](?!\d))|[①-⑳]|[-•·●▪◆*])\s*/
const HEADING = /^([^：:，,。；;]{2,24})[：:]\s*(.*)$/
const DEADLINE_HEADING = /^(?:截[至止]|完成|办理|上报|报送)?(?:时间|时限|期限|日期)$/

/** 停水通知： says nothing that does not follow. */
const TITLE = /^[^，,。；;]{0,12}(?:通知|提示|公告|通告|提醒|要求)[：:]/
/** In 因抢修停水 the reason stands with what it is about. */
const OUTAGE = /停[水电气暖]/

const ACTION =
  /清[理运扫除洗查淘]|排[查除摸]|检查|巡[查逻视]|核[查实对]|摸[排底]|上[报传交]|报[送至到给备]|提交|反馈|汇报|统计|登记|填[写报]|张贴|悬挂|粘贴|发放|转发|通知|告知|宣传|劝[导离阻]|引导|入户|走访|整治|整改|拆除|搬[离移走]|挪[车走离移]|移[走除开]|加固|修[复剪理缮]|维修|更换|安装|疏[通散]|消[毒杀除]|封[闭控]|关[闭好停]|切断|值[班守]|参加|到场|[到在]岗|集合|召开|组织|安排|部署|落实|完成|协助|配合|负责|做好|确保|准备|备[好足齐]|到位|建立|储[水备]|携带|避[开让]|绕行|缴纳|领取|报名|办理|签[到收订]|拍照|设置|设立|公示|制止|禁止|严禁|不得|不要|切勿|暂停|停止|停[水电气暖]|除雪|铲[雪冰]|转移|看护|关注|联系|调[解处]/
const WANTED = /请|须|务必|必须|应当?|[^重主]要|需|不得|严禁|禁止|负责|确保|做好|安排|组织|停[水电气暖]/
/** Why and how seriously, thanks and calls for a 收到: nothing to do. */
const IDLE =
  /^(?:根据|按照|依据|为(?!期|主)|鉴于|因|由于|接(?!种)|受|近[期日来]|目前|当前|入[春夏秋冬汛]|随着)|高度重视|提高\S{0,6}(?:站位|认识|警惕)|加强(?:组织)?领导|压实\S{0,4}责任|落实(?:主体|工作)?责任|思想认识|特此通知|收到|知悉|周知|谢谢|感谢|辛苦|理解|见谅|如有疑问|联系(?:人|电话|方式)|咨询电话/
const LEAD_IN =
  /^(?:同时|另外?|此外|并且?|其中|为此|现将?|特|再次|希望|望|烦请|恳请|敬请|要求|务请|请|须|需|务必|必须|应当?|要|将(?=.{0,12}(?:停[水电气暖]|召开))|,|，|\s)+/
/** What is left around a deadline that was taken out. */
const BEFORE_DEADLINE = /(?:务必|请|须|需|要|应)?(?:[于在至到]|截[至止]到?|赶在|最[迟晚](?:于)?)?$/
const ONLY_DONE = /^(?:全部|必须|务必)?(?:完成|完毕|办结|结束|到位|开始)$/

interface Draft {
  who: string | undefined
  until: Deadline | undefined
  parts: string[]
  acts: boolean
}

/**
 * Who does what until when, by the words alone: a sentence that tells somebody to act, or acts until a time, is a line;
 * reasons, appeals and thanks are none. Headings such as 物业公司： go for what follows them. Pure; long texts are read up
 * to 20,000 characters.
 */
export function keyPointsByRules(text: string, now: Date): KeyPoint[] {
  const points: KeyPoint[] = []
  let heading: string | undefined
  let general: Deadline | undefined
  for (const line of text.slice(0, LONGEST_READ).split(/\n+/)) {
    const unnumbered = line.trim().replace(NUMBERING, '')
    let sentence = unnumbered.replace(TITLE, '').trim()
    const [, head = '', after = ''] = HEADING.exec(sentence) ?? []
    if (isActor(head)) {
      heading = head.replace(/^各位/, '')
      sentence = after
    } else if (DEADLINE_HEADING.test(head)) {
      general = findDeadline(after, now)?.deadline ?? general
      continue
    }
    const parts = sentence.split(/[。；;！!？?]+/).filter((part) => part.trim() !== '')
    // （一）全面摸底。 is the heading of what follows it in the line.
    const isHeaded = unnumbered !== line.trim() && parts.length > 1 && (parts[0] ?? '').length <= SHORT_HEADING
    for (const part of isHeaded ? parts.slice(1) : parts) {
      const wanted = general !== undefined || WANTED.test(part)
      points.push(...pointsOf(part.replace(NUMBERING, ''), { heading, wanted, now }))
    }
  }
  const told = general
  return points.slice(0, MOST_POINTS).map((point) => (told ? { ...point, until: point.until ?? told } : point))
}

interface Around {
  /** who is told, unless the sentence says otherwise */
  readonly heading: string | undefined
  /** whether it tells somebody to do something, though it may not say whom or until when */
  readonly wanted: boolean
  readonly now: Date
}

function pointsOf(sentence: string, { heading, wanted, now }: Around): KeyPoint[] {
  const points: KeyPoint[] = []
  let draft = empty(undefined)
  const close = () => {
    const { who = heading, until, parts, acts } = draft
    const what = shortened(parts)
    if (acts && what !== '' && (who !== undefined || until !== undefined || wanted)) points.push({ who, what, until })
  }
  for (const clause of sentence.split(/[，,](?!\d{3}\b)/)) {
    if (IDLE.test(clause.trim()) && !OUTAGE.test(clause)) continue
    const { who, until, rest } = dissected(clause, now)
    const acts = ACTION.test(rest)
    const someoneElse = who !== undefined && who !== draft.who
    const anotherTime = acts && until !== undefined && draft.until !== undefined
    if (draft.acts && (someoneElse || anotherTime)) {
      close()
      draft = empty(draft.who)
    }
    draft.who = who ?? draft.who
    draft.until ??= until
    draft.acts ||= acts
    if (rest !== '' && !(ONLY_DONE.test(rest) && draft.parts.length > 0)) draft.parts.push(rest)
  }
  close()
  return points
}

function empty(who: string | undefined): Draft {
  return { who, until: undefined, parts: [], acts: false }
}

/** A clause without its deadline, whoever it tells, and the words that only say that it is an order. */
function dissected(clause: string, now: Date): { who: string | undefined; until: Deadline | undefined; rest: string } {
  const found = findDeadline(clause, now)
  const undated = found ? found.before.replace(BEFORE_DEADLINE, '') + found.rest : clause
  const bare = undated.trim().replace(LEAD_IN, '')
  const actor = actorAtHead(bare) ?? actorNamedBy(bare)
  const rest = (actor?.rest ?? bare).trim().replace(LEAD_IN, '')
  return { who: actor?.who.replace(/^各位/, ''), until: found?.deadline, rest }
}

/** Whole clauses, as many as fit a line; at least the first, cut. */
function shortened(parts: readonly string[]): string {
  const [first = '', ...others] = parts
  let what = first.length > LONGEST_WHAT ? `${first.slice(0, LONGEST_WHAT - 1)}…` : first
  for (const part of others) {
    if (what.length + part.length + 1 > LONGEST_WHAT) return what
    what += what === '' ? part : `，${part}`
  }
  return what
}
