import type { Call } from '../../chat/call.ts'
import { amongStaff, numbered } from './numbered.ts'

/** placeholder until below */
export async function recallOrder(call: Call, rest: string): Promise<void> {
  amongStaff(call)
  await numbered(call, rest, '/转发 撤回 3')
}
