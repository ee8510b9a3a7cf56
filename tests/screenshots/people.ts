import { createLiveClient } from '@waystone/live-client'
import { WebSocket } from 'ws'
import { clientOf, type Client } from '../e2e/client.js'

/** A player of the pictures, signed in. */
export interface Person {
  readonly id: string
  readonly name: string
  readonly accessToken: string
  readonly client: Client
}

const PASSWORD = 'waystone-demo-1'
const SESSION = '... on AuthSession { accessToken user { id } } ... on Refusal { message }'

interface Session {
  readonly accessToken: string
  readonly user: { readonly id: string }
}

/** Runs a mutation of one field. @throws Error where it is refused */
export async function act<Result>(
  client: Client,
  document: string,
  variables: Record<string, unknown> = {},
): Promise<Result> {
  const [result] = Object.values(await client.data<Record<string, unknown>>(document, variables))
  if (typeof result === 'object' && result !== null && 'message' in result)
    throw new Error(`${document}: ${JSON.stringify(result)}`)
  return result as Result
}

export async function signUp(url: string, name: string): Promise<Person> {
  const { accessToken, user } = await act<Session>(
    clientOf(url),
    `mutation ($input: SignUpInput!) { signUp(input: $input) { ${SESSION} } }`,
    { input: { username: name, email: `${name.toLowerCase()}@example.com`, password: PASSWORD, timeZone: 'UTC' } },
  )
  return { id: user.id, name, accessToken, client: clientOf(url, accessToken) }
}

export async function signIn(url: string, name: string, password = PASSWORD): Promise<Person> {
  const { accessToken, user } = await act<Session>(
    clientOf(url),
    `mutation ($input: SignInInput!) { signIn(input: $input) { ${SESSION} } }`,
    { input: { usernameOrEmail: name, password } },
  )
  return { id: user.id, name, accessToken, client: clientOf(url, accessToken) }
}

/** Connects a person, who is online until the returned function is called. */
export function connect(url: string, { accessToken }: Person): () => Promise<void> {
  const live = createLiveClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    token: async () => accessToken,
    webSocketImpl: WebSocket,
  })
  const events = live.subscribe('subscription { friendPresenceChanged { id } }', {})
  const reading = (async () => {
    for await (const _ of events) continue
  })()
  return async () => {
    await live.close()
    await reading
  }
}
