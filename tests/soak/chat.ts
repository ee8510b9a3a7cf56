import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { createLiveClient, LiveError } from '@waystone/live-client'
import { WebSocket } from 'ws'
import { attempt } from '../chaos/client.js'
import type { ClientLedger, Player } from '../chaos/ledger-of-clients.js'
import { join, signInAgain } from '../chaos/play.js'
import { startClients } from '../chaos/working-clients.js'

/** The channel of everyone. */
const WORLD = '0191d5a0-7c1e-7000-8000-000000000001'
const SENT = `subscription ($channelId: ID!, $after: ID) { messageSent(channelId: $channelId, after: $after) { id number } }`
const SEND = `mutation ($input: SendMessageInput!) {
  sendMessage(input: $input) { __typename ... on Message { number } ... on Refusal { message } } }`
const SIGN_IN_EVERY_MS = 5 * 60_000
const TOLD_WITHIN_MS = 10_000

interface Reader {
  /** The number that it was told last. */
  last(): number
  close(): Promise<void>
}

export interface Chat {
  readonly failed: Promise<never>
  counts(): { readonly sent: number; readonly received: number }
  /** @returns what readers were told otherwise than each number once and in order, and what was refused */
  stop(): Promise<readonly string[]>
}

/** Talkers who send to the channel of everyone, and readers who stay for the whole soak. */
export async function startChat(options: {
  readonly url: string
  /** Takes note of the sign-ins. */
  readonly ledger: ClientLedger
  readonly talkers: number
  readonly readers: number
  /** Between two messages of a talker. */
  readonly pauseMs: number
}): Promise<Chat> {
  const { url, ledger, talkers, readers, pauseMs } = options
  const problems: string[] = []
  let [sent, received, lastNumber] = [0, 0, 0]

  const read = async (player: Player): Promise<Reader> => {
    const live = createLiveClient({
      url: `${url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      token: async ({ expired }) => {
        if (expired) await signInAgain({ url, ledger }, player)
        return player.token
      },
    })
    const messages = live.subscribe<{ messageSent: { id: string; number: number } }>(
      SENT,
      { channelId: WORLD, after: '0' },
      { resume: { variable: 'after', from: data => data.messageSent.id } },
    )
    let last = 0
    const reading = (async () => {
      for await (const { data } of messages) {
        const { number } = data.messageSent
        if (number !== last + 1) problems.push(`a reader of the chat was told ${number} after ${last}`)
        last = number
        received++
      }
    })().catch((error: unknown) => {
      if (!(error instanceof LiveError)) throw error
      problems.push(`a reader of the chat was cut off: ${error.message}`)
    })
    return {
      last: () => last,
      close: async () => {
        await live.close()
        await reading
      },
    }
  }

  const talk = async (player: Player, isStopping: () => boolean) => {
    let signedInAtMs = performance.now()
    while (!isStopping()) {
      await delay(pauseMs)
      if (performance.now() - signedInAtMs > SIGN_IN_EVERY_MS) {
        await signInAgain({ url, ledger }, player)
        signedInAtMs = performance.now()
      }
      const variables = { input: { channelId: WORLD, text: 'Looking for two more', idempotencyKey: randomUUID() } }
      const outcome = await attempt<{ sendMessage: { __typename: string; number?: number; message?: string } }>(url, {
        query: SEND,
        variables,
        token: player.token,
      })
      if ('error' in outcome) problems.push(`a message: ${outcome.error}`)
      else if (outcome.data.sendMessage.number === undefined)
        problems.push(`a message: ${outcome.data.sendMessage.message ?? outcome.data.sendMessage.__typename}`)
      else {
        sent++
        lastNumber = Math.max(lastNumber, outcome.data.sendMessage.number)
      }
    }
  }

  const listening: Reader[] = []
  for (let count = 0; count < readers; count++) listening.push(await read(await join({ url, ledger })))
  const speaking: Player[] = []
  for (let count = 0; count < talkers; count++) speaking.push(await join({ url, ledger }))
  const working = startClients(isStopping => speaking.map(player => talk(player, isStopping)))
  return {
    failed: working.failed,
    counts: () => ({ sent, received }),
    stop: async () => {
      await working.stop()
      const deadline = performance.now() + TOLD_WITHIN_MS
      while (listening.some(({ last }) => last() < lastNumber) && performance.now() < deadline) await delay(100)
      const behind = listening.filter(({ last }) => last() < lastNumber).length
      if (behind > 0) problems.push(`${behind} readers of the chat were not told the last message`)
      await Promise.all(listening.map(({ close }) => close()))
      return problems
    },
  }
}
