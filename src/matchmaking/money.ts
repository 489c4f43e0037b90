/** What swindlers come to sooner or later (privacy 12). Normalised text is not asked for: blanks in between are read too. */
const MONEY =
  /转账|借钱|借我|借点|借款|贷款|投资|理财|返利|返现|刷单|彩礼|红包|打钱|汇款|打款|垫付|充值|博彩|赌|炒股|股票|基金|期货|外汇|虚拟币|比特币|数字货币|虚拟货币|赚钱|挣钱|高收益|稳赚|内部消息|导师|平台|银行卡|验证码|周转|急用钱|保证金|手续费/

/** Whether words that somebody else will read talk of money. */
export function talksOfMoney(words: string): boolean {
  return MONEY.test(words.normalize('NFKC').replace(/[\s.,·•*_\-，。、]/g, ''))
}
