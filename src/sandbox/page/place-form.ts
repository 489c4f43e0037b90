import { button, el } from './dom.ts'

/** Where one writes which place on the map is sent. Hidden until it is wanted. */
export class PlaceForm {
  readonly element: HTMLFormElement
  readonly #name: HTMLInputElement

  /** `send` is given what was written, never empty; `closed` is called when it goes. */
  constructor(send: (place: string) => void, closed: () => void) {
    this.#name = el('input', {
      type: 'text',
      maxlength: '100',
      'aria-label': '位置',
      placeholder: '什么地方，例如：向阳小区3号楼',
      autocomplete: 'off',
    })
    this.element = el(
      'form',
      { class: 'placing', hidden: true },
      this.#name,
      el('button', { type: 'submit', class: 'tool' }, '发位置'),
      button({ class: 'quiet', 'aria-label': '不发位置了' }, '取消', () => this.#close(closed)),
    )
    this.element.addEventListener('submit', (event) => {
      event.preventDefault()
      const place = this.#name.value.trim()
      if (place === '') return this.#name.focus()
      this.#close(closed)
      send(place)
    })
    this.element.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.#close(closed)
    })
  }

  open(): void {
    this.element.hidden = false
    this.#name.focus()
  }

  /** Without a word to anybody, when another chat is turned to. */
  hide(): void {
    this.element.hidden = true
    this.#name.value = ''
  }

  #close(closed: () => void): void {
    this.hide()
    closed()
  }
}
