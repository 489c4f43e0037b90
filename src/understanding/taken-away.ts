/** Whose home, work or town it may be that is not here. */
const WHO =
  '(?:我|咱|俺)?(?:爸妈|妈|爸|姐|妹|弟|哥|姑|舅|姨|老妈|老爸|娘|婶|叔|同学|同事|朋友|闺蜜|战友|客户|表[哥姐弟妹]|堂[哥姐弟妹]|公婆|婆婆|公公|丈母娘|老丈人|丈人|岳[母父]|外[婆公]|姥[姥爷]|奶奶|爷爷|舅[舅妈]|姑[姑妈]|姨妈|外甥女?|侄女?|亲[戚家]|闺女|女儿|儿子|媳妇|老公|老婆|对象|[男女]朋友|表叔|大伯|二叔|小[姨舅])(?:他们|她们|们)?'
const THERE =
  '(?:家|单位|厂里?|公司|学校|楼里|院里|老小区|宿舍)?(?:那[儿里边片]|那个?(?:老)?小区|那栋楼|楼[上下里]|小区|单位|公司|厂里|村里?|宿舍)'
/** At work; what work gives, pays or wants is said of work itself, not of a place. */
const AT_WORK =
  '(?:单位|公司|厂里|厂子|写字楼|办公室|办公楼)(?!给|发|让|要|欠|说|不)(?:楼下|门口|旁边|那边|里|附近|食堂|电梯|厕所|空调|今|又?[停断])'

const ELSEWHERE = new RegExp(
  `(?:^|[_!?说讲看]|昨[天晚]|今[天早]|最近|上周|刚才?)(?:${WHO}${THERE}|(?:我|俺|咱)?(?:娘家|婆家|老家(?!伙)|乡下)|(?:[我俺]们?)?${AT_WORK}|[外别]地(?:那边|朋友|亲戚)|国外|(?:隔壁|别的|人家|[他她]们|对面|前面)小区|隔壁[市县]|(?:新闻|电视|抖音|热搜|朋友圈|快手|公众号)[上里]?(?:说|讲|报|有|看[到见]|刷[到着])|[看刷](?:[到了])?个?(?:新闻|视频|抖音|帖子|贴子|报道)|听(?:人|${WHO})[说讲](?:[他她那]|有个)|听(?!邻居|楼|物业|保安|门卫)[^_]{1,3}讲|${WHO}[说讲](?:[他她]们?那?|那)(?:儿|边|楼|栋|小区|单位|公司|学校|家那)|(?:聚餐|团建|旅游)的?|(?:以前|之前|原来|过去|从前)(?:租|住)|(?:上[次回]|前阵子?)?出差|住的(?:酒店|宾馆|民宿))`,
)
/** Whoever also speaks of here, petitions, or asks about papers, may mean more than what is elsewhere. */
const HERE =
  /咱们?(?:这|小区|楼|院|单元)|我们(?:这|小区|楼|院|单元)|我们?家|社区|物业(?!费)|0号楼|0栋|0单元|尊敬|领导|反映|户口|证|补[贴助]|申请|办/

const OVER =
  /(?:修|弄|搞|处理|解决|疏?通|换|清理?|补|装|恢复|打扫|收拾|接)(?:好|完|干净|妥)(?:了|啦|喽)|(?:已经?|都|终于|总算|今早|刚刚?|早就)(?:解决|恢复|通|亮|来水|来电|来气|清走|收走|拉走|拖走|挪走|撤走|补上|填平|补平|修复|好)(?:了|啦)|[清收拉拖挪撤]走(?:了|啦)|^来[水电气]了|[水电气网]来(?:了|啦)|[灯它](?:又)?亮了$|不[漏堵响臭吵闹滴晃闪卡]了(?!.{0,3}(?:才怪|吧|没))|找着了|找到(?:了|啦)|换(?:上|了个?)新的?|没事儿?了|(?:一早|早上|今早|上午|中午|下午|晚上|当天|后来)就(?:都|又)?(?:通|来|修|好|亮|弄|解决)[^_]{0,2}了|被.{0,4}(?:领|接|牵|抱)走了|[味烟水]道?[散退没]了$|(?:^|_)(?:现在|今[天早]|后来|这[两几]天)?[都就全]?好(?:了|啦|多了)(?:_|$)/
/** It came back, somebody only says so, it is asked or wished for; or somebody is in need. */
const NOT_OVER =
  /又|没(?!事)|还(?!挺|是[挺很]|不错|蛮|真)|可是?(?!以)|但|结果|才.{0,3}[天日]|再次|反而|反倒|却|怎么|咋|难道|什么时候|啥时|何时|[?吗]|能不能|希望|请|赶紧|麻烦|隔天|不[到出]|白|假|光|照样|依|仍|尊敬|领导|反映|要是|如果|说好|说是|说要|答应|领(?!走)|申|投票|救|一直|天天|老是|剩/

/** In a longer text such words are by the way. */
const LONGEST = 50

/**
 * What takes a trouble away from the community and from now, whichever trouble it is: it is at somebody's home elsewhere, at
 * work, on the news; or it is over. Undefined where the text says nothing of the kind, or also that it goes on here.
 */
export function takenAway(folded: string): 'elsewhere' | 'over' | undefined {
  if (folded.length > LONGEST) return undefined
  if (ELSEWHERE.test(folded) && !HERE.test(folded)) return 'elsewhere'
  return OVER.test(folded) && !NOT_OVER.test(folded) ? 'over' : undefined
}
