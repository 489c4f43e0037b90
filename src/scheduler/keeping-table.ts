import { GUESS_WAITS_MS } from '../issues/guess.ts'
import type { Keeping } from '../personal/keeping.ts'
import { KEEP_HANDLED_MS, KEEP_JOB_RUNS_MS, KEEP_PHOTO_NOTES_MS } from './clean-up.ts'
import { KEEPINGS } from './keepings.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

type Line = Pick<Keeping, 'what' | 'until' | 'left'>

/** What is only kept for a while, and goes every ten minutes. */
const FOR_A_WHILE: readonly Line[] = [
  {
    what: 'what may be a report, and nobody has said yes to',
    until: `a no, or ${GUESS_WAITS_MS / DAY} days`,
    left: 'its number',
  },
  { what: 'a conversation of several steps', until: 'its end', left: 'nothing' },
  {
    what: 'that somebody sent a picture or file, without the thing itself',
    until: `${KEEP_PHOTO_NOTES_MS / MINUTE} minutes`,
    left: 'nothing',
  },
  {
    what: 'which messages were handled, without what they said',
    until: `${KEEP_HANDLED_MS / DAY} days`,
    left: 'nothing',
  },
  { what: 'which jobs ran', until: `${KEEP_JOB_RUNS_MS / DAY} days`, left: 'the last run of each' },
]

/** The README's table of what is held how long, in Markdown: made from the rules themselves, so that it says what is done. */
export function keepingTable(): string {
  const rows = [...KEEPINGS, ...FOR_A_WHILE].map(({ what, until, left }) => `| ${what} | ${until} | ${left} |`)
  return ['| What | Until | What is left |', '| --- | --- | --- |', ...rows].join('\n')
}
