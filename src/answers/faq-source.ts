import { type DayKey, instantOn, isDayKey } from '../time/shanghai.ts'
import { listFaqs } from './faq.ts'
import type { Origin, Source } from './source.ts'

/** The 问答 list as a place to look answers up. */
export const faqSource: Source = {
  async entries(tx, communityId) {
    const faqs = await listFaqs(tx, communityId)
    return faqs.map(({ question, answer, source, updatedAt }) => ({
      question,
      answer,
      origin: originOf(source, updatedAt),
    }))
  },
}

/** What is kept with an entry that was taken from a notice: the day of the notice, and how it is named to people. */
export function noticeSource(day: DayKey, title: string): string {
  return `${day} ${title}`
}

/** The reverse of `noticeSource`; whatever is not of its form was written for the list. */
export function originOf(source: string, updatedAt: Date): Origin {
  const day = source.slice(0, 10)
  if (!isDayKey(day) || source.charAt(10) !== ' ') return { kind: 'list', at: updatedAt }
  return { kind: 'notice', at: instantOn(day), title: source.slice(11) }
}
