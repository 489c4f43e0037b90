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
