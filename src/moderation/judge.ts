import { normalise } from '../chat/normalise.ts'
import { findPersonal } from '../redaction/find-personal.ts'
import type { PersonalKind } from '../redaction/personal.ts'
import { accusationIn } from './accusation.ts'
import { type Contact, contactOf } from './contact.ts'
import { distressIn } from './distress.ts'
import { listedWords } from './listed.ts'
import { privateReasons } from './people.ts'
import type { Context, Judgement, Reason, Severity } from './reason.ts'
import { repeats } from './repeats.ts'
import { look, type Sight } from './sight.ts'
import { type TradeSigns, tradeSignsOf } from './trade-signs.ts'
import { invitesIn, turnReasons } from './turns-of-speech.ts'
import { wordReasons } from './word-reasons.ts'

/** Of a longer text the beginning and the end are read. No post is that long. */
const LONGEST_READ = 12_000
const MOST_FOUND = 40
const MOST_NAMES = 2_000

/**
 * Whether a text should be seen by a person before others may read it, and why, the gravest reason first. A guess that
 * errs towards asking: it never says that a text is bad, and refuses nothing. Linear in the length of the text; never
 * throws, whatever the text.
 */
export function judge(text: string, context: Context = {}): Judgement {
  const own = text.length > LONGEST_READ ? `${text.slice(0, LONGEST_READ - 2_000)}\n${text.slice(-2_000)}` : text
  const sight = look(own)
  const plain = sight.plain
  const picture = context.picture === true
  const names = namesIn(plain, context.names)
  const contact = contactOf(sight) ?? invitation(sight)
  const trade = tradeSignsOf(sight, picture)
  const found = [
    ...wordReasons(sight, listedWords(sight), contact, trade),
    ...turnReasons(sight),
    ...tradeReasons(contact, trade),
    ...personalReasons(own),
    ...accusationReasons(plain, names),
    ...privateReasons(plain, names, picture),
    ...distressReasons(sight),
    ...disguiseReasons(sight),
  ]
  if (repeats(own, context.own ?? [], context.others ?? [])) found.push({ category: 'repeat', severity: 1, found: '' })
  const reasons = oneEach(found)
  return reasons.length === 0 ? { held: false } : { held: true, reasons }
}

function invitation(sight: Sight): Contact | undefined {
  const found = invitesIn(sight)
  return found === undefined ? undefined : { found, loud: false }
}

/** Of each category the gravest, the gravest category first. */
function oneEach(found: readonly Reason[]): Reason[] {
  const best = new Map<string, Reason>()
  for (const reason of found) {
    const known = best.get(reason.category)
    if (!known || reason.severity > known.severity) best.set(reason.category, { ...reason, found: cut(reason.found) })
  }
  return [...best.values()].sort((a, b) => b.severity - a.severity)
}

function cut(found: string): string {
  const signs = [...found.trim()]
  return signs.length > MOST_FOUND ? `${signs.slice(0, MOST_FOUND).join('')}…` : signs.join('')
}

function namesIn(plain: string, names: Iterable<string> | undefined): string[] {
  const found: string[] = []
  let looked = 0
  for (const name of names ?? []) {
    if (++looked > MOST_NAMES) break
    const folded = normalise(name).toLowerCase()
    if ([...folded].length >= 2 && plain.includes(folded)) found.push(folded)
  }
  return found
}

function tradeReasons(contact: Contact | undefined, trade: TradeSigns): Reason[] {
  const reasons: Reason[] = []
  if (contact?.loud) reasons.push({ category: 'contact', severity: 1, found: contact.found })
  if (trade.link !== undefined) reasons.push({ category: 'link', severity: 1, found: trade.link })
  if (trade.code !== undefined) reasons.push({ category: 'code', severity: 1, found: trade.code })
  if (trade.money !== undefined) reasons.push({ category: 'money', severity: 2, found: trade.money })
  else if (trade.price !== undefined && (contact || trade.sale !== undefined || trade.link !== undefined))
    reasons.push({ category: 'money', severity: 1, found: trade.price })
  if (trade.sale !== undefined && (contact || trade.price !== undefined))
    reasons.push({ category: 'advert', severity: 1, found: trade.sale })
  return reasons
}

const GRAVE_KINDS: ReadonlySet<PersonalKind> = new Set(['id', 'bank'])

function personalReasons(own: string): Reason[] {
  return findPersonal(own).map(({ kind, from, to }) => {
    const severity: Severity = GRAVE_KINDS.has(kind) ? 2 : 1
    return { category: 'personal', severity, found: own.slice(from, to) }
  })
}

function accusationReasons(plain: string, names: readonly string[]): Reason[] {
  const at = accusationIn(plain, names)
  return at ? [{ category: 'accusation', severity: 2, found: plain.slice(at.from, at.to) }] : []
}

function distressReasons(sight: Sight): Reason[] {
  const cry = distressIn(sight)
  return cry ? [{ category: 'distress', severity: cry.now ? 3 : 2, found: cry.found }] : []
}

/** Marks nobody sees between characters, and words of two alphabets: written so that nobody may search them. */
const FEWEST_UNSEEN = 2
const FEWEST_MIXED = 2

function disguiseReasons(sight: Sight): Reason[] {
  if (sight.unseen < FEWEST_UNSEEN && sight.mixed < FEWEST_MIXED) return []
  return [{ category: 'disguise', severity: 1, found: '' }]
}
