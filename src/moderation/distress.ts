import { ownWords, type Sight } from './sight.ts'

/** Somebody may harm themselves, or is in need now: also in the small words in which that is said. */
const DISTRESS: readonly RegExp[] = [
  /自杀|轻生|寻短见|想不开了?|不想活|不想再活|活不下去|活够了|活腻了?|活着(?:真|也|都|太|好|实在|还|又)?(?:没|有什么|有啥|累|没什么|没啥)(?:啥|什么|有)?(?:意思|意义|劲|盼头|用)?(?=$|[^不])|生不如死|一了百了|想(?:去)?死(?!的心都没|死|你们?|机|我了|你了)|死了算了|死了干净|死了(?:就)?(?:解脱|好了)|解脱了?算了|想(?:要)?(?:跳楼|跳下去|跳河|上吊|割腕)|(?:要|准备|打算|真想)(?:去)?(?:跳楼|跳河|上吊|割腕|喝药|吞药|烧炭)|割腕|烧炭自|安眠药.{0,6}(?:一瓶|全|都|吃完|攒|吞)|遗书|遗言|永别|来生再|下辈子(?:再|不|还)|别找我了|不用找我|替我照顾(?:好)?|没有我(?:大家|你们|他们)?(?:会|都)?更?好|撑不(?:下去|住)了|熬不下去|坚持不(?:下去|住)了|看不到(?:一点)?希望|世上没有?(?:人)?(?:在乎|牵挂|留恋)|没人在乎我|离开(?:这个|人)世|最后(?:一次|一条|一段)?(?:跟|和|给)(?:大家|你们)(?:说|告别|留)|跟大家告别|对不起(?:爸妈|孩子|大家)[^,。]{0,6}(?:先走|走了)|先走一步|(?:日子|这样)[^,。]{0,6}过不(?:动|下去)|不用管我(?:了)|我想好了$|药[^,。]{0,4}准备好了|今晚就(?:解脱|走了|结束)|想一个人(?:静静地)?走/,
  /救命|救救我|救救(?:孩子|我妈|我爸|他|她)|快来人|谁来救|(?:他|老公|丈夫|男人|前夫|继父)[^,。]{0,6}(?:要打死|要杀|拿刀|掐)我|不敢回家[^,。]{0,8}打|被(?:关|锁|困)在[^,。]{0,8}(?:出不来|出不去)|(?:几|好几|两|三|四|五)天没(?:吃|喝)(?:饭|东西|上饭|水)|没(?:钱|米)[^,。]{0,4}(?:吃饭|揭锅|下锅)|饿了[两三几四五]天|(?:一个人|自己)[^,。]{0,6}摔[^,。]{0,4}(?:动|起)不|摔了[^,。]{0,3}(?:动不了|起不来)/,
]
/** No cry for help: lessons, films, ways of speaking, one's phone. */
const MANNER =
  /想死你|想死我|笑死|累死|热死|困死|饿死鬼|预防自杀|自杀(?:干预|热线|预防)|心理(?:热线|讲座|健康)|救命(?:之恩|恩人|稻草|药|钱|神器)|急救|讲座|演练|电影|电视剧|小说|这部|剧情|剧里|游戏|手机.{0,6}(?:自杀|撑不住)|(?:空调|冰箱|电池|手机|墙|架子|花|树|棚)[^,。]{0,6}撑不住|(?:楼上|装修|太吵|太热|蚊子|作业)[^,。]{0,10}救命|救命[,，!！。]?(?:这|太|好|也太|谁懂)/

/** Said with a laugh: most likely nothing, but that is for a person to say. */
const LAUGHED = /哈哈|玩笑|逗你|狗头|[😂🤣😄😆]/u

/** What is said of it, and whether somebody should be called at once. */
export function distressIn(sight: Sight): { readonly found: string; readonly now: boolean } | undefined {
  for (const pattern of DISTRESS) {
    const match = pattern.exec(sight.text)
    if (match && !MANNER.test(sight.text))
      return { found: ownWords(sight, match.index, match.index + match[0].length), now: !LAUGHED.test(sight.plain) }
  }
  return undefined
}
