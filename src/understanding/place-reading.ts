/** A place as somebody's words name it, not yet looked up in a community. */
export interface PlaceReading {
  /** 3 for 3号楼, 三栋, 3#, 3幢; several for 3、5号楼 */
  readonly buildings: readonly number[]
  /** entrance: 2 for 2单元, 二门 */
  readonly unit: number | undefined
  /** -1 is the first floor below ground */
  readonly floor: number | undefined
  /** named spots as written: 东门, 小广场, 地下车库, 公交站 */
  readonly spots: readonly string[]
  /** a name that ends as compounds' names do, as written: 向阳小区, 新桥家园二期 */
  readonly compound: string | undefined
}

/** A place in words, as it is said: 向阳小区3号楼2单元5楼 东门. */
export function placeText({ compound, buildings, unit, floor, spots }: PlaceReading): string {
  const address = [
    compound ?? '',
    buildings.length > 0 ? `${buildings.join('、')}号楼` : '',
    unit === undefined ? '' : `${unit}单元`,
    floor === undefined ? '' : floor < 0 ? `负${-floor}楼` : `${floor}楼`,
  ].join('')
  return [address, ...spots].filter((part) => part !== '').join(' ')
}
