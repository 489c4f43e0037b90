import type { Dialog } from '../../chat/dialog.ts'
import type { Understanding } from '../../understanding/understanding.ts'

/** Longer words without a building speak of what is taught: 着火怎么逃生 is a lesson, 着火了 is none. */
const SHORT_SIGNS = 12
const TAUGHT = /怎么|如何|教|讲|课|班|知识|逃生|预防|防/

/** A dialog that does not take for an answer what is a cry for help: that goes to whoever reads such. */
export function heedful(dialog: Dialog, understanding: Pick<Understanding, 'glance'>): Dialog {
  return {
    ...dialog,
    answer: async (call, state) =>
      isAlarm(call.message.text, understanding) ? 'not mine' : dialog.answer(call, state),
  }
}

function isAlarm(text: string, understanding: Pick<Understanding, 'glance'>): boolean {
  const { danger, register, place } = understanding.glance(text)
  if (danger !== 2 || register !== 'yes') return false
  const building = place !== undefined && place.buildings.length > 0
  return building || ([...text.trim()].length <= SHORT_SIGNS && !TAUGHT.test(text))
}
