import { issueNumber } from '../../chat/arguments.ts'
import type { Argument, ArgumentInput } from '../../chat/command.ts'
import { normalise } from '../../chat/normalise.ts'
import { numberNamed } from '../../directives/directive.ts'

const NAMED = /^(?:任务|通知)\s?第?(\d{1,7})号?(?!\d)/
const BARE = /^(?:#|第|编号|\s)*(\d{1,7})号?(?=$|[\s,:。]|收到|已|到场|到了|处理|正在|在办|完成|办)/

/** The number of the order that words name, where they name one: 任务3, as its heading says. */
export function orderWords(text: string): number | undefined {
  return numberNamed(normalise(text))
}

/** 3, 任务3, #3, or the order whose message is quoted; undefined where nothing tells. */
export function optionalOrderNumber(): Argument<number | undefined> {
  return {
    label: '任务号',
    optional: true,
    read(input) {
      const found = NAMED.exec(input.rest.text) ?? BARE.exec(input.rest.text)
      if (!found) return { ok: true, value: quotedOrder(input) }
      input.rest = input.rest.after(found[0].length)
      return { ok: true, value: Number(found[1]) }
    },
  }
}

/** What somebody wants hurried: an issue by its number, or an order that is called 任务3. */
export type WorkNumber = { readonly kind: 'issue' | 'order'; readonly number: number }

/** A bare number is an issue's; 任务3 is an order's, and so is the quoted message of one. */
export function workNumber(): Argument<WorkNumber> {
  const issue = issueNumber({ label: '号|任务号' })
  return {
    label: issue.label,
    optional: false,
    read(input) {
      const found = NAMED.exec(input.rest.text)
      if (found) {
        input.rest = input.rest.after(found[0].length)
        return { ok: true, value: { kind: 'order', number: Number(found[1]) } }
      }
      const order = input.rest.text === '' && input.quotedNumbers.length === 0 ? quotedOrder(input) : undefined
      if (order !== undefined) return { ok: true, value: { kind: 'order', number: order } }
      const read = issue.read(input)
      return read.ok ? { ok: true, value: { kind: 'issue', number: read.value } } : read
    },
  }
}

function quotedOrder({ message }: ArgumentInput): number | undefined {
  return message.quotation && orderWords(message.quotation.text)
}
