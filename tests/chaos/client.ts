/** A client's view of one attempt: an answer, or an error that leaves open whether anything happened. */
export type Outcome<Data> = { readonly data: Data } | { readonly error: string }

const TIMEOUT_MS = 15_000
const RETRY_DELAY_MS = 50
/** An operation that finds no answer for so long is a finding of its own. */
const ANSWER_TIMEOUT_MS = 90_000

export interface Request {
  readonly query: string
  readonly variables?: Readonly<Record<string, unknown>>
  readonly token?: string | undefined
}

/** One attempt at the public endpoint. */
export async function attempt<Data>(url: string, { query, variables, token }: Request): Promise<Outcome<Data>> {
  try {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    const text = await response.text()
    if (response.status !== 200) return { error: `HTTP ${response.status}: ${text.slice(0, 200)}` }
    const { data, errors } = JSON.parse(text) as { data?: Data; errors?: readonly { message: string }[] }
    if (errors !== undefined) return { error: errors[0]?.message ?? 'errors without a message' }
    return data === undefined ? { error: 'an answer without data' } : { data }
  } catch (error) {
    return { error: messageOf(error) }
  }
}

/** Repeats the same request after each error until it is answered, as a client does that holds an idempotency key. */
export async function untilAnswered<Data>(
  url: string,
  request: Request,
  onError: (error: string) => void,
): Promise<Data> {
  const deadline = performance.now() + ANSWER_TIMEOUT_MS
  for (let attempts = 1; ; attempts++) {
    const outcome = await attempt<Data>(url, request)
    if ('data' in outcome) return outcome.data
    onError(outcome.error)
    if (performance.now() > deadline)
      throw new Error(`No answer after ${attempts} attempts: ${outcome.error}; ${JSON.stringify(request.variables)}`)
    await new Promise(resolve => setTimeout(resolve, Math.min(RETRY_DELAY_MS * attempts, 500)))
  }
}

const messageOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message
}
