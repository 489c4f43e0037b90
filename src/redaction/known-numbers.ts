/** What the digits of a number alone tell: whose kind of number it can be. */

/** By length: with 0, 86, 086 or 0086 ahead or with nothing. */
const MOBILES: Readonly<Record<number, RegExp>> = {
  11: /^1[3-9]/,
  12: /^01[3-9]/,
  13: /^861[3-9]/,
  14: /^0861[3-9]/,
  15: /^00861[3-9]/,
}

/** 1[3-9] with nine digits more, and what may stand before it in the country or from abroad. */
export function isMobile(digits: string): boolean {
  return MOBILES[digits.length]?.test(digits) === true
}

/** 010 and 02x with eight digits, three-digit codes with seven or eight. */
export function isLandline(digits: string): boolean {
  return /^(?:010|02\d)[2-9]\d{6,7}$/.test(digits) || /^0[3-9]\d{2}[2-9]\d{6,7}$/.test(digits)
}

/** 20261123, with a time of day behind it or not. */
export function isStamp(digits: string): boolean {
  const parts = /^(?:19|20)\d{2}(\d{2})(\d{2})(?:(\d{2})(\d{2})(?:\d{2})?)?$/.exec(digits)
  if (!parts) return false
  const [, month, day, hour = '0', minute = '0'] = parts
  return isDayOfYear(Number(month), Number(day)) && Number(hour) < 24 && Number(minute) < 60
}

/** Whether there is such a month, and such a day in some month. */
export const isDayOfYear = (month: number, day: number) => month >= 1 && month <= 12 && day >= 1 && day <= 31

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** GB 11643: a region, a birthday, and a check digit by ISO 7064 MOD 11-2. */
export function isIdentity(number: string): boolean {
  const parts = /^[1-9]\d{5}(?:18|19|20)\d{2}(\d{2})(\d{2})\d{3}[\dX]$/.exec(number)
  if (!parts || !isDayOfYear(Number(parts[1]), Number(parts[2]))) return false
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(number.charAt(i)), 0)
  return '10X98765432'.charAt(sum % 11) === number.charAt(17)
}

/** The numbers given out until 1999, without a check digit. */
export function isOldIdentity(number: string): boolean {
  const parts = /^[1-8]\d{5}\d{2}(\d{2})(\d{2})\d{3}$/.exec(number)
  return parts !== null && isDayOfYear(Number(parts[1]), Number(parts[2]))
}

/** The check digit of bank cards, ISO/IEC 7812. */
export function luhn(number: string): boolean {
  let sum = 0
  for (let i = 0; i < number.length; i++) {
    const digit = (number.charCodeAt(number.length - 1 - i) - 0x30) * (i % 2 === 1 ? 2 : 1)
    sum += digit > 9 ? digit - 9 : digit
  }
  return sum % 10 === 0
}
