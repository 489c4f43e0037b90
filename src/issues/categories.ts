import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { z } from 'zod'
import { type Limit, parseLimit } from '../time/limit.ts'

/** P0 is dangerous; the others say how soon somebody should look at it. */
export type Priority = 'P0' | 'P1' | 'P2' | 'P3'

/** Where a limit comes from: Y a published city standard, D a default of ours, K common knowledge. */
export type LimitSource = 'Y' | 'D' | 'K'

/** One of the 88 kinds of issue. */
export interface Category {
  readonly code: string
  readonly group: string
  readonly kind: string
  /** undefined: it has no limit, it is handed over at once or waits for a meeting */
  readonly limit: Limit | undefined
  readonly limitSource: LimitSource
  /** finer limits in words: 缺失移位 2UH；破损 4WH */
  readonly limitNote: string
  /** who is usually responsible, in words */
  readonly unit: string
  readonly closeCondition: string
  readonly isPrivate: boolean
  readonly priority: Priority
  readonly dangerous: boolean
  /** resolving it needs a picture of the place */
  readonly physical: boolean
}

const row = z.object({
  code: z.string().regex(/^[A-K]\d{2}$/),
  group: z.string().min(1),
  kind: z.string().min(1),
  limit: z.string().transform((text, context) => {
    if (text === '') return undefined
    const limit = parseLimit(text)
    if (!limit) context.addIssue(`not a limit: ${text}`)
    return limit
  }),
  limit_source: z.enum(['Y', 'D', 'K']),
  limit_note: z.string(),
  unit: z.string().min(1),
  close_condition: z.string().min(1),
  private: z.enum(['', 'yes']),
  priority: z.enum(['P0', 'P1', 'P2', 'P3']),
})

/**
 * What can be seen when it is done needs a picture: groups A to H (safety, fire, dirt, facilities, buildings, parking,
 * noise and smoke, order). Not: what ends in words (答复, 反馈, 调解, 书面), people freed from a lift, an outage announced
 * as over, noise, and what is private, where the picture would show somebody's home. Groups I, J, K are about people and
 * answers.
 */
function isPhysical(code: string, kind: string, closeCondition: string, isPrivate: boolean): boolean {
  if (!/^[A-H]/.test(code) || isPrivate) return false
  return !/答复|反馈|调解|书面|解救|公告/.test(closeCondition) && !/噪声/.test(kind)
}

// The file stands beside this source; from dist/issues the way to it leads over the package root as well.
const file = new URL('../../src/issues/categories.csv', import.meta.url)

function read(): readonly Category[] {
  return z
    .array(row)
    .parse(parse(readFileSync(file, 'utf8'), { columns: true, bom: true }))
    .map((r) => {
      const isPrivate = r.private === 'yes'
      return {
        code: r.code,
        group: r.group,
        kind: r.kind,
        limit: r.limit,
        limitSource: r.limit_source,
        limitNote: r.limit_note,
        unit: r.unit,
        closeCondition: r.close_condition,
        isPrivate,
        priority: r.priority,
        dangerous: r.priority === 'P0',
        physical: isPhysical(r.code, r.kind, r.close_condition, isPrivate),
      }
    })
}

/** All kinds, in the order of their codes. Read once, when the program starts. */
export const CATEGORIES: readonly Category[] = read()

const byCode: ReadonlyMap<string, Category> = new Map(CATEGORIES.map((category) => [category.code, category]))

/** 其他: what nobody could place yet. */
export const UNKNOWN_CATEGORY = 'K99'

/** The kind with this code. Throws for a code that is not in the table: codes come from the table or are checked first. */
export function categoryOf(code: string): Category {
  const category = byCode.get(code)
  if (!category) throw new RangeError(`no such category: ${code}`)
  return category
}

export function isCategoryCode(code: string): boolean {
  return byCode.has(code)
}
