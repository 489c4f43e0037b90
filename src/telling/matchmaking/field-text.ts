import { ageBand } from '../../matchmaking/age.ts'
import {
  AREAS,
  EDUCATIONS,
  FIELD_KEYS,
  FIELD_LABELS,
  type FieldKey,
  type Fields,
  GENDERS,
  HEALTHS,
  HEIGHTS,
  INCOMES,
  JOBS,
  MARITALS,
  PHOTOS,
  RELIGIONS,
  type Wish,
} from '../../matchmaking/fields.ts'
import { talksOfMoney } from '../../matchmaking/money.ts'

const labelIn = (labels: readonly string[], index: number | undefined) =>
  index === undefined ? undefined : labels[index]
const labelOf = <K extends string>(labels: Readonly<Record<K, string>>, key: K | undefined) =>
  key === undefined ? undefined : labels[key]

/** What a field says, in words; undefined where it is not told. */
export function fieldText(key: FieldKey, fields: Fields): string | undefined {
  return WORDS[key](fields)
}

const WORDS: Readonly<Record<FieldKey, (fields: Fields) => string | undefined>> = {
  birthYear: ({ birthYear }) => `${birthYear}年`,
  gender: ({ gender }) => labelOf(GENDERS, gender),
  height: ({ height }) => labelIn(HEIGHTS, height),
  education: ({ education }) => labelIn(EDUCATIONS, education),
  job: ({ job }) => labelOf(JOBS, job),
  hobbies: ({ hobbies }) => hobbies?.join('、'),
  area: ({ area }) => labelOf(AREAS, area),
  wish: ({ wish }) => wish && wishText(wish),
  marital: ({ marital }) => labelOf(MARITALS, marital),
  health: ({ health }) => labelOf(HEALTHS, health),
  religion: ({ religion }) => labelOf(RELIGIONS, religion),
  income: ({ income }) => labelIn(INCOMES, income),
  photo: ({ photo }) => labelOf(PHOTOS, photo),
}

/** 28到38岁，身高165到169起，大专起，未婚，爱干净 */
function wishText({ ageFrom, ageTo, heightFrom, educationFrom, marital, words }: Wish): string {
  const age =
    ageFrom !== undefined && ageTo !== undefined
      ? `${ageFrom}到${ageTo}岁`
      : ageFrom !== undefined
        ? `${ageFrom}岁以上`
        : ageTo !== undefined
          ? `${ageTo}岁以下`
          : undefined
  const parts = [
    age,
    heightFrom === undefined ? undefined : `身高${HEIGHTS[heightFrom]}起`,
    educationFrom === undefined ? undefined : `${EDUCATIONS[educationFrom]}起`,
    marital?.map((key) => MARITALS[key]).join('或'),
    words,
  ]
  return parts.filter((part) => part !== undefined).join('，')
}

/** All that is told, a line each, as its owner and the matchmaker read it. */
export function profileLines(fields: Fields): string[] {
  return FIELD_KEYS.flatMap((key) => {
    const words = fieldText(key, fields)
    return words === undefined ? [] : [`${FIELD_LABELS[key]}：${words}`]
  })
}

/** 女，35到39岁，本科，医疗卫生: one line for a list. */
export function briefly(fields: Fields, now: Date): string {
  const { gender, education, job } = WORDS
  return [gender(fields), ageBand(fields.birthYear, now), education(fields), job(fields)]
    .filter((part) => part !== undefined)
    .join('，')
}

const MONEY_WARNING = '小心：上面的话里提到了钱。没见过面、没处熟，别转账、别借钱、别投资。拿不准打 96110 问问。'

/** Goes after words of somebody that another reads, where they talk of money (privacy 12). */
export function moneyWarning(...words: readonly (string | undefined)[]): string[] {
  return words.some((each) => each !== undefined && talksOfMoney(each)) ? [MONEY_WARNING] : []
}
