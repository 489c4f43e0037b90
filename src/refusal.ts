/**
 * A clear, kind "no" to somebody in chat. Whatever the refused action had begun is rolled back; the message, in
 * Chinese, is what the person reads, so it says why and what can be done instead.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal'
}
