import type { StorySpeed, WirePlaying, WireStory } from './page/wire.ts'
import { playStory, type Story, type StoryProgress, type StoryStage } from './story.ts'

/** Milliseconds of real time that one character gets, and the least a message is left standing. */
const READING: Readonly<Record<StorySpeed, { readonly perCharacter: number; readonly least: number }>> = {
  // A practised reader takes in about 300 characters a minute; a hall with a big screen reads together, and slower ones too.
  normal: { perCharacter: 150, least: 1800 },
  fast: { perCharacter: 60, least: 800 },
  faster: { perCharacter: 4, least: 120 },
}
/** Nobody reads a long message to its end on a screen. */
const LONGEST = 60

export interface StoryPlayerOptions {
  readonly stories: readonly Story[]
  readonly stage: (signal: AbortSignal) => StoryStage
  /** the number of the newest line in any chat */
  readonly newestLine: () => number
  readonly changed: (playing: WirePlaying) => void
  readonly failed: (error: unknown) => void
}

/** Plays one story at a time, at reading speed, and tells where it is. */
export class StoryPlayer {
  readonly #options: StoryPlayerOptions
  #now: WirePlaying = { state: 'idle', since: 0, step: 0, steps: 0, speed: 'normal', caption: '' }
  #abort = new AbortController()
  #running: Promise<void> = Promise.resolve()
  #wake: () => void = () => {}

  constructor(options: StoryPlayerOptions) {
    this.#options = options
  }

  get playing(): WirePlaying {
    return this.#now
  }

  get stories(): WireStory[] {
    return this.#options.stories.map(({ id, title, about }) => ({ id, title, about }))
  }

  /** Begins a story. False when there is none by that name or one is being played. */
  play(id: string, speed: StorySpeed): boolean {
    const story = this.#options.stories.find((one) => one.id === id)
    if (!story || this.#isOn()) return false
    this.#abort = new AbortController()
    this.#tell({
      state: 'playing',
      story: id,
      title: story.title,
      since: this.#options.newestLine(),
      step: 0,
      steps: story.steps.length,
      speed,
      caption: story.about,
    })
    this.#running = this.#perform(story, this.#abort.signal).catch((error) => {
      this.#options.failed(error)
      this.#tell({ ...this.#now, state: 'broken', note: '播放中断了，请重新播放。' })
    })
    return true
  }

  pause(): void {
    if (this.#now.state === 'playing') this.#tell({ ...this.#now, state: 'paused' })
  }

  resume(): void {
    if (this.#now.state === 'paused') this.#tell({ ...this.#now, state: 'playing' })
    this.#wake()
  }

  setSpeed(speed: StorySpeed): void {
    this.#tell({ ...this.#now, speed })
  }

  /** Ends what is played; resolves when nothing of it is going on. */
  async stop(): Promise<void> {
    this.#abort.abort()
    this.#wake()
    await this.#running
    this.#tell({ state: 'idle', since: 0, step: 0, steps: 0, speed: this.#now.speed, caption: '' })
  }

  #isOn(): boolean {
    return this.#now.state === 'playing' || this.#now.state === 'paused'
  }

  async #perform(story: Story, signal: AbortSignal): Promise<void> {
    const { outcome } = await playStory(story, this.#options.stage(signal), {
      signal,
      pace: (characters) => this.#pace(characters, signal),
      progress: (progress) => this.#follow(progress),
      missed: () => this.#tell({ ...this.#now, note: '小格这一句还没有说出来，我们先往下看。' }),
    })
    if (outcome === 'done') this.#tell({ ...this.#now, state: 'done', step: story.steps.length })
    if (outcome === 'broken') {
      this.#tell({ ...this.#now, state: 'broken', note: '小格没有登记这件事，故事讲不下去了。请看看程序的日志。' })
    }
  }

  #follow({ step, steps, chat, caption }: StoryProgress): void {
    const { note: _old, ...now } = this.#now
    const note = step === now.step ? this.#now.note : undefined
    this.#tell({
      ...now,
      step,
      steps,
      ...(chat === undefined ? {} : { chat }),
      caption: caption ?? now.caption,
      ...(note === undefined ? {} : { note }),
    })
  }

  /** Leaves time to read, and waits while the story is paused. */
  async #pace(characters: number, signal: AbortSignal): Promise<void> {
    const { perCharacter, least } = READING[this.#now.speed]
    await this.#sleep(least + Math.min(characters, LONGEST) * perCharacter, signal)
    while (this.#now.state === 'paused' && !signal.aborted) await this.#sleep(undefined, signal)
  }

  #sleep(milliseconds: number | undefined, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      const timer = milliseconds === undefined ? undefined : setTimeout(() => this.#wake(), milliseconds)
      this.#wake = () => {
        clearTimeout(timer)
        this.#wake = () => {}
        resolve()
      }
    })
  }

  #tell(playing: WirePlaying): void {
    this.#now = playing
    this.#options.changed(playing)
  }
}
