import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

export interface Column {
  readonly model: string
  readonly column: string
  /** `person`: a number that says who */
  readonly kind: 'String' | 'Json' | 'person' | 'other'
}

/** The columns of the models that are of these kinds. */
export async function columnsOf(kinds: readonly Column['kind'][]): Promise<Column[]> {
  const models = await readFile(fileURLToPath(new URL('../../prisma/models.prisma', import.meta.url)), 'utf8')
  const found: Column[] = []
  for (const [, model = '', body = ''] of models.matchAll(/^model (\w+) \{\n(.*?)^\}/gms)) {
    const toPerson = new Set([...body.matchAll(/ Person\?? .*fields: \[(\w+)\]/g)].map(([, column]) => column))
    for (const [, column = '', type] of body.matchAll(/^ {2}(\w+) +(String|Json|Int|DateTime|Boolean)\??(?= |$)/gm)) {
      const isPerson =
        type === 'Int' && (toPerson.has(column) || /^(person|.*By|.*erBy|author|reporter|lecturer)Id$/.test(column))
      const kind = isPerson ? 'person' : type === 'String' || type === 'Json' ? type : 'other'
      found.push({ model, column, kind })
    }
  }
  return found.filter(({ kind }) => kinds.includes(kind))
}

/** Columns that nobody's words, name or contact can come to: words of the program, ids of messages and files. */
export function saysNothing(column: string): boolean {
  const [model = '', name = ''] = column.split('.')
  if (
    /^(account|messageId|causeId|sha256|claimedBy|mime|hash|hat|action|kind|category|purpose|textVersion)$/.test(name)
  )
    return true
  return NOTHING[model]?.includes(name) ?? false
}

const NOTHING: Readonly<Record<string, readonly string[]>> = {
  // Codes that nobody can read without the data key.
  MatchProfile: ['tag'],
  IntroductionSide: ['side', 'tag', 'code'],
  MatchBlock: ['byTag', 'aboutTag'],
  MatchReport: ['byTag', 'aboutTag'],
  // Ids and numbers.
  AuditEntry: ['subject', 'data'],
  Attendance: ['by'],
  Lesson: ['features'],
  // Whose they are nobody can tell.
  SurveyAnswer: ['id', 'sheet', 'question', 'value', 'day'],
  // What was said by an office, to everybody.
  Directive: ['points', 'scope', 'gridIds', 'asks', 'times', 'repeat'],
  DirectiveReceipt: ['note'],
  Course: ['fee', 'rule'],
  CourseEvent: ['data'],
  SignUpList: ['chatId', 'mark', 'title'],
  // Written by the staff for everybody.
  Faq: ['question', 'answer', 'source'],
  // Words of the program, and numbers.
  Post: ['occasion'],
  PostEvent: ['data'],
  PostHold: ['reasons'],
  AssessmentConfirmation: ['version'],
  PostCopy: ['medium', 'outboxKey'],
  // Who asked for it stands there as a number; how a machine read the words, in its own.
  Issue: ['extendAsked', 'guess'],
}
