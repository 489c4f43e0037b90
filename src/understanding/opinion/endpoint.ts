import type OpenAI from 'openai'
import { z } from 'zod'
import type { ModelSettings } from '../../config.ts'
import { boundedFetch } from './bounded-fetch.ts'
import type { Question } from './question.ts'
import { EndpointTrouble, troubleOfError, troubleOfStatus } from './trouble.ts'

/** How an answer is asked for: by a schema the endpoint keeps to, or as some JSON object. */
export type Form = 'json_schema' | 'json_object'

/** What the endpoint said. `text` is undefined when the model would rather not say anything. */
export interface Completion {
  readonly text: string | undefined
  /** what it says it used; undefined when it does not say */
  readonly tokens: number | undefined
}

/** Far above the longest answer that is read; below, what somebody's proxy may put around it. */
const MOST_BYTES = 256 * 1024

const completion = z.object({
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
      }),
    )
    .min(1),
  usage: z
    .object({ total_tokens: z.int().min(0) })
    .nullish()
    .catch(undefined),
})

/** An endpoint that speaks the chat completions of OpenAI. The client library is loaded with the first question. */
export class Endpoint {
  readonly #settings: ModelSettings
  #client: Promise<OpenAI> | undefined

  constructor(settings: ModelSettings) {
    this.#settings = settings
  }

  /** One request, never repeated. Rejects with `EndpointTrouble`, also when `signal` ends it. */
  async complete(
    question: Question<unknown>,
    content: string,
    form: Form,
    { signal, now }: { readonly signal: AbortSignal; readonly now: Date },
  ): Promise<Completion> {
    try {
      this.#client ??= connect(this.#settings)
      const client = await this.#client
      return read(
        await client.chat.completions.create(request(this.#settings.model, question, content, form), { signal }),
      )
    } catch (error) {
      if (error instanceof EndpointTrouble) throw error
      if (signal.aborted) throw new EndpointTrouble('no answer in time')
      const { status, headers } = error as { status?: unknown; headers?: unknown }
      if (typeof status !== 'number') throw troubleOfError(error)
      throw troubleOfStatus(status, headers instanceof Headers ? headers : undefined, now)
    }
  }
}

async function connect({ apiKey, baseUrl }: ModelSettings): Promise<OpenAI> {
  const { OpenAI } = await import('openai')
  return new OpenAI({
    // A server that wants no key gets one all the same: the client insists.
    apiKey: apiKey ?? 'none',
    baseURL: baseUrl,
    // Nothing but our settings decides where words go; the client would ask the environment.
    organization: null,
    project: null,
    maxRetries: 0,
    logLevel: 'off',
    fetch: boundedFetch(MOST_BYTES),
    // Words are not carried on to an address that nobody has set.
    fetchOptions: { redirect: 'error' },
  })
}

/** No temperature: some models refuse any but their own. */
function request(
  model: string,
  { name, instruction, shape, answerTokens }: Question<unknown>,
  content: string,
  form: Form,
): OpenAI.ChatCompletionCreateParamsNonStreaming {
  const messages: OpenAI.ChatCompletionMessageParam[] = [
    { role: 'system', content: instruction },
    { role: 'user', content },
  ]
  if (form === 'json_object') {
    return { model, messages, response_format: { type: form }, max_tokens: answerTokens }
  }
  return {
    model,
    messages,
    response_format: { type: form, json_schema: { name, strict: true, schema: shape } },
    max_completion_tokens: answerTokens,
  }
}

function read(answer: unknown): Completion {
  const { success, data } = completion.safeParse(answer)
  const choice = data?.choices[0]
  if (!success || !choice) throw new EndpointTrouble('the answer is no chat completion')
  const declined = typeof choice.message.refusal === 'string' || choice.finish_reason === 'content_filter'
  const tokens = data.usage?.total_tokens
  return { text: declined ? undefined : (choice.message.content ?? ''), tokens }
}
