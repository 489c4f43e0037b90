import type { SensitiveKey } from '../../matchmaking/fields.ts'

/** What somebody has read who agrees. Whoever changes a word of these texts gives them a new version. */
export const CONSENT_VERSION = '2026-11'

/** Read before anything is asked. */
export const CONSENT_TEXT = [
  '💐 社区红娘帮单身邻居牵线，不收钱。先请您看清楚：',
  '1. 只用来介绍对象，由社区红娘来牵线，不由机器配对。',
  '2. 会问：出生年份、性别、身高、学历、工作类别、爱好、大概住处、对对方的希望，还有一个联系方式。',
  '3. 只有红娘能看资料，每看一次都有记录。对方看到的是不写姓名的卡片；双方都愿意了，才互相告诉联系方式。',
  '4. 资料加密存放，180天不续就删掉。随时发 /红娘 退出，马上删。',
  '婚史、健康、宗教、收入、照片会另外一项一项问，不写也能参加。',
  '满18岁、是您本人、愿意参加，请回「同意」；不参加回「不」。',
].join('\n')

/** What each sensitive field is written for, and how it is answered. */
const SENSITIVE_TEXT: Readonly<Record<SensitiveKey, { readonly what: string; readonly example: string }>> = {
  marital: { what: '婚史', example: '同意 未婚（或离异、丧偶）' },
  health: { what: '健康', example: '同意 身体好（或有慢性病、见面再说）' },
  religion: { what: '宗教信仰', example: '同意 没有信仰（或信什么）' },
  income: { what: '收入', example: '同意 每月8000' },
  photo: { what: '互看照片', example: '同意' },
}

/** Asks for the yes to one sensitive field. */
export function sensitiveQuestion(key: SensitiveKey): string {
  const { what, example } = SENSITIVE_TEXT[key]
  if (key === 'photo') {
    return '愿意和对方互看照片吗？照片小格不收，联系上以后你们自己发。愿意回「同意」，会写在卡片上；不愿意回「跳过」。'
  }
  return `${what}要不要写？写了会印在卡片上。愿意写，前面加「同意」，比如：${example}。不写回「跳过」，一样能参加。`
}
