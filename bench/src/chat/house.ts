import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { freePort } from '@waystone/kit/process'
import { root, startService, type ServiceProcess } from '../processes.js'
import { SEND, TEXT, WORLD } from './wire.js'

/** The standalone set-up, with a database of its own below the directory. */
export async function startHouse(
  directory: string,
  { readers }: { readonly readers: number },
): Promise<ServiceProcess> {
  const port = await freePort()
  return await startService('standalone', {
    port,
    nodeArguments: ['--max-semi-space-size=64'],
    command: [path.join(root, 'standalone/dist/main.js'), '--port', String(port), '--data', directory],
    env: {
      LOG_LEVEL: 'warn',
      LIVE_INIT_TIMEOUT_MS: '30000',
      SIGN_UPS_PER_ADDRESS_MAX: '100000',
      GUESTS_PER_NETWORK_DAILY_MAX: '10000',
      LIMIT_LIVE_CONNECTIONS_PER_ADDRESS: String(readers + 100),
    },
  })
}

async function ask<Data>(url: string, query: string, given: { token?: string; variables: object }): Promise<Data> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(given.token !== undefined && { authorization: `Bearer ${given.token}` }),
    },
    body: JSON.stringify({ query, variables: given.variables }),
  })
  const { data, errors } = (await response.json()) as { data?: Data; errors?: unknown }
  if (data === undefined || errors !== undefined) throw new Error(JSON.stringify(errors))
  return data
}

const SIGN_UPS_AT_ONCE = 8

/** @returns the access tokens of so many guests */
export async function signUp(url: string, count: number): Promise<readonly string[]> {
  const query = `mutation ($input: SignInAsGuestInput!) {
    signInAsGuest(input: $input) { ... on AuthSession { accessToken } ... on Refusal { message } }
  }`
  const tokens: string[] = []
  const one = async (): Promise<void> => {
    const { signInAsGuest } = await ask<{ signInAsGuest: { accessToken?: string; message?: string } }>(url, query, {
      variables: { input: { displayName: `Reader${randomUUID().slice(0, 8)}` } },
    })
    const { accessToken, message } = signInAsGuest
    if (accessToken === undefined) throw new Error(message)
    tokens.push(accessToken)
  }
  for (let from = 0; from < count; from += SIGN_UPS_AT_ONCE)
    await Promise.all(Array.from({ length: Math.min(SIGN_UPS_AT_ONCE, count - from) }, one))
  return tokens
}

export const send = (url: string, token: string) =>
  ask<{ sendMessage: { __typename: string; message?: string } }>(url, SEND, {
    token,
    variables: { input: { channelId: WORLD, text: TEXT, idempotencyKey: randomUUID() } },
  })

const UNDER_WAY_MAX = 64

/** Messages at a rate on the average, as far as the server keeps it up. */
export function createSending(url: string, { tokens, perSecond }: { tokens: readonly string[]; perSecond: number }) {
  const latenciesMs: number[] = []
  const underWay = new Set<Promise<void>>()
  let timer: NodeJS.Timeout | undefined
  const one = async (token: string): Promise<void> => {
    const startedAtMs = performance.now()
    const { sendMessage } = await send(url, token)
    if (sendMessage.__typename !== 'Message') throw new Error(sendMessage.message)
    latenciesMs.push(performance.now() - startedAtMs)
  }
  return {
    latenciesMs,
    begin: async () => {
      const startedAtMs = performance.now()
      let sent = 0
      timer = setInterval(() => {
        const due = ((performance.now() - startedAtMs) / 1_000) * perSecond
        // A server that falls behind is not sent more than it takes; the rate that it has kept up is what is shown.
        for (; sent < due && underWay.size < UNDER_WAY_MAX; sent++) {
          const sending = one(tokens[sent % tokens.length] ?? '')
          underWay.add(sending)
          void sending.then(() => underWay.delete(sending))
        }
      }, 5)
    },
    end: async () => {
      clearInterval(timer)
      await Promise.all(underWay)
    },
  }
}
