import { button, el } from './dom.ts'
import type { WireLine } from './wire.ts'

/** Shows a picture as large as the window; Escape, a click or the button closes it. */
export function enlarge(line: WireLine): void {
  const { file } = line
  if (!file) return
  const dialog = el('dialog', { class: 'enlarged', 'aria-label': `${line.name}发的图片` })
  const close = button({ class: 'quiet' }, '关闭', () => dialog.close())
  dialog.append(el('img', { src: file.url, alt: file.name }), close)
  dialog.addEventListener('click', (event) => {
    if (event.target !== close) dialog.close()
  })
  dialog.addEventListener('close', () => dialog.remove())
  document.body.append(dialog)
  dialog.showModal()
}
