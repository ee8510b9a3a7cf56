import { expect } from 'vitest'

/** An answer as GraphQL over HTTP gives it; tests say what they expect in `data`. */
export interface Answer<Data> {
  readonly status: number
  readonly data?: Data | null
  readonly errors?: readonly {
    message: string
    path?: readonly (string | number)[]
    extensions?: Record<string, unknown>
  }[]
}

export interface Client {
  /** Sends one operation and returns the answer whole. */
  send<Data>(query: string, variables?: Record<string, unknown>): Promise<Answer<Data>>
  /** The data of an operation that must answer without errors. */
  data<Data>(query: string, variables?: Record<string, unknown>): Promise<Data>
  withToken(accessToken: string): Client
}

/** A frontend's view of Waystone: one endpoint, one token. */
export function clientOf(url: string, accessToken?: string, userAgent = 'vitest'): Client {
  const send = async <Data>(query: string, variables?: Record<string, unknown>): Promise<Answer<Data>> => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': userAgent,
        ...(accessToken !== undefined && { authorization: `Bearer ${accessToken}` }),
      },
      body: JSON.stringify({ query, variables }),
    })
    return { status: response.status, ...((await response.json()) as object) }
  }
  return {
    send,
    data: async <Data>(query: string, variables?: Record<string, unknown>) => {
      const answer = await send<Data>(query, variables)
      expect(answer.errors).toBeUndefined()
      return answer.data as Data
    },
    withToken: token => clientOf(url, token, userAgent),
  }
}

const EVENTUALLY_MS = 10_000

/** Asks until the answer is what the system promises to come to; the last answer is in the failure otherwise. */
export async function eventually<T>(
  ask: () => Promise<T>,
  holds: (value: T) => boolean,
  withinMs = EVENTUALLY_MS,
): Promise<T> {
  const deadline = Date.now() + withinMs
  for (;;) {
    const value = await ask()
    if (holds(value)) return value
    if (Date.now() > deadline) throw new Error(`Still not so after ${withinMs} ms: ${JSON.stringify(value)}`)
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}
