const WIDE = '０１２３４５６７８９／．－：（）　，；～點號週後兩鐘內個時禮間臺'
const PLAIN = '0123456789/.-:() ,;~点号周后两钟内个时礼间台'

const FOLDED = new Map([...WIDE].map((sign, at) => [sign, PLAIN.charAt(at)]))

/**
 * Full-width and traditional signs that occur in dates and times as their plain ones. Sign for sign: a place in the
 * result is the same place in the text, so that what was not read can be given back in the writer's own words.
 */
export function foldText(text: string): string {
  return text.replace(/[０-９／．－：（）　，；～點號週後兩鐘內個時禮間臺]/g, (sign) => FOLDED.get(sign) ?? sign)
}
