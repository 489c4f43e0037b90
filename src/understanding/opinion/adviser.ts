import type { ModelSettings } from '../../config.ts'
import type { Reading } from '../reading.ts'
import { LanguageModel, type LanguageModelOptions } from './language-model.ts'
import { OPINION, type Opinion } from './opinion.ts'
import type { Question } from './question.ts'
import { worthAsking } from './worth-asking.ts'

/** Whom the bot may ask for a second opinion. Without a model it has none, and everything works as well. */
export class Adviser {
  readonly #model: LanguageModel | undefined

  constructor(model: LanguageModel | undefined) {
    this.#model = model
  }

  /**
   * What the model thinks of somebody's words. Never rejects. Undefined when there is no model, when it is not worth
   * asking, and when it is slow, refuses, answers nonsense or may not be asked now. The caller knows the occasion and
   * asks `mayLeave` first.
   */
  async ask(text: string, reading: Reading): Promise<Opinion | undefined> {
    return worthAsking(reading, text) ? this.consult(OPINION, text) : undefined
  }

  /** Any other question, under the same limits. Never rejects. */
  async consult<Answer>(question: Question<Answer>, text: string): Promise<Answer | undefined> {
    return this.#model?.ask(question, text)
  }

  /** Ends what is under way; from then on there is no model. */
  stop(): void {
    this.#model?.stop()
  }
}

/** Settings undefined: no model is set up. Nothing is loaded or opened before the first question. */
export function createAdviser(settings: ModelSettings | undefined, options: LanguageModelOptions): Adviser {
  return new Adviser(settings && settings.tokensPerDay > 0 ? new LanguageModel(settings, options) : undefined)
}
