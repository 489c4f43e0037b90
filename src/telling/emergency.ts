/** What somebody should do before anything else, by category; said ahead of the number. National emergency numbers. */
const FIRST: Readonly<Record<string, string>> = {
  A01: '请先关掉就近的阀门，避开积水里的电器。',
  A02: '请先不要开关电器、不要点火，开窗后到室外，再打119或燃气抢修电话。',
  A03: '请先避开热水和蒸汽。',
  A05: '请先离开，提醒别人绕行；有人受伤打120。',
  A06: '请先绕行，不要下水。',
  A07: '请先离开墙根，提醒别人绕行；有人受伤打120。',
  A08: '请先离开至少8米，不要碰，提醒别人绕行。',
  A09: '请先绕行，方便的话放个醒目的东西在旁边。',
  A10: '请按轿厢里的紧急呼叫，不要扒门；叫不通打119。',
  B01: '有火情请先打119。',
  B02: '有冒烟、异味请先打119。',
  I02: '有危险请先打110，受伤打120。',
  I03: '请先打110；已经转账的马上打110和银行。',
  I04: '有危险请先打110。',
  I05: '请同时打110，越早越好。',
}

/** What to do first, or undefined for what is not an emergency. */
export function firstAid(category: string): string | undefined {
  return FIRST[category]
}
