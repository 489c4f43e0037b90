const OUT =
  /(?:停|断|没|没有|无)(?:了)?(?:水|电|气|煤气|天然气|暖气?)(?!(?:平|视|影|话|脑|梯|瓶|动|表|器|费|卡|池|量|源|果|泥|彩|饺|货|质|管|氛|候|球|门))|(?:水|电|煤气|天然气|暖气)(?:又|也|都|怎么|咋)?(?:停|断|没)了/
const OURS = /我们?家|咱们?家|俺家|我们?(?:这|楼|单元|栋|小区)|咱(?:这|楼|们?单元|们?栋|们?小区)|这边|一?整栋|全楼/
/** 几点来水啊 says that there is none. */
const WAITED_FOR = /(?:几点|什么时候|啥时候|多会儿|何时|怎么还不|咋还不|还不)(?:能)?(?:来|通|恢复供?)(?:水|电|气|暖)/
/** Announced, over, long ago, elsewhere, or only one's own thing that has run down. */
const ELSE =
  /通知|公告|尊敬|检修|计划|将于|明[天早晚]|后天|来[水电气]了|恢复|修好|以前|小时候|那年|去年|老家|单位|公司|学校|手机|充电宝|手表|耳机|遥控|电动车|电瓶车|车没电|热水壶|杯|要是|如果|万一|会不会|游戏|电视剧/

/**
 * Whether somebody says that water, power, gas or heating is gone at home or in a house, now. So short and so common that
 * a model takes it for talk; `placed`: the words name a building or an entrance.
 */
export function tellsOutage(text: string, placed: boolean): boolean {
  if (text.length > 60 || ELSE.test(text.replace(WAITED_FOR, ''))) return false
  return WAITED_FOR.test(text) || (OUT.test(text) && (placed || OURS.test(text)))
}
