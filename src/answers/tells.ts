import type { Asked } from './words.ts'

const SIGNS: Readonly<Record<Asked, RegExp>> = {
  when: /\d{1,2}\s?[:：点时]|[一二三四五六七八九十]点|上午|下午|早上|晚上|中午|工作日|每[天周月日晚年]|[周期][一二三四五六日天末]|\d\s?[月日号天]|小时|全天|随时|当天/,
  where: /[楼路街室层旁院里内]|对面|门口|中心|大厅|窗口|服务站|网点|小程序|公众号|广场|东侧|西侧|南侧|北侧|社区|物业/,
  how: /[带交填持备办]|提供|准备|材料|申请|原件|复印件|登录|扫码|小程序|公众号|联系|拨打|打电话|预约|登记|报名|先|可以|到.{1,20}(?:领|取|拿)/,
  phone: /(?<!\d)(?:1[012]\d|12345|9\d{4})(?!\d)|\d{3,4}[-\s]?\d{7,8}|(?<!\d)\d{7,8}(?!\d)|400[-\s]?\d{3}[-\s]?\d{4}/,
  cost: /\d\s?(?:元|块|角|分钱)|[一二三四五六七八九十百]元|免费|不收费|不收钱|不要钱/,
}

/** What a text can tell about its thing, by the look of it: a time of day tells when, a long number whom to call. */
export function tells(text: string): Asked[] {
  const plain = text.normalize('NFKC')
  return (Object.keys(SIGNS) as Asked[]).filter((asked) => SIGNS[asked].test(plain))
}
