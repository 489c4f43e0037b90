import { z } from 'zod'
import { placeText } from './place-reading.ts'
import type { Reader } from './reader.ts'

const line = z.object({ id: z.union([z.string(), z.number()]), text: z.string() })

export type MessageId = z.infer<typeof line>['id']

/** A line that could not be read: its number, from 1, and why. */
export interface BadLine {
  readonly number: number
  readonly why: string
}

/**
 * Reads JSON lines `{"id","text"}` and gives, for each in its order, a JSON line
 * `{"id","kind","category","danger","place","confidence","register"}`: category is a code or null, danger 0 to 2, place a
 * line of words or null, register yes, ask or no. Empty lines are passed over; of a line that is not such an object, or
 * undefined because it is not UTF-8, `bad` is told, and the rest goes on.
 */
export async function* understandLines(
  lines: AsyncIterable<string | undefined>,
  reader: Reader,
  bad: (line: BadLine) => void,
): AsyncGenerator<string> {
  let number = 0
  for await (const written of lines) {
    number += 1
    if (written?.trim() === '') continue
    const message = messageOf(written)
    if (typeof message === 'string') {
      bad({ number, why: message })
      continue
    }
    const { kind, category, danger, place, confidence, register } = reader.read(message.text)
    yield `${JSON.stringify({
      id: message.id,
      kind,
      category: category ?? null,
      danger,
      place: place ? placeText(place) : null,
      confidence: Math.round(confidence * 1000) / 1000,
      register,
    })}\n`
  }
}

/** The message, or what is wrong with the line. */
export function messageOf(written: string | undefined): z.infer<typeof line> | string {
  if (written === undefined) return 'not UTF-8'
  let value: unknown
  try {
    value = JSON.parse(written.replace(/^\uFEFF/, ''))
  } catch {
    return 'not JSON'
  }
  const message = line.safeParse(value)
  return message.success ? message.data : 'write {"id":…,"text":"…"}'
}
