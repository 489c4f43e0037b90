/** Puts marks in the place of names, phones, ids and doors. */
export type Mark = (text: string) => string

/** What a text is for the bot: the caller knows by where it came from. */
export type Occasion = 'message' | 'directive' | 'matchmaking' | 'survey'

/** The model reads no more of a text than this, in UTF-16 units. */
export const MOST_READ = 4_000
/** Marking takes time; nobody writes more in one message. */
const MOST_MARKED = 20_000

/** Words of matchmaking and of questionnaires, for texts whose occasion nobody knew. */
const OF_MATCHMAKING =
  /红娘|相亲|征婚|征友|择偶|找对象|(?:介绍|处|谈)个?对象|牵线|离异|丧偶|未婚|单身|(?:男|女)嘉宾|脱单|另一半/
const OF_A_SURVEY = /问卷|满意度调查|(?:^|\n)\s*(?:第\s*\d+\s*题|Q\d+)/

/** What must have been marked. Where one of these is still there, marking failed, and nothing leaves. */
const PERSONAL = [
  /(?<!\d)1[3-9]\d{9}(?!\d)/,
  /(?<!\d)\d{17}[\dXx](?!\d)/,
  /(?<!\d)0\d{9,11}(?!\d)/,
  /[\w.+-]+@[\w-]+\.\w/,
]

/**
 * Nothing of matchmaking and no answer to a questionnaire goes to the model (privacy.md 11), whoever reads it and however
 * it is marked.
 */
export function mayLeave(occasion: Occasion, text: string): boolean {
  if (occasion === 'matchmaking' || occasion === 'survey') return false
  return !OF_MATCHMAKING.test(text) && !OF_A_SURVEY.test(text)
}

/**
 * The text as it may be sent: marked, then cut. Undefined when it must not leave: of matchmaking or a survey, empty, or
 * something personal is left in it. Never throws, whatever `mark` does.
 */
export function readyToLeave(text: string, mark: Mark): string | undefined {
  if (!mayLeave('message', text)) return undefined
  try {
    const marked = mark(head(text)).trim()
    if (marked === '' || holdsPersonal(marked)) return undefined
    return marked.slice(0, MOST_READ).replace(/[\ud800-\udbff]$/, '')
  } catch {
    return undefined
  }
}

/** Cut so that no number is left of which only the beginning would have to be recognised. */
function head(text: string): string {
  if (text.length <= MOST_MARKED) return text
  return text.slice(0, MOST_MARKED).replace(/[\p{N}\w\s.@+-]*$/u, '')
}

function holdsPersonal(text: string): boolean {
  const joined = text.normalize('NFKC').replace(/(?<=\d)[\s-]{1,3}(?=\d)/g, '')
  return PERSONAL.some((sort) => sort.test(joined))
}
