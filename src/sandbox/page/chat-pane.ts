import { ChatLog } from './chat-log.ts'
import { Composer } from './composer.ts'
import { button, el } from './dom.ts'
import { enlarge } from './enlarge.ts'
import { relayStrip } from './relay-strip.ts'
import { server, Unable } from './server.ts'
import type { Store } from './store.ts'

/** The open chat: its name, its messages, and where one writes. */
export function chatPane(store: Store): HTMLElement {
  const composer = new Composer(store)
  const title = el('h2', { tabindex: '-1' })
  const about = el('p', { class: 'about' })
  const befriend = button({ class: 'quiet', hidden: true }, '加小格为好友', async () => {
    if (store.place.as) await server.befriend(store.place.as).catch(() => {})
  })
  const back = button({ class: 'back quiet', 'aria-label': '返回聊天列表' }, '返回', () =>
    store.go({ chat: undefined }),
  )
  const hold = el('div', { class: 'hold' })
  const pane = el(
    'section',
    { class: 'chat-pane', 'aria-label': '聊天' },
    el(
      'div',
      {},
      el('header', { class: 'chat-head' }, back, el('div', { class: 'chat-name' }, title, about), befriend),
      relayStrip(store),
    ),
    hold,
    composer.element,
  )
  const empty = el('p', { class: 'nothing-yet' })
  let log: ChatLog | undefined
  let shown = ''

  const show = () => {
    const { as, chat, stage } = store.place
    const here = store.me && chat && !stage && store.chatsOf(store.me.id).includes(chat)
    pane.classList.toggle('is-open', Boolean(here))
    composer.element.hidden = !here
    back.hidden = !here
    if (!here || !as) {
      title.textContent = ''
      about.textContent = ''
      befriend.hidden = true
      shown = ''
      log = undefined
      empty.textContent = store.me ? '从左边选一个聊天。' : '先选一个人，就用他的身份说话。'
      hold.replaceChildren(empty)
      return
    }
    const group = store.group(chat)
    title.textContent = store.title(chat)
    about.textContent = group ? `${group.members.length + 1} 人` : '私聊，只有你和小格看得到'
    befriend.hidden = Boolean(group) || store.me?.friend !== false
    composer.turnTo(as, chat)
    if (shown !== `${as} ${chat}`) {
      shown = `${as} ${chat}`
      log = new ChatLog(
        `${store.title(chat)}的消息`,
        { store, mine: as, enlarge, quote: (line) => composer.quote(line) },
        group
          ? `这里还没有人说话。写一句试试${narrow() ? '。' : '，也可以点“播放”看一个故事。'}`
          : '在这里说的话只有你和小格看得到。写“/帮助”看看能做什么。',
      )
      hold.replaceChildren(log.element)
      composer.focus()
      store.load(chat).catch((error: unknown) => {
        empty.textContent = error instanceof Unable ? error.message : '聊天没有打开，请刷新页面。'
        hold.replaceChildren(empty)
      })
    }
    log?.show(store.lines(chat))
    if (document.visibilityState === 'visible') store.markSeen(chat)
  }

  pane.addEventListener('dragover', (event) => {
    if (composer.element.hidden || !event.dataTransfer?.types.includes('Files')) return
    event.preventDefault()
    pane.classList.add('dropping')
  })
  pane.addEventListener('dragleave', (event) => {
    if (!pane.contains(event.relatedTarget as Node | null)) pane.classList.remove('dropping')
  })
  pane.addEventListener('drop', (event) => {
    if (!event.dataTransfer?.types.includes('Files')) return
    event.preventDefault()
    pane.classList.remove('dropping')
    composer.drop(event.dataTransfer)
  })
  document.addEventListener('visibilitychange', show)
  store.on((change) => {
    if (change.what === 'line' && change.line.chat !== store.place.chat) return
    if (change.what === 'lines' && change.chat !== store.place.chat) return
    if (['line', 'lines', 'place', 'all'].includes(change.what)) {
      if (change.what === 'all') shown = ''
      show()
    }
  })
  show()
  return pane
}

/** A phone's chat fills the page: the button 播放 is on the list's. */
const narrow = () => matchMedia('(max-width: 760px)').matches
