/** Signs that look like others, and signs that are put together of two. Written for this project by looking at them. */

/** Letters of other alphabets, each row behind the Latin letter that it looks like. */
const LETTERS: Readonly<Record<string, string>> = {
  a: 'аαɑᴀ∀Λλ',
  b: 'вЬьβʙᏏ',
  c: 'сϲᴄⅽ¢',
  d: 'ԁᴅđð',
  e: 'еёεєᴇɛ∈',
  f: 'ƒғ',
  g: 'ɡԍ',
  h: 'һнʜ',
  i: 'іıɩɪι',
  j: 'јʝᴊ',
  k: 'кκᴋ',
  l: 'ӏʟ',
  m: 'мᴍ',
  n: 'ոпηɴ',
  o: 'оοσᴏօø',
  p: 'рρᴘ',
  q: 'ԛ',
  r: 'гʀя',
  s: 'ѕꜱ',
  t: 'тτᴛ†',
  u: 'υᴜц',
  v: 'ѵνᴠ∨√ⱱᏙ▽',
  w: 'ԝωᴡшщѡ₩',
  x: 'хχ×✕✖╳乂メㄨ',
  y: 'уүʏγ',
  z: 'ᴢʐ',
}

/** Signs that people put for others: a plus, a heart for the 信 of 微信, a penguin for QQ. */
const SIGNS: Readonly<Record<string, string>> = {
  '➕': '+',
  '✚': '+',
  十: '十',
  '❤': '心',
  '♥': '心',
  '♡': '心',
  '💗': '心',
  '💓': '心',
  '💕': '心',
  '💖': '心',
  '💙': '心',
  '💚': '心',
  '💛': '心',
  '💜': '心',
  '🖤': '心',
  '🧡': '心',
  '💌': '信',
  '✉': '信',
  '📩': '信',
  '📧': '信',
  '🐧': 'q',
  '🛰': '卫星',
  '🚗': '车',
  '🎰': '🎰',
  '🔞': '🔞',
}

/** A part on the left that is no word of its own, the rest, and what they are together. */
const PARTS: Readonly<Record<string, string>> = {
  亻: '言信 弋代 主住 也他 尔你 七化 专传 共供 牛件 木休 衣依 本体 立位 故做 介价 昔借 责债',
  氵: '去法 每海 工江 可河 由油 先洗 气汽 充流 西洒 票漂 易汤 干汗 冰冰',
  扌: '丁打 召招 包抱 甫捕 白拍 支技 由抽 是提 罙探 安按 殳投 妾接 甲押 又扠 奂换 斤折 北批 戈找',
  讠: '正证 只识 舌话 周调 己记 果课 井讲 上让 兑说 成诚 川训 平评 人认 若诺 咅赔',
  钅: '戋钱 帛锦 艮银 肖销 失铁 同铜 东铄 十针',
  纟: '合给 工红 充统 及级 勺约 吉结 内纳 泉线 田细',
  饣: '反饭 欠饮 官馆 并饼 包饱',
  忄: '青情 夬快 生性 占怗 曼慢',
  礻: '申神 土社 畐福 兄祝 且祖 豊礼',
  衤: '果裸 由袖 皮被 谷裕',
  犭: '句狗 苗猫 者猪 良狼',
  刂: '',
  艹: '约药 化花 早草 平苹 采菜 何荷 氵范',
  疒: '丙病 正症',
  辶: '关送 元远 斤近 文这 束速 力边 井进 米迷',
  月: '旦胆 几肌',
  贝: '者赌 才财 占贴 反贩 戋贱 宅赇 庸赡',
  口: '',
}

/** Two or three words that stand for one, where nobody would write them beside each other. Longer words of HARMLESS go first. */
const WHOLE =
  '女干=奸 女票=嫖 女昌=娼 女表=婊 贝者=赌 贝皆=赌 十専=博 十尃=博 口交=口交 礻果=裸 米青=精 金戋=钱 言正=证 金艮=银 彳亍=行 王求=球 木娄=楼 弓长=张 彡色=色 纟色=绝 黑犬=默 酉骨=酷 亻言=信 火暴=爆 木几=机 毛比=毕 石肖=硝 王元=玩 言果=课 言兑=说 月几=肌 米立=粒 火乍=炸 木仓=枪 石包=炮 弓单=弹 口合=哈 广占=店 王里=理 貝者=赌 豆页=头 冫水=冰 冫中=冲'

/** What Unicode calls a radical or a stroke and leaves apart. */
const STROKES: Readonly<Record<string, string>> = {
  '⺅': '亻',
  '⺡': '氵',
  '⺘': '扌',
  '⻈': '讠',
  '⻐': '钅',
  '⺾': '艹',
  '⺮': '竹',
}

/** Strokes that are used as a bar between others. */
const BARS = new Set([...'丨丶丿乀乁亅乚亠'].map(codeOf))

const ALIKE = new Map<number, string>()
for (const [letter, others] of Object.entries(LETTERS)) for (const other of others) ALIKE.set(codeOf(other), letter)
for (const [sign, meant] of [...Object.entries(SIGNS), ...Object.entries(STROKES)]) ALIKE.set(codeOf(sign), meant)
/** 🅐–🆉 on black, 🇦–🇿 of flags, and 🄰–🅉 in a box, which NFKC does not take off */
for (const first of [0x1f150, 0x1f170, 0x1f1e6, 0x1f130])
  for (let i = 0; i < 26; i++) ALIKE.set(first + i, String.fromCharCode(0x61 + i))

const JOINED = new Map<string, string>()
for (const [part, rests] of Object.entries(PARTS)) {
  for (const pair of rests.split(' ')) {
    const [rest, whole] = [...pair]
    if (rest !== undefined && whole !== undefined) JOINED.set(part + rest, whole)
  }
}
for (const pair of WHOLE.split(' ')) {
  const [parts = '', whole = ''] = pair.split('=')
  if (whole.length === 1) JOINED.set(parts, whole)
}

/** What a sign stands for that only looks like it; undefined if it is what it seems. */
export function alike(code: number): string | undefined {
  return ALIKE.get(code)
}

/** The sign that two others make together: 亻 and 言 are 信. */
export function joined(left: string, right: string): string | undefined {
  return JOINED.get(left + right)
}

export function isBar(code: number): boolean {
  return BARS.has(code)
}

function codeOf(sign: string): number {
  return sign.codePointAt(0) ?? 0
}
