import { button, el } from './dom.ts'
import { chatFace, personFace } from './faces.ts'
import { pickPerson } from './person-picker.ts'
import type { Store } from './store.ts'
import { briefly } from './time.ts'
import type { WireLine } from './wire.ts'

/** The left column: who one is, and that person's chats with what is new in them. */
export function chatList(store: Store): HTMLElement {
  const me = el('div', { class: 'me' })
  const list = el('ul', { class: 'chats' })
  const column = el('nav', { class: 'chat-list', 'aria-label': '我的聊天' }, me, list)

  const show = () => {
    const person = store.me
    me.replaceChildren()
    list.replaceChildren()
    if (!person) {
      me.append(
        el('p', { class: 'me-none' }, '还没有选人'),
        button({ class: 'change' }, '选一个人', () => pickPerson(store)),
      )
      return
    }
    me.append(
      personFace(person.name, person.kind),
      el('div', { class: 'me-name' }, el('strong', {}, person.name), el('span', {}, person.label)),
      button({ class: 'change', 'aria-label': `现在是${person.name}，换一个人` }, '换人', () => pickPerson(store)),
    )
    for (const chat of store.chatsOf(person.id)) list.append(entry(store, chat))
  }

  store.on(({ what }) => {
    if (what !== 'playing' && what !== 'lines' && what !== 'link') show()
  })
  show()
  return column
}

function entry(store: Store, chat: string): HTMLLIElement {
  const last = store.last(chat)
  const unread = store.unread(chat)
  const open = store.place.chat === chat
  const press = button({ class: 'chat', 'aria-current': open && 'true' }, '', () => store.go({ chat }))
  press.append(
    chatFace(store, chat),
    el(
      'span',
      { class: 'chat-words' },
      el('span', { class: 'chat-title' }, store.title(chat)),
      el('span', { class: 'chat-last' }, el('bdi', {}, last ? inOneLine(last, store) : '还没有消息')),
    ),
    el(
      'span',
      { class: 'chat-side' },
      el('span', { class: 'chat-time' }, last ? briefly(new Date(last.at), store.now()) : ''),
      unread !== 0 &&
        el(
          'span',
          { class: unread === 'some' ? 'unread dot' : 'unread' },
          el('span', { class: 'for-readers' }, '有新消息'),
          unread === 'some' ? '' : String(Math.min(unread, 99)),
        ),
    ),
  )
  return el('li', {}, press)
}

function inOneLine(line: WireLine, store: Store): string {
  const words = line.file ? (line.file.image ? '[图片]' : `[文件] ${line.file.name}`) : line.text
  const short = [...words.replace(/\s+/g, ' ')].slice(0, 40).join('')
  const speaker = line.from === store.place.as ? '我' : line.name
  return store.group(line.chat) && !line.recalls ? `${speaker}：${short}` : short
}
