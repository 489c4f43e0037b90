import type { KeptFacts, ProcessFacts } from './facts.ts'

/**
 * What is not well, in words for whoever runs the program; none when all is well. `kept` is undefined when the database
 * did not answer.
 */
export function troubles(facts: ProcessFacts, kept: KeptFacts | undefined): string[] {
  const found: string[] = []
  if (facts.connection !== 'logged-in') found.push(`not logged in: ${facts.connection}`)
  const { dataKey, heldUpSince } = facts
  if (heldUpSince)
    found.push(`what people say waits since ${heldUpSince.toISOString()}: the database cannot be written`)
  if (dataKey.kind === 'lost' || dataKey.kind === 'wrong')
    found.push(`the data key is lacking: ${dataKey.keyIds.join(', ')}`)
  if (!kept) return [...found, 'the database does not answer']
  const { stuckSince } = kept.outbox
  if (stuckSince) found.push(`messages wait since ${stuckSince.toISOString()} although nothing holds them back`)
  for (const { name, failing } of kept.jobs) if (failing) found.push(`job failing: ${name}`)
  return found
}
