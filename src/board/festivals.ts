import { dayOfLunar } from '../time/lunar.ts'
import { addDays, type DayKey } from '../time/shanghai.ts'

/** A festival by the lunar calendar. */
export interface Festival {
  readonly name: string
  /** what else people call it */
  readonly also: readonly string[]
  readonly month: number
  readonly day: number
  /** the staff are asked beforehand whether there is to be a wall; of the others only when they want one */
  readonly asked: boolean
}

/** 春节, 中秋 and 重阳 are asked about: issue 7, part 3. */
export const FESTIVALS: readonly Festival[] = [
  { name: '春节', also: ['过年', '新年', '新春', '大年初一'], month: 1, day: 1, asked: true },
  { name: '元宵', also: ['元宵节', '正月十五'], month: 1, day: 15, asked: false },
  { name: '端午', also: ['端午节'], month: 5, day: 5, asked: false },
  { name: '七夕', also: ['七夕节'], month: 7, day: 7, asked: false },
  { name: '中秋', also: ['中秋节', '八月十五'], month: 8, day: 15, asked: true },
  { name: '重阳', also: ['重阳节', '九月初九', '老人节'], month: 9, day: 9, asked: true },
  { name: '腊八', also: ['腊八节'], month: 12, day: 8, asked: false },
]

export function festivalNamed(name: string): Festival | undefined {
  const plain = name.replace(/\s/g, '')
  return FESTIVALS.find((one) => one.name === plain || one.also.includes(plain))
}

/** When it is next, today included; undefined beyond the years of which the lunar calendar is known. */
export function nextDayOf({ month, day }: Pick<Festival, 'month' | 'day'>, today: DayKey): DayKey | undefined {
  const year = Number(today.slice(0, 4))
  // The lunar year begins weeks after ours: 腊八 of the year before may still be to come.
  for (const lunarYear of [year - 1, year, year + 1]) {
    const found = dayOfLunar(lunarYear, month, day)
    if (found !== undefined && found >= today) return found
  }
  return undefined
}

/** Those to be asked about that are at most so many days away, today not among them. */
export function festivalsAhead(today: DayKey, days: number): { readonly festival: Festival; readonly day: DayKey }[] {
  return FESTIVALS.filter(({ asked }) => asked).flatMap((festival) => {
    const day = nextDayOf(festival, today)
    return day !== undefined && day > today && day <= addDays(today, days) ? [{ festival, day }] : []
  })
}
