import { button, el } from './dom.ts'
import { hintsFor } from './hints.ts'
import { nightNote } from './night.ts'
import { PlaceForm } from './place-form.ts'
import { server, Unable } from './server.ts'
import type { Store } from './store.ts'
import type { WireLine } from './wire.ts'

/** WeChat's blank after an @. */
const AT_END = '\u2005'
const PICTURES = 'image/png,image/jpeg,image/gif,image/webp'

/** Where one writes: text, pictures and files (chosen, pasted, dropped), a voice note, a place, an @ to the bot, a quotation. */
export class Composer {
  readonly element: HTMLElement
  readonly #store: Store
  readonly #text: HTMLTextAreaElement
  readonly #send: HTMLButtonElement
  readonly #hints = el('div', { class: 'hints' })
  readonly #quoted = el('div', { class: 'quoting', hidden: true })
  readonly #place: PlaceForm
  readonly #trouble = el('p', { class: 'trouble', role: 'alert' })
  readonly #drafts = new Map<string, string>()
  #quote: WireLine | undefined
  #at: string | undefined

  constructor(store: Store) {
    this.#store = store
    this.#text = el('textarea', {
      rows: '1',
      maxlength: '4000',
      'aria-label': '写消息',
      placeholder: '写消息，回车发送',
      enterkeyhint: 'send',
    })
    this.#send = button({ class: 'send' }, '发送', () => this.#say())
    const picture = this.#chooser({ accept: PICTURES }, (file) => this.#sendPicture(file))
    const file = this.#chooser({}, (chosen) => this.#sendFile(chosen))
    this.#place = new PlaceForm(
      (place) => this.#sendTo((as, chat) => server.place(as, chat, place)),
      () => this.#text.focus(),
    )
    this.element = el(
      'div',
      { class: 'composer' },
      this.#trouble,
      nightNote(store),
      this.#hints,
      this.#quoted,
      this.#place.element,
      el(
        'div',
        { class: 'writing' },
        el(
          'div',
          { class: 'tools' },
          button({ class: 'tool', 'aria-label': '发图片' }, '图片', () => picture.click()),
          button({ class: 'tool', 'aria-label': '发文件' }, '文件', () => file.click()),
          button({ class: 'tool', 'aria-label': '发语音', title: '发一条语音，沙盒里没有声音' }, '语音', () =>
            this.#sendTo((as, chat) => server.voice(as, chat)),
          ),
          button({ class: 'tool', 'aria-label': '发位置' }, '位置', () => this.#place.open()),
          button({ class: 'tool' }, `@${store.world.bot.name}`, () =>
            this.#insert(`@${store.world.bot.name}${AT_END}`),
          ),
        ),
        picture,
        file,
        this.#text,
        this.#send,
      ),
    )
    this.#text.addEventListener('keydown', (event) => this.#key(event))
    this.#text.addEventListener('input', () => this.#typed())
    this.#text.addEventListener('paste', (event) => {
      const files = pictures(event.clipboardData)
      if (files.length === 0) return
      event.preventDefault()
      void this.#each(files, (file) => this.#sendPicture(file))
    })
  }

  /** Turns to another chat; what was begun in the last one is kept for coming back. */
  turnTo(as: string, chat: string): void {
    const here = `${as} ${chat}`
    if (this.#at === here) return
    if (this.#at) this.#drafts.set(this.#at, this.#text.value)
    this.#at = here
    this.#text.value = this.#drafts.get(here) ?? ''
    this.#trouble.textContent = ''
    this.quote(undefined)
    this.#place.hide()
    this.#hints.replaceChildren(
      el('span', { class: 'hints-label' }, '试试'),
      ...hintsFor(this.#store, chat).map((hint) => button({ class: 'hint' }, hint, () => this.#fill(hint))),
    )
    this.#typed()
  }

  /** Replies to a message, or to none. */
  quote(line: WireLine | undefined): void {
    this.#quote = line
    this.#quoted.hidden = line === undefined
    this.#quoted.replaceChildren()
    if (!line) return
    const words = line.file ? (line.file.image ? '[图片]' : `[文件] ${line.file.name}`) : line.text
    this.#quoted.append(
      el('span', { class: 'quoting-text', dir: 'auto' }, el('bdi', {}, `${line.name}：`), words),
      button({ class: 'quiet', 'aria-label': '不引用了' }, '取消', () => {
        this.quote(undefined)
        this.#text.focus()
      }),
    )
    this.#text.focus()
  }

  /** Takes pictures and files that were dropped onto the chat. */
  drop(data: DataTransfer | null): void {
    const shown = new Set(pictures(data))
    const send = (file: File) => (shown.has(file) ? this.#sendPicture(file) : this.#sendFile(file))
    void this.#each([...(data?.files ?? [])], send)
  }

  focus(): void {
    // On a phone the keyboard would jump up and hide the chat.
    if (matchMedia('(hover: hover)').matches) this.#text.focus()
  }

  #key(event: KeyboardEvent): void {
    if (event.key === 'Escape' && this.#quote) this.quote(undefined)
    // While an input method composes, Enter chooses a word. (229 is what older ones report then.)
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return
    event.preventDefault()
    this.#say()
  }

  #typed(): void {
    this.#send.disabled = this.#text.value.trim() === ''
    this.#hints.hidden = this.#text.value !== ''
    this.#text.style.height = 'auto'
    this.#text.style.height = `${this.#text.scrollHeight + 2}px`
  }

  #fill(text: string): void {
    this.#text.value = text
    this.#typed()
    this.#text.focus()
  }

  #insert(text: string): void {
    this.#text.setRangeText(text, this.#text.selectionStart, this.#text.selectionEnd, 'end')
    this.#typed()
    this.#text.focus()
  }

  async #say(): Promise<void> {
    const { as, chat } = this.#store.place
    const text = this.#text.value.trim()
    if (!as || !chat || text === '') return
    const quote = this.#quote
    this.#fill('')
    this.quote(undefined)
    this.#text.focus()
    await this.#tryTo(
      () => server.say({ as, chat, text, ...(quote && { quote: quote.id }) }),
      () => {
        // Give back what could not be sent, unless something else has been begun.
        if (this.#text.value !== '') return
        this.#fill(text)
        this.quote(quote)
      },
    )
  }

  /** What opens the browser's own choice of files. */
  #chooser(attributes: { accept?: string }, send: (file: File) => Promise<void>): HTMLInputElement {
    const input = el('input', { type: 'file', multiple: true, hidden: true, ...attributes })
    input.addEventListener('change', () => {
      void this.#each([...(input.files ?? [])], send)
      input.value = ''
    })
    return input
  }

  /** One after the other, as they were chosen. */
  async #each(files: readonly File[], send: (file: File) => Promise<void>): Promise<void> {
    for (const file of files) await send(file)
  }

  async #sendPicture(file: File): Promise<void> {
    const { as, chat } = this.#store.place
    if (!as || !chat) return
    if (file.size <= 8 * 1024 * 1024) await this.#tryTo(() => server.picture(as, chat, file))
    else this.#trouble.textContent = '这张图片超过 8 MB，请先缩小再发。'
  }

  async #sendFile(file: File): Promise<void> {
    const { as, chat } = this.#store.place
    if (!as || !chat) return
    if (file.size <= 24 * 1024 * 1024) await this.#tryTo(() => server.file(as, chat, file))
    else this.#trouble.textContent = '这个文件超过 24 MB，太大了。'
  }

  async #sendTo(send: (as: string, chat: string) => Promise<unknown>): Promise<void> {
    const { as, chat } = this.#store.place
    if (as && chat) await this.#tryTo(() => send(as, chat))
  }

  async #tryTo(act: () => Promise<unknown>, failed: () => void = () => {}): Promise<void> {
    try {
      this.#trouble.textContent = ''
      await act()
    } catch (error) {
      failed()
      this.#trouble.textContent = error instanceof Unable ? error.message : '没有发出去，请再试一次。'
    }
  }
}

function pictures(data: DataTransfer | null): File[] {
  return [...(data?.files ?? [])].filter((file) => PICTURES.split(',').includes(file.type))
}
