import { button, el } from './dom.ts'
import { personFace } from './faces.ts'
import type { Store } from './store.ts'
import type { PersonKind } from './wire.ts'

const KINDS: readonly (readonly [PersonKind, string])[] = [
  ['resident', '居民'],
  ['helper', '志愿者和讲师'],
  ['worker', '网格员'],
  ['staff', '社区工作人员'],
  ['unit', '责任单位'],
]

/** Asks who one wants to be in this window. */
export function pickPerson(store: Store): void {
  const dialog = el('dialog', { class: 'picker', 'aria-labelledby': 'picker-title' })
  const pick = (id: string) => {
    dialog.close()
    const first = store.chatsOf(id).find((chat) => store.group(chat)) ?? id
    const narrow = matchMedia('(max-width: 760px)').matches
    store.go({ as: id, chat: narrow ? undefined : first, stage: false })
  }
  dialog.append(
    el(
      'header',
      { class: 'picker-head' },
      el(
        'div',
        {},
        el('h2', { id: 'picker-title' }, '你想当谁'),
        el('p', {}, '选一个人，就用他的身份说话。再开一个窗口，可以同时当另一个人。'),
      ),
      button({ class: 'quiet' }, '关闭', () => dialog.close()),
    ),
    ...KINDS.map(([kind, title]) =>
      el(
        'section',
        { class: 'picker-kind' },
        el('h3', {}, title),
        el(
          'div',
          { class: 'picker-people' },
          ...store.world.people
            .filter((person) => person.kind === kind)
            .map((person) => {
              const press = button({ class: 'pick', 'aria-current': person.id === store.place.as && 'true' }, '', () =>
                pick(person.id),
              )
              press.append(
                personFace(person.name, kind),
                el('span', { class: 'pick-words' }, el('strong', {}, person.name), el('span', {}, person.label)),
              )
              return press
            }),
        ),
      ),
    ),
  )
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close()
  })
  dialog.addEventListener('close', () => dialog.remove())
  document.body.append(dialog)
  dialog.showModal()
}
