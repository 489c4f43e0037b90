import type { Fields } from './fields.ts'
import { readArea, readGender, readHealth, readJob, readMarital, readPhoto, readReligion } from './read-choice.ts'
import { readEducation, readHeight, readIncome } from './read-measure.ts'
import { readHobbies, readWish } from './read-words.ts'

/** The fields that are read from one answer; the year of birth is read with the age it tells. */
export type AskedKey = Exclude<keyof Fields, 'birthYear'>

const READERS: { readonly [K in AskedKey]: (text: string) => Fields[K] | undefined } = {
  gender: readGender,
  height: readHeight,
  education: readEducation,
  job: readJob,
  hobbies: readHobbies,
  area: readArea,
  wish: readWish,
  marital: readMarital,
  health: readHealth,
  religion: readReligion,
  income: readIncome,
  photo: readPhoto,
}

/** What an answer says of a field, as the part of a profile that it is; undefined where it says nothing. Normalised text. */
export function readField(key: AskedKey, text: string): Partial<Fields> | undefined {
  const value = READERS[key](text)
  return value === undefined ? undefined : { [key]: value }
}
