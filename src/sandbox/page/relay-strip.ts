import { el } from './dom.ts'
import type { Store } from './store.ts'
import type { WireRelay } from './wire.ts'

type Cell = WireRelay['cells'][number]

const WORDS: Readonly<Record<Cell['standing'], string>> = {
  waiting: '在等',
  said: '发到了',
  failed: '没发成',
  unknown: '不知道发没发到',
  cancelled: '没有发',
}
/** What stands in a cell beside its colour. */
const SIGNS: Readonly<Record<Cell['standing'], string>> = {
  waiting: '…',
  said: '',
  failed: '×',
  unknown: '?',
  cancelled: '－',
}

/**
 * How the directives and notices of the last hour stand, a bar of cells each, one cell a group: for staff, who sent them,
 * and for whoever watches a story. It tells that a message arrived and who answered, never that somebody has read it.
 */
export function relayStrip(store: Store): HTMLElement {
  const strip = el('div', { class: 'relays', hidden: true })
  const show = () => {
    const { relays } = store.world
    strip.hidden = relays.length === 0 || !(store.place.stage || store.me?.kind === 'staff')
    if (!strip.hidden) strip.replaceChildren(...relays.map(bar))
  }
  store.on(({ what }) => {
    if (what === 'relays' || what === 'place' || what === 'all') show()
  })
  show()
  return strip
}

function bar({ name, title, held, cells }: WireRelay): HTMLElement {
  const said = cells.filter(({ standing }) => standing === 'said').length
  const summary = `${said}/${cells.length} 个群${held ? '，先停着' : ''}`
  return el(
    'section',
    { class: 'relay', 'aria-label': `${name} ${summary}` },
    el(
      'p',
      { class: 'relay-name' },
      el('strong', {}, name),
      ` ${title} `,
      el('span', { class: 'relay-count' }, summary),
    ),
    el('ol', { class: 'relay-cells' }, ...cells.map(cell)),
  )
}

function cell({ grid, standing, answered, done }: Cell): HTMLElement {
  const told = done > 0 ? `，${done}个岗位完成` : answered > 0 ? `，${answered}个岗位收到` : ''
  return el(
    'li',
    {
      class: `relay-cell is-${done > 0 ? 'done' : answered > 0 ? 'answered' : standing}`,
      title: `${grid}号网格：${WORDS[standing]}${told}`,
    },
    `${grid}`,
    el('span', { class: 'relay-sign', 'aria-hidden': 'true' }, done > 0 ? '✓' : answered > 0 ? '·' : SIGNS[standing]),
  )
}
