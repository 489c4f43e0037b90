import { normalise } from '../../chat/normalise.ts'
import { type EnrolmentRun, runsMeant } from '../../courses/enrolment-runs.ts'
import { LARGEST_PARTY } from '../../courses/enrolment-standing.ts'
import { calledInLists } from '../../courses/guardian.ts'
import { partyIn, withoutParty } from '../../courses/party-size.ts'
import { NUMERAL, readNumber } from '../../time/chinese-number.ts'

/** A course, and who comes, as somebody wrote it; or what they are told because it cannot be told. */
export type EnrolWords =
  | { readonly run: EnrolmentRun; readonly party: number; readonly child: string | undefined }
  | { readonly refusal: string }

const LONE_NUMBER = new RegExp(`\\s(${NUMERAL})$`)
/** `-1` behind a title is no number of people. */
const BELOW_ZERO = /\s-\s?\d+\s?人?$/

/**
 * Reads `乐高 2人`, `乐高智力开发`, `乐高 王小明`, `#3`. Without a course it is the one that is quoted, or the only one there is.
 */
export function readEnrolWords(words: string, runs: readonly EnrolmentRun[], quoted: string): EnrolWords {
  if (runs.length === 0) return { refusal: '现在没有可以报名的课。有新课会在群里告诉大家。' }
  const said = normalise(words)
  const lone = readNumber(LONE_NUMBER.exec(said)?.[1] ?? '')
  const party = partyIn(said) ?? lone ?? 1
  if (party < 1 || party > LARGEST_PARTY || BELOW_ZERO.test(said)) {
    return { refusal: `一次报1到${LARGEST_PARTY}人，例如：/报名 ${runs[0]?.title ?? ''} 2人。` }
  }
  // 减脂训练(28天)2人 loses its 2人; a title is first looked for in the whole.
  const whole = lone === undefined ? said : said.replace(LONE_NUMBER, '')
  const tries = [whole, withoutParty(whole)].map((each) => each.split(' ').filter(Boolean))
  for (const parts of tries) {
    for (let take = parts.length; take > 0; take--) {
      const [run, ...others] = runsMeant(runs, parts.slice(0, take).join(' '))
      if (!run) continue
      if (others.length > 0) return { refusal: whichOf([run, ...others]) }
      const child = calledInLists(withoutParty(parts.slice(take).join('')))
      return { run, party, child }
    }
  }
  if (withoutParty(whole) !== '') return { refusal: `正在报名的课里没有这门。${listOf(runs)}` }
  const named = runs.filter(({ title }) => quoted.includes(title))
  const [only, second] = named.length > 0 ? named : runs
  if (only && !second) return { run: only, party, child: undefined }
  return { refusal: `请写上课名，例如：/报名 ${runs[0]?.title ?? ''}。${listOf(runs)}` }
}

function whichOf(runs: readonly EnrolmentRun[]): string {
  return `有${runs.length}门课都像：${titles(runs)}。请写全课名再发一次。`
}

function listOf(runs: readonly EnrolmentRun[]): string {
  return `可以报名的有${titles(runs)}。`
}

/** So many are named; more would be a page. */
const MOST_NAMED = 8

function titles(runs: readonly EnrolmentRun[]): string {
  const names = [...new Set(runs.map(({ title }) => `《${title}》`))]
  return names.slice(0, MOST_NAMED).join('') + (names.length > MOST_NAMED ? '等' : '')
}
