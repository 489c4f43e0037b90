import { findNames } from '../redaction/names.ts'
import { namedIn } from '../understanding/private-words.ts'

/** What nobody may be said to have done by name before all; more than bad manners. */
const WRONG =
  /偷(?!懒|偷|空|闲|笑|窥狂片)|抢(?:劫|占|我|人|别人|车位|东西|钱)|骗(?:我|人|钱|子|取|了|走|大家|老人)|贪(?:污|钱|了|便宜)|受贿|行贿|收(?:黑钱|好处|回扣|红包)|回扣|吞(?:了|掉|钱|没)|挪用|克扣|霸占|侵占|私吞|占(?:用|着|了|公家|公共|楼道|车位|我|便宜)|私搭|违建|违章|搭建|群租|二房东|赌(?!气|咒)|嫖|吸毒|贩毒|卖淫|出轨|偷情|小三|二奶|破坏.{0,4}家庭|勾引|乱搞|不检点|作风|骚扰|猥亵|流氓|耍流氓|偷看|偷窥|偷拍|变态|神经病|精神病|有病|打(?:人|老婆|孩子|我|老人|架)|家暴|虐待|不孝|不养|不管(?:老|他妈|他爹|爹妈|父母)|骂(?:人|街|我|老人|得|大街)|威胁|恐吓|欺负|欺压|砸(?:我|车|门|玻璃|东西)|划(?:我|车|了|别人)|扎(?:我|车)?.{0,2}(?:胎|轮)|投毒|毒死|下毒|虐(?:猫|狗)|欠(?:钱|债|物业|费|我|着|了|大家|一屁股)|赖(?:账|着|钱)|老赖|不还|不交|不给钱|逃票|诈(?:骗|钱)|传销|扔(?:垃圾|东西|烟头|下|下来|尿布)|高空抛|抛物|乱(?:扔|倒|丢|停|搭|贴|拉|放|来)|随地|吐痰|大小便|撒尿|拉屎|不牵绳|不拴绳|狗咬|咬(?:人|了|伤|我)|扰民|吵(?:死|得|闹|到|架)|噪音|蹦迪|装修到|半夜|堵(?:我|门|路|道|通道|车|消防)|缺德|不要脸|没素质|素质差|没良心|黑心|坏蛋|坏人|无赖|泼妇|人渣|恶霸|黑社会|混混|不是(?:东西|人|好人|好东西)|害(?:人|我|大家)|造谣|撒谎|说谎|举报|曝光|揭发|自己拨|拿钱不(?:来|干|办)|往下(?:倒|泼|扔|丢)|当(?:鞋柜|仓库|自家)|私下(?:把|卖|分)|偷偷(?:把|卖|拿)|坑(?:人|我|老|居民|业主|大家)/
/** Who is thanked or praised is not accused, unless something strong is said. */
const KIND =
  /感谢|谢谢|多谢|表扬|点赞|好样的|好人|热心|祝福|祝|帮(?:我|忙|助|着)|辛苦|暖心|见义勇为|拾金不昧|归还|送(?:回|还)|捡到|抓(?:住|到)?(?:了)?小偷/
const HOUSEHOLD =
  /(?:\d{1,3}|[一二三四五六七八九十]{1,3})(?:号楼|栋|幢|号院|座|#)?(?:的|那个?)?(?:[1-9一二三四五六七八九]单元)?(?:\d{3,4}|[一二三四五六七八九十\d]{1,3}(?:楼|层)(?:东|西|南|北|左|右|中)(?:户|边|手|侧|门)?|东户|西户)(?:室|户|号|家|的|那|住)?|〔门牌〕|〔车牌〕/
const SOMEBODY =
  /那个姓[\u4e00-\u9fff]的|[二三四五六\d一]楼[^,。]{0,6}的?老[\u4e00-\u9fff](?![人头年])|(?:网格员|楼长|保安|门卫|经理|主任|书记|管家|会计)[小老]?[\u4e00-\u9fff](?=[光私偷骗收贪吞把不])|〔某人〕|〔人\d*〕|[某×xX*][某×xX*]|(?<=经理|主任|队长|会计|主管|保安|管家|网格员|楼长|司机|老师|医生)(?!和|与|跟|说|在|是|也|都|的|来|去|给|让|被|要|就|又|能|会|不|没|有|为|把|你|我|他)[\u4e00-\u9fff]{2,3}?(?=贪|收|偷|骗|打|骂|欠|吞|挪|受贿|乱|占)|(?<=[楼栋幢元户室家])的?(?:老|小)[\u4e00-\u9fff](?=家|又|天天|总|老是|整天|在|把|偷|骂|打|欠|占|养|不|没|是)/

/** How far a name and the wrong may stand apart. */
const NEAR = 40

/**
 * Where somebody is named, by name, door or plate, together with a wrong: 3号楼302老王偷电. Offices and companies that are
 * complained of are none, for the board is there for that; their people are.
 */
export function accusationIn(plain: string, names: readonly string[]): { from: number; to: number } | undefined {
  const wrongs = [...plain.matchAll(WRONG_ALL)]
  if (wrongs.length === 0 || (KIND.test(plain) && !STRONG.test(plain))) return undefined
  for (const { from, to } of peopleIn(plain, names)) {
    for (const { index, 0: word } of wrongs) {
      const end = index + word.length
      const apart = index >= to ? index - to : from >= end ? from - end : 0
      if (apart <= NEAR) return { from: Math.min(from, index), to: Math.max(to, end) }
    }
  }
  return undefined
}

const WRONG_ALL = new RegExp(WRONG.source, 'g')
const STRONG =
  /偷(?:电|水|东西|车|钱|我)|贪污|受贿|骗子|骗钱|出轨|小三|流氓|嫖|吸毒|骚扰|人渣|不要脸|缺德|谢谢你全家|呵呵/

function* peopleIn(plain: string, known: readonly string[]): Generator<{ from: number; to: number }> {
  yield* findNames(plain)
  yield* namedIn(plain)
  for (const pattern of [HOUSEHOLD, SOMEBODY]) {
    for (const { index, 0: word } of plain.matchAll(new RegExp(pattern.source, 'g')))
      yield { from: index, to: index + word.length }
  }
  for (const name of known) {
    const from = plain.indexOf(name)
    if (from >= 0) yield { from, to: from + name.length }
  }
}
