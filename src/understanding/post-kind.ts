import { normalise } from '../chat/normalise.ts'
import type { PostKind } from '../database/types.ts'

/**
 * Rules, the first that fits: what the author calls it himself, then thanks, blessings, what is the matter, ideas, wishes.
 * Politeness around the words (您好, 谢谢) says nothing of what they are.
 */
const POLITE_HEAD =
  /^(?:大家好|各位好|各位邻居好?|你好|您好|早上好|社区好|请问|麻烦|老师好|书记好|小格(?:你好)?)[,。.!~ ]*/
const POLITE_TAIL = /[,。.!~ ]*(?:谢谢(?:大家|社区|你们?|您|了|啦)?|多谢|辛苦了?|拜托了?|感谢)[。.!~ ]*$/

const NAMED: readonly (readonly [RegExp, PostKind])[] = [
  [/^(?:祝福|祝愿语)[: ,]/, 'BLESSING'],
  [/^(?:我的)?(?:心愿|愿望)(?:是|就是)?[: ,]/, 'WISH'],
  [/^(?:点子|建议|金点子|意见)[: ,]/, 'IDEA'],
  [/^(?:问题|投诉|反映)[: ,]/, 'PROBLEM'],
  [/^(?:感谢|表扬)[: ,]/, 'THANKS'],
]

const THANKS =
  /^(?:特别|衷心|真心|非常|真的|十分|要|想)*(?:感谢|谢谢|多谢|致谢|表扬|点赞|鸣谢|感恩)|(?:我|我们|全家|向|给|得|想|太|真|非常|特别|衷心|十分)(?:要|想)?(?:好好)?(?:感谢|谢谢|表扬|点个?赞|致敬|感激)|^向.{1,12}(?:致敬|致谢|学习)|(?:点个?赞|送(?:来)?(?:了)?(?:一面)?锦旗|好人(?:啊|有好报)|暖心|太贴心了?)/
const BLESSING =
  /^(?:恭)?祝(?!你们办)|祝(?:愿|福|大家|各位|全|您|你|我们|老|社区|邻|爸|妈|孩子|同学|祖国|天下|所有)|恭喜|(?:新年|新春|春节|中秋|国庆|元宵|端午|重阳|元旦|节日|生日|母亲节|父亲节|儿童节|教师节|劳动节|双节)(?:节)?(?:快乐|安康|好$|吉祥)|(?:万事如意|身体健康|阖家|合家|平平安安|岁岁平安|国泰民安|风调雨顺|福如东海|寿比南山|龙马精神|团团圆圆|心想事成|吉祥如意|四季平安|繁荣昌盛|越来越好|金榜题名|旗开得胜|健康长寿|幸福安康|好事连连|笑口常开)/
/** A wish is no trouble because the word for one stands in it; a trouble begins with what is the matter now. */
const PROBLEM =
  /(?:坏|破|断|裂|漏|渗|堵|塌|掉|松|锈|烂|灭|停)(?:了|掉|的|水|电|着|得)|不亮|没水|没电|没人(?:管|修|扫|收|清)|(?:乱|随便|到处)(?:停|扔|贴|堆|放|丢|拉)|(?:太|很|好|特别|实在)(?:脏|臭|吵|乱|黑|滑|危险|堵)|噪音|扰民|占(?:道|用|着|了)|投诉|臭(?:死|气|味)|老鼠|蟑螂|蚊子(?:多|太)|积水|堵塞|遛狗不|狗(?:屎|粪|叫)|垃圾(?:没|堆|满|成)|飞线|电瓶车(?:上楼|进)|高空抛物|异味|跳闸|打不开|关不上|用不了|没法(?:走|过|用|停)|走不了|修了?(?:几|好几|多少|半)|怎么(?:还|又|老|总|一直)(?:不|没|是)?|一直(?:没|不)|(?:还|都)没(?:有)?(?:修|解决|处理|人|动静)|(?:什么时候|几时|啥时候|何时)(?:能|才|可以|给)?(?:修|解决|处理|弄)|被(?:偷|撞|砸|占)|偷(?:电|水|东西|车|快递|拿|倒)|吵(?:死|得|醒|架)|往(?:楼下|窗外|外面?)(?:扔|倒|泼)|扔(?:烟头|垃圾)|(?:老|总)(?:在|是|有人|把)|不(?:透明|合理)|乱收费/
const IDEA =
  /建议|点子|(?:能不能|可不可以|是不是可以|可否|能否|何不|不如|不妨|要不(?:要)?|其实可以|应该可以|我觉得(?:可以|应该)|最好(?:能|是)?|可以(?:考虑|试试|搞|办|设|装|组织|安排|在|把|请|让|弄|学|利用|借)|搞(?:个|一个|一次)|办(?:个|一个|一次|一场)|成立(?:个|一个)?|组织(?:个|一个|一次|大家))/
const WISH =
  /希望|盼|心愿|愿望|想要|(?:我|我们|老人|孩子|大家|家里|奶奶|爷爷)(?:就|真|好|也|都|很|最|特别)?想|要是(?:能|有|可以|也)|(?:能|可以)有(?:个|一个|一间|一块|一处|地方)|如果(?:能|有|可以)|梦想|期待|但愿|求(?:个|一个)|什么时候(?:能|才|可以)?(?:有|装|建|通|开|也)|(?:早日|尽快)(?:装|建|有|开|通|用)|愿/
const WELL_WISHED =
  /^(?:衷心|真心)?(?:希望|愿|但愿|盼)(?:我们|咱们?|大家|所有|天下|全|每|孩子|老人|爸|妈|邻居|社区|祖国|世界|新的一年)?.{0,8}(?:健康|平安|快乐|幸福|长寿|团圆|和睦|顺利|开心|和平|金榜|如意|安康)/

/**
 * What somebody's words for the board are: a guess, which their author corrects with one word. `hint`: by /心愿 it is a wish
 * unless the words say plainly something else.
 */
export function readPostKind(words: string, hint?: PostKind): PostKind {
  const text = normalise(words).slice(0, 300)
  for (const [pattern, kind] of NAMED) if (pattern.test(text)) return kind
  if (hint) return hint
  const said = text.replace(POLITE_HEAD, '').replace(POLITE_TAIL, '') || text
  const asks = /建议|希望|能不能|可不可以|投诉/.test(said)
  if (THANKS.test(said) && !asks) return 'THANKS'
  if (WELL_WISHED.test(said)) return 'BLESSING'
  if (PROBLEM.test(said)) return 'PROBLEM'
  if (BLESSING.test(said) && !asks) return 'BLESSING'
  if (IDEA.test(said)) return 'IDEA'
  if (WISH.test(said)) return 'WISH'
  // What fits nothing is a kind word as often as not; whoever meant more says so.
  return THANKS.test(text) ? 'THANKS' : 'BLESSING'
}
