/** Where a person is named; positions are those of the text. */
export interface NameSpan {
  readonly from: number
  readonly to: number
}

/** The most common surnames, without those that are read as another word behind 老 and 小: 小高层, 小石头. */
const CALLED =
  '[王李张刘陈杨赵周吴徐孙胡朱林何郭罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范姚谭廖邹陆郝崔康邱秦顾侯邵孟段钱汤尹黎乔贺龚庞樊殷施陶倪俞章鲁韦聂焦邢岳祁詹靳裴覃翁]'
const SURNAME = `(?:欧阳|上官|司马|诸葛|皇甫|慕容|令狐|司徒|夏侯|${CALLED}|[黄马方石洪金毛江史易武颜温龙文])`
const TITLE =
  '(?:老?(?:阿姨|叔叔|大爷|大妈|大叔|大娘|大婶|奶奶|爷爷|师傅|先生|女士|小姐|太太)|大哥|大姐|老师|医生|大夫|书记|主任|经理|队长|站长|所长|警官|律师|护士|师父|同志|婆婆|伯伯|伯母|姐姐|哥哥|[叔姨婶伯姐哥嫂]|工(?![牌服装帽作程地资人厂业具期序艺友会])|总(?![额量数是共体算之觉结的])|奶|爷(?!爷))'
const GIVEN = '[\\p{Script=Han}]'
const NO_GIVEN = '(?![谢喊祝请哪位的了是在有和跟说家住来去到里就也都不我你他她您这那上下没被把给让对])'
const given = `(?:${NO_GIVEN}${GIVEN}){1,2}`

const PATTERNS: readonly RegExp[] = [
  // @name up to the blank that WeChat puts behind it; not the @ of an address
  /(?<![a-z0-9._-])@[^\s@\u2005,，。.!！?？:：;；、]{1,32}/giu,
  new RegExp(
    `(?<!养)[老小阿]${CALLED}(?![序打]|${GIVEN}?[路车桶扎树叶子林场湖河山园庄村苗桥店馆]|[一二三四五六七八九十]|字)(?:${TITLE})?`,
    'gu',
  ),
  /大[王李张刘陈杨赵周吴徐孙胡朱郭](?=[,，。、:：说家在的来去和跟]|$)/gu,
  new RegExp(`(?<![工如任几为也大谢])${SURNAME}${TITLE}|(?<=谢)(?!谢)${SURNAME}${TITLE}`, 'gu'),
  new RegExp(
    `(?<=我叫|我是|名叫|名字[叫是]|姓名[:： ]?|业主|住户|户主|租户|租客|联系人[:： ]?|本人|居民|邻居|找一?下?)${SURNAME}${given}(?=$|[\\s,，。.、:：;；!！?？()（）0-9〔的是说家]|电话|手机|反映|投诉|报修|先生|女士|同志|住)`,
    'gu',
  ),
  new RegExp(
    `(?<!谢)${SURNAME}${given}(?=(?:先生|女士|同志|老师|阿姨|大爷|大妈|奶奶|爷爷|师傅|家的|的(?:电话|手机|微信|身份证|车位|狗|老婆|老公|儿子|女儿|孩子)))`,
    'gu',
  ),
  new RegExp(
    `(?<=^|[\\s,，。.、:：;；!！?？(（]|室|户|号|楼上|楼下|隔壁|对门)${SURNAME}${given}(?=家[的里,，。漏又]|家$|[,，:： ]?(?:电话|手机|联系电话|身份证))`,
    'gu',
  ),
  new RegExp(`(?<=楼上|楼下|隔壁|对门|邻居)${CALLED}(?=家)`, 'gu'),
]
/** What looks like a name and is the word for something else. */
const NO_NAME =
  /^(?:管理员|管道|管家|安全|安装|安排|关于|关系|高层|高空|高压|高峰|方便|方案|方向|成立|时间|时候|解决|华为|包括|包裹|单元|单位|路灯|路口|路面|车库|车位|车主|车辆|房东|房产|房屋|水管|金额|白天|温度|强烈|常年|文明|文件|向阳|易燃|游乐|毛病|石头|康复|和谐|盛开|位置|项目|景区|席位|阳台|阳光|卫生|卫工|查看|曲线|辛苦|万一|江湖|龙头|毕竟|申请|申报|牛奶|章程|童车|左右|司机|程序|余额|夏天|马上|马路|马桶|雷雨|段时间|任何|严重|施工|庄园|宁可|谷雨|费用|纪律|季节|柴油|侯车|顾客|明天|于是|商店|党员|居民|田园|武装|叶子|钱包|路过|井盖|段路)/u

/**
 * Finds people's names as far as they can be told from other words without a dictionary: 老王, 张阿姨, 李建国家的,
 * @name, 联系人王芳. A guess: it misses names that nothing announces, and takes some other word for one. Linear.
 */
export function findNames(text: string): NameSpan[] {
  const found = PATTERNS.flatMap((pattern) =>
    [...text.matchAll(pattern)]
      .filter(([name]) => !NO_NAME.test(name))
      .map(({ 0: name, index }) => ({ from: index, to: index + name.length })),
  ).sort((a, b) => a.from - b.from || b.to - a.to)
  const apart: NameSpan[] = []
  for (const span of found) if (span.from >= (apart.at(-1)?.to ?? 0)) apart.push(span)
  return apart
}
