import { announcer } from './announcer.ts'
import { chatList } from './chat-list.ts'
import { chatPane } from './chat-pane.ts'
import { el } from './dom.ts'
import { pickPerson } from './person-picker.ts'
import { Unable } from './server.ts'
import { stage } from './stage.ts'
import { Store } from './store.ts'
import { topBar } from './top-bar.ts'

const app = document.querySelector('#app') ?? document.body

try {
  const store = await Store.open()
  if (store.place.as && !store.me) store.go({ as: undefined, chat: undefined }, true)
  const desk = el('main', { class: 'desk' }, chatList(store), chatPane(store))
  const bar = topBar(store)
  const arrange = () => {
    document.body.classList.toggle('in-chat', Boolean(store.me && store.place.chat))
    desk.inert = store.place.stage
    bar.inert = store.place.stage
  }
  store.on(({ what }) => {
    if (what === 'place' || what === 'all') arrange()
  })
  app.append(bar, desk, stage(store), announcer(store))
  arrange()
  if (!store.me && !store.place.stage) pickPerson(store)
} catch (error) {
  app.append(el('p', { class: 'plain-note' }, error instanceof Unable ? error.message : '页面没有打开，请刷新。'))
  throw error
}
