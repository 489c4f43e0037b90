/**
 * How the characters of the listed words are spelled, and others that are put in their place because they sound or look
 * the same: `赌du堵睹` . Only characters that are worth a disguise. Written for this project.
 */
const TABLE = `
  赌du堵睹 博bo搏膊愽 彩cai采菜睬踩 票piao漂飘 场chang 球qiu毬 网wang罔往 上shang 下xia 分fen 庄zhuang 麻ma 将jiang 牌pai 棋qi祺 投tou头 注zhu 六liu 合he 盘pan 返fan 水shui
  色se铯瑟 情qing晴 黄huang 片pian 裸luo倮躶罗 聊liao撩 约yue曰月 炮pao泡砲抛 嫖piao瞟飘 娼chang猖 妓ji伎 女nv 优you 性xing 交jiao 爱ai嗳艾 做zuo作 奸jian 淫yin 春chun 药yao葯 迷mi谜 包bao 养yang 夜ye
  毒du独渎 品pin贫 冰bing兵彬 吸xi 贩fan 大da 摇yao 头tou 丸wan 枪qiang抢呛腔 支zhi 弹dan 刀dao 炸zha 砍kan 死si 弄nong 杀sha刹
  贷dai袋带待代戴 款kuan宽 借jie 钱qian前 信xin芯 用yong 卡ka咔 套tao讨 现xian线 抵di 押ya 征zheng 黑hei 户hu 放fang 利li 息xi 高gao 额e
  办ban扮伴 证zheng正政 假jia贾甲 刻ke 章zhang彰张 发fa伐 文wen 凭ping 学xue 历li 代dai袋待戴 开kai凯 身shen 份fen
  兼jian坚 职zhi值直 日ri 结jie 刷shua唰涮 单dan丹担 赚zhuan撰 佣yong拥 金jin 躺tang 微wei薇威徽葳围 商shang 招zhao 理li 免mian 费fei 领ling 取qu 进jin 群qun裙 加jia嘉伽 扫sao 码ma
  投tou 资zi姿咨 股gu骨谷 荐jian 币bi 挖wa 矿kuang 洗xi 跑pao 传chuan 销xiao 保bao 本ben 稳wen 赔pei 中zhong 奖jiang
  算suan蒜 命ming 风feng 开kai 光guang 符fu 法fa 轮lun 功gong
  傻sha煞沙杀 逼biB币笔屄 脑nao 残can 智zhi 障zhang 垃la 圾ji 贱jian践 婊biao表 操cao草艹曹 你ni泥尼 妈ma马玛吗码 日ri 狗gou苟 畜chu 生sheng 滚gun 蛋dan 混hun 杂za 种zhong 王wang 八ba 废fei 物wu 人ren 渣zha
  房fang 内nei 幕mu 药yao 减jian 肥fei 壮zhuang 阳yang 孕yun运 转zhuan专撰 账zhang帐 收shou 款kuan 红hong 公gong 积ji 代dai 考kao
  游you 行xing 示shi 威wei 罢ba 工gong 急ji 扩kuo 散san 速su 诱you 惑huo 枪qiang 假jia 币bi 六liu 合he 百bai 家jia 乐le 老lao 虎hu 机ji 炸zha 金jin 花hua`

export interface Sound {
  readonly letters: string
  readonly alike: readonly string[]
}

const SOUNDS = new Map<string, Sound>()
for (const entry of TABLE.trim().split(/\s+/)) {
  const parts = /^(\p{Script=Han})([a-z]+)(.*)$/u.exec(entry)
  const [, sign = '', letters = '', alike = ''] = parts ?? []
  if (!SOUNDS.has(sign)) SOUNDS.set(sign, { letters, alike: [...alike.toLowerCase()] })
}

export function soundOf(sign: string): Sound | undefined {
  return SOUNDS.get(sign)
}
