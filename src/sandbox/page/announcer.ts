import { el } from './dom.ts'
import type { Store } from './store.ts'

/** Tells people who listen to the page what is said in the open chat, without reading the whole chat again. */
export function announcer(store: Store): HTMLElement {
  const region = el('div', { class: 'for-readers', 'aria-live': 'polite' })
  store.on((change) => {
    if (change.what !== 'line') return
    const { line } = change
    const open = store.place.stage ? store.world.playing.chat : store.place.chat
    if (line.chat !== open || line.from === store.place.as) return
    region.replaceChildren(
      el('p', {}, `${line.name}：${line.file ? (line.file.image ? '发来图片' : '发来文件') : line.text}`),
    )
  })
  return region
}
