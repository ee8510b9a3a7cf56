import { createClient } from 'graphql-ws'
import { WebSocket } from 'ws'
import * as z from 'zod'
import { nowMs } from './wire.js'

/** A player of a house, who has signed up and created a character. */
export interface HousePlayer {
  readonly username: string
  readonly address: string
  readonly accessToken: string
}

export interface HouseClient {
  readonly url: string
  signUp(number: number): Promise<HousePlayer>
  signIn(player: HousePlayer): Promise<void>
}

/** The news of a completion, with when the client had it. */
export interface Completion {
  readonly id: string
  readonly readAtMs: number
}

const PASSWORD = 'a long enough password'

export function houseClient(url: string): HouseClient {
  const ask = async (query: string, variables: object, from: { address: string; accessToken?: string }) => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-forwarded-for': from.address,
        ...(from.accessToken !== undefined && { authorization: `Bearer ${from.accessToken}` }),
      },
      body: JSON.stringify({ query, variables }),
    })
    return await response.json()
  }
  return {
    url,
    signUp: async number => {
      const [username, address] = [`Player${number}`, `10.1.${Math.floor(number / 250)}.${1 + (number % 250)}`]
      const variables = { username, email: `${username}@example.com`, password: PASSWORD }
      const { accessToken } = signedUp.parse(await ask(SIGN_UP, variables, { address })).data.signUp
      created.parse(await ask(CREATE_CHARACTER, { name: username }, { address, accessToken }))
      return { username, address, accessToken }
    },
    signIn: async ({ username, address }) => {
      signedIn.parse(await ask(SIGN_IN, { username, password: PASSWORD }, { address }))
    },
  }
}

const SIGN_UP = `mutation ($username: String!, $email: EmailAddress!, $password: String!) {
  signUp(input: { username: $username, email: $email, password: $password }) { ... on AuthSession { accessToken } }
}`
const signedUp = z.object({ data: z.object({ signUp: z.object({ accessToken: z.string() }) }) })
const CREATE_CHARACTER = `mutation ($name: String!) {
  createCharacter(input: { name: $name, class: ARCHER }) { ... on Character { id } }
}`
const created = z.object({ data: z.object({ createCharacter: z.object({ id: z.string() }) }) })
const SIGN_IN = `mutation ($username: String!, $password: String!) {
  signIn(input: { usernameOrEmail: $username, password: $password }) { ... on AuthSession { accessToken } }
}`
const signedIn = z.object({ data: z.object({ signIn: z.object({ accessToken: z.string() }) }) })

/** `after: "0"`: from the first completion on, so that none is missed before the server listens. */
const COMPLETED = `subscription {
  questCompleted(after: "0") {
    id number completedAt
    quest { name rewards { __typename } }
    user { username wallet { gold } characters { name level } }
  }
}`
const completed = z.object({
  data: z.object({
    questCompleted: z.object({
      id: z.string(),
      quest: z.object({ name: z.string(), rewards: z.array(z.object({})).nonempty() }),
      user: z.object({ wallet: z.object({ gold: z.number() }), characters: z.array(z.object({})).nonempty() }),
    }),
  }),
})

export interface Completions {
  /**
   * The next completion of this quest; completions of other quests are skipped. @throws Error for an answer
   * with something missing.
   */
  next(quest: string): Promise<Completion>
  close(): Promise<void>
}

export function completionsOf(url: string, { accessToken }: HousePlayer): Completions {
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${accessToken}` },
  })
  const read: (Completion & { quest: string })[] = []
  let failure: unknown = null
  let wake = () => {}
  const wakeWith = (reason: unknown) => {
    failure = reason
    wake()
  }
  client.subscribe(
    { query: COMPLETED },
    {
      next: result => {
        const readAtMs = nowMs()
        const { id, quest } = completed.parse(result).data.questCompleted
        read.push({ id, quest: quest.name, readAtMs })
        wake()
      },
      error: wakeWith,
      complete: () => wakeWith(new Error('The subscription ended')),
    },
  )
  return {
    next: async quest => {
      for (;;) {
        const next = read.shift()
        if (next?.quest === quest) return next
        if (next !== undefined) continue
        if (failure !== null) throw new Error('No more completions', { cause: failure })
        await new Promise<void>(resolve => (wake = resolve))
      }
    },
    close: async () => {
      await client.dispose()
    },
  }
}
