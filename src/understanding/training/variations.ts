import type { Example } from './examples.ts'

/**
 * Ways to tell of a trouble, which stands at the mark `…`. Put around the reports that are learned from, they teach which
 * words say nothing of what the trouble is: those of petitions, of who saw it and of how long nothing was done.
 */
const IN_PASSING: readonly string[] = [
  '我下班回来一看，…',
  '…，说是弄好了，其实没有',
  '我婆婆跟我说，…',
  '…，上回弄好没几天又这样',
  '早上送孩子的时候看见…',
  '…，昨天报过，到现在没人来',
  '听邻居讲，…',
  '…，都说处理了，我刚去看还是老样子',
  '我妈在家，打电话来说…',
  '…，去年就这样，今年还这样',
]

const PETITIONS: readonly string[] = [
  '尊敬的领导，您好！我是本小区的业主，现反映一个问题：…。多次向物业反映未果，恳请有关部门尽快处理，谢谢！',
  '领导您好，我家住在这个小区，…，严重影响居民的正常生活，希望相关部门核实整改，给居民一个答复。',
  '书记您好：…。我们向社区和物业反映过多次，至今没有解决，望领导督促落实，盼复。',
  '您好，想反映一下，位于我们小区，…。居民意见很大，请求政府协调解决，还大家一个安心的环境。',
  '关于小区…的问题，本人曾拨打热线投诉，未得到任何回复，请贵单位予以查处并给予书面答复。',
  '反映：…，该问题由来已久，物业与社区互相推诿，住户苦不堪言，请求相关职能部门责令限期整改。',
  '您好！本人系该小区住户，…。已拨打12345多次，均无下文，敬请核查处理并回复，感谢！',
  '市长您好！我们是一群普通居民，长期以来，…，存在安全隐患，老人孩子深受其害。恳请重视，妥善解决，万分感谢！',
]

/** Short reports of what can wait, plain enough to stand within a longer sentence. */
function fits({ kind, category, danger, text }: Example): boolean {
  return (
    (kind === '报事' || kind === '投诉') &&
    category !== undefined &&
    danger < 2 &&
    text.length >= 4 &&
    text.length <= 26 &&
    !/[?？!！。…\n@]|[吗呢吧]$|好了|以前|老家|单位|要是|谢/.test(text)
  )
}

/** What is learned besides the examples: each is of the family whose report is in it. */
export function variationsOf(examples: readonly Example[]): Example[] {
  const fitting = examples.filter((example, at) => fits(example) && examples[at - 1]?.family !== example.family)
  return fitting.map((example, at) => {
    const ways = at % 2 === 0 ? IN_PASSING : PETITIONS
    return { ...example, text: (ways[Math.floor(at / 2) % ways.length] ?? '…').replace('…', example.text) }
  })
}
