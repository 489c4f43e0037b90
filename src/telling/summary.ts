/** Digits that are a phone number or longer (cards, identity numbers), also full-width: never repeated in a group. */
const LONG_NUMBER = /[\d０-９][\d０-９\s.·－-]{5,}[\d０-９]/g
/** A mobile phone's number, as people write it. */
const MOBILE = /(?<![\d０-９])[1１][3-9３-９][\d０-９](?:[\s.·－-]?[\d０-９]{4}){2}(?![\d０-９])/g
const SHORT = 24

/** The beginning of somebody's words on one line, fit to be repeated before others. */
export function summary(words: string, length = SHORT): string {
  return cut(words.replace(LONG_NUMBER, '…').replace(/\s+/g, ' '), length)
}

/** The beginning of somebody's words as they stand, for those who have to do with it. */
export function cut(words: string, length: number): string {
  const letters = [...words.trim()]
  return letters.length <= length ? letters.join('') : `${letters.slice(0, length).join('')}…`
}

/** What may be said in a group of a text that somebody at work wrote: an office's number may, a person's may not. */
export function withoutMobiles(text: string): string {
  return text.replace(MOBILE, '…')
}
