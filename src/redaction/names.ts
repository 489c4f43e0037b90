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
  '(?:老?(?:阿姨|叔叔|大爷|大妈|大叔|大娘|大婶|奶奶|爷爷|师傅|先生|女士|小姐|太太)|大哥|大姐|老师|医生|大夫|书记|主任|经理|队长|站长|所长|警官|律师|护士|师父|同志|婆婆|伯伯|伯母|姐姐|哥哥|[叔姨婶伯姐哥嫂]|工(?![牌服装帽作程地资人厂业具期序艺友会])|总(?![额量数是共体算之觉结的])|奶|(?<![灶龙阎魔马霸]王)爷(?!爷))'
const GIVEN = '[\\p{Script=Han}]'
/** The signs that given names are mostly made of. */
const USUAL =
  '[伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国玉兰梅凤红云峰辉鹏飞宇浩欣怡婷雪琳雨晨轩博志斌波宁健俊帆梦琪佳慧莉珍翠素荣德福贵贤善良才根生喜庆祥瑞晓春秋菊莲淑琴珠爱民卫东海林山水木森成龙虎彪武文忠义孝廉永长久安康宏伦学思源泽涵萱然瑶璐露颖倩雯蕾薇洁燕芬芝蓉萍香月娥巧美嘉子若诗语紫梓昊睿毅恒凯旭阳亮光耀辰翔振世保全新继顺]'
const NO_GIVEN = '(?![谢喊祝请哪位的了是在有和跟说家住来去到里就也都不我你他她您这那上下没被把给让对])'
/** 王家园小区 is no Wang Jiayuan */
const NO_NAME_END = '(?:[路街村镇县市区省站桥园苑巷庄广酒店超湾]|小区|公司|大厦|医院|学校|花园)'
const given = `(?:${NO_GIVEN}${GIVEN}){1,2}`

const PATTERNS: readonly RegExp[] = [
  // @name up to the blank that WeChat puts behind it; not the @ of an address
  /(?<![a-z0-9._-])@[^\s@\u2005〔,，。.!！?？:：;；、]{1,32}/giu,
  new RegExp(
    `(?<!养|一)[老小阿](?!顾客|江湖|胡同|周[围边期末]|许多|程度|范围|段[子落]|孙[子女]|[汤陶姜朱][圆包汤料瓷罐片块古]|陈[皮醋]|康|钱|苏打|余[额震]|贺卡|乔木|施工|焦虑|田[螺鸡]|杜鹃|任[务性]|董事|夏天|沈阳|谢谢|黎明)${CALLED}(?![序萝卜]|${GIVEN}?[路车桶扎树叶子林场湖河山园庄村苗桥店馆]|[一二三四五六七八九十]|字)(?:${TITLE})?`,
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
  // 3号楼的王伟, 他叫李建国: what follows the name is not known, so its signs have to be those of names
  new RegExp(
    `(?<=[楼户室层号元\\d〕]的|叫|是|跟|和|找|问|被|让|隔壁|对门|楼上|楼下|邻居|业主|住户)(?<!是是|目的|真的|有的|似的)${SURNAME}(?:家${USUAL}|${USUAL}{1,2})(?!${NO_NAME_END})`,
    'gu',
  ),
  // 李建国又乱停车
  new RegExp(
    `(?<=^|[\\s,，。.、:：;；!！?？(（]|那个|这个|就是)${SURNAME}(?:家|${USUAL})${USUAL}(?!${NO_NAME_END})`,
    'gu',
  ),
]
/** Without one of these signs there is no name; in most reports there is none. */
const PERHAPS = new RegExp(`@|${SURNAME}`, 'u')
/** What looks like a name and is the word for something else. */
const NO_NAME =
  /^(?:管理员|管道|管家|安全|安装|安排|关于|关系|高层|高空|高压|高峰|方便|方案|方向|成立|时间|时候|解决|华为|包括|包裹|单元|单位|路灯|路口|路面|车库|车位|车主|车辆|房东|房产|房屋|水管|金额|白天|温度|强烈|常年|文明|文件|向阳|易燃|游乐|毛病|石头|康复|和谐|盛开|位置|项目|景区|席位|阳台|阳光|卫生|卫工|查看|曲线|辛苦|万一|江湖|龙头|毕竟|申请|申报|牛奶|章程|童车|左右|司机|程序|余额|夏天|马上|马路|马桶|雷雨|段时间|任何|严重|施工|庄园|宁可|谷雨|费用|纪律|季节|柴油|侯车|顾客|明天|于是|商店|党员|居民|田园|武装|叶子|钱包|路过|井盖|段路|高考|高强|高明度|石英|金华|金山|黄山|江山|江水|江东|陆军|武装|文静|方[形才]|高[山龙光林新]|金[玉光龙子福]|石[林子]|马[上路桶]|毛[病毯]|温[水泉]|黄[水金]|江[海南北]|田[园野]|林[荫业地子]|张[家江]|叶子|安[全静]|成[才长]|宋词|唐诗|曾[经在]|于[是今]|汤水|洪水|陈[年旧]|孙子|史学|龙[山虎江]|武[林汉]|[张李王刘]家(?:口|港|界|村|庄|湾)|何[时处]|任[务何]|贺[岁年]|常[常州年]|万[一全家]|钱财|严[重格])/u
/** Nobody, or everybody, or an office that is called upon. */
const NO_PERSON =
  /^@(?:所有人|全体|all|物业|社区|居委|村委|业委|管家|客服|网格|保安|门卫|群主|管理员|街道|派出所|民警|书记|主任|大家|各位|邻居|业主)/iu
/** Those who are named for the sake of their office. */
const IN_OFFICE = /(?:书记|主任|警官|所长|站长|队长)$/u
const OFFICE_AHEAD = /(?:社区|居委会?|物业|网格员|民警|辅警|城管|街道|客服|管家|片警|保洁|保安|维修)的?$/u
const MOST_OFFICE_NAME = 2

/**
 * Finds people's names as far as they can be told from other words without a dictionary: 老王, 张阿姨, 李建国家的,
 * @name, 联系人王芳. A guess: it misses names that nothing announces, and takes some other word for one. Linear.
 */
export function findNames(text: string): NameSpan[] {
  if (!PERHAPS.test(text)) return []
  const found = PATTERNS.flatMap((pattern) =>
    [...text.matchAll(pattern)]
      .filter(([name]) => !NO_NAME.test(name) && !NO_PERSON.test(name))
      .map(({ 0: name, index }) => ({ from: index, to: index + name.length })),
  ).sort((a, b) => a.from - b.from || b.to - a.to)
  const apart: NameSpan[] = []
  for (const span of found) if (span.from >= (apart.at(-1)?.to ?? 0)) apart.push(span)
  return apart
}

/** The names of residents: not 李书记, 王警官 and 社区小刘, whom everybody may call by name. */
export function findResidents(text: string): NameSpan[] {
  return findNames(text).filter(({ from, to }) => {
    const name = text.slice(from, to).replace(/^@/, '')
    if (IN_OFFICE.test(name)) return false
    return name.length > MOST_OFFICE_NAME || !OFFICE_AHEAD.test(text.slice(Math.max(0, from - 5), from))
  })
}
