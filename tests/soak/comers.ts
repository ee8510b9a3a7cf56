import { setMaxListeners } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { createLiveClient, LiveError } from '@waystone/live-client'
import { WebSocket } from 'ws'
import type { ClientLedger } from '../chaos/ledger-of-clients.js'
import { COMPLETED, type Completed } from '../e2e/travellers.js'

const STAY_MIN_MS = 2_000
const STAY_MAX_MS = 60_000
const NOBODY_YET_MS = 200

export interface Comers {
  counts(): { readonly connections: number; readonly events: number }
  /** @returns connections that the servers refused */
  stop(): Promise<readonly string[]>
}

/** Devices of the players who play, which subscribe, stay for a while and go. */
export function startComers(url: string, { ledger, count }: { ledger: ClientLedger; count: number }): Comers {
  const stopping = new AbortController()
  const { signal } = stopping
  // Each device waits with it.
  setMaxListeners(count, signal)
  const problems: string[] = []
  let [connections, events] = [0, 0]

  const comeAndGo = async () => {
    while (!signal.aborted) {
      const player = ledger.players.at(-1)
      if (player === undefined) {
        await pause(NOBODY_YET_MS, signal)
        continue
      }
      connections++
      const live = createLiveClient({
        url: `${url.replace('http', 'ws')}/graphql`,
        webSocketImpl: WebSocket,
        token: () => player.token,
      })
      const completed = live.subscribe<Completed>(
        COMPLETED,
        { after: '0' },
        { resume: { variable: 'after', from: ({ questCompleted }) => questCompleted.id } },
      )
      const reading = (async () => {
        // The events are counted, and otherwise of no interest.
        for await (const _ of completed) events++
      })().catch((error: unknown) => {
        if (!(error instanceof LiveError)) throw error
        problems.push(`a device was refused: ${error.message}`)
      })
      await pause(STAY_MIN_MS + Math.random() * (STAY_MAX_MS - STAY_MIN_MS), signal)
      await live.close()
      await reading
    }
  }
  const coming = Promise.all(Array.from({ length: count }, comeAndGo))
  coming.catch((error: unknown) => problems.push(String(error)))
  return {
    counts: () => ({ connections, events }),
    stop: async () => {
      stopping.abort()
      await coming.catch(() => undefined)
      return problems
    },
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> => delay(ms, undefined, { signal }).catch(() => {})
