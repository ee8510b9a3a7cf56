import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { attempt } from './client.js'
import { createClientLedger, type ClientLedger } from './ledger-of-clients.js'
import { read } from './operations.js'
import { claimAll, join, pullOnce, purchase, signInAgain, walkOff, type Play } from './play.js'
import { createChance, type Chance } from './chance.js'
import { startClients, type WorkingClients } from './working-clients.js'

/** A player plays so many operations; then the client signs up a new one, so that quests are begun all the time. */
const LIFE_OPERATIONS = 60
const READ_INTERVAL_MS = 20

export interface Load extends WorkingClients {
  readonly ledger: ClientLedger
}

interface LoadOptions {
  readonly url: string
  readonly clients: number
  readonly readers: number
  readonly seed: number
  /** Between two operations of a client; none by default. */
  readonly pauseMs?: number
}

/** Clients that play, and readers beside them, until they are stopped. */
export function startLoad({ url, clients, readers, seed, pauseMs = 0 }: LoadOptions): Load {
  const ledger = createClientLedger()
  const playOn = async (chance: Chance, isStopping: () => boolean): Promise<void> => {
    const play = { url, ledger, chance }
    while (!isStopping()) {
      const player = await join(play)
      for (let turn = 0; turn < LIFE_OPERATIONS && !isStopping(); turn++) {
        await takeTurn(play, player, turn)
        if (pauseMs > 0) await delay(pauseMs)
      }
    }
  }
  const working = startClients(isStopping => [
    ...Array.from({ length: clients }, (_, i) => playOn(createChance(seed + i), isStopping)),
    ...Array.from({ length: readers }, () => readOn({ url, ledger }, isStopping)),
  ])
  return { ledger, ...working }
}

async function takeTurn(play: Play, player: Awaited<ReturnType<typeof join>>, turn: number): Promise<void> {
  const { chance } = play
  // Three sign-ins complete "Daily visitor".
  if (turn < 3 || chance.happens(0.04)) return await signInAgain(play, player)
  if (turn === 20 || turn === 40) return await claimAll(play, player)
  if (chance.happens(0.005)) return await walkOff(play, player, chance.happens(0.5) ? 'pull' : 'purchase')
  if (chance.happens(0.4)) return await purchase(play, player, chosenPurchase(chance))
  const count = chance.happens(0.1) ? 10 : 1
  // A player with two tabs: two pulls at once, and the same one twice.
  if (chance.happens(0.1)) await Promise.all([pullOnce(play, player, count), pullOnce(play, player, 1)])
  else await pullOnce(play, player, count)
}

const chosenPurchase = (chance: Chance) => ({
  packId: chance.happens(0.5) ? 'diamonds-80' : 'diamonds-500',
  paymentMethod: chance.happens(0.05) ? 'pm_declined' : chance.happens(0.005) ? 'pm_slow' : 'pm_ok',
  idempotencyKey: randomUUID(),
})

/** Reads are not repeated: each that fails is one that a player has seen fail. */
async function readOn({ url, ledger }: { url: string; ledger: ClientLedger }, isStopping: () => boolean) {
  while (!isStopping()) {
    const player = ledger.players.at(-1)
    const outcome = await attempt(url, { query: read, token: player?.token })
    ledger.counts.reads += 1
    if ('error' in outcome) {
      ledger.counts.failedReads += 1
      ledger.failedReadMessages.push(outcome.error)
    }
    await delay(READ_INTERVAL_MS)
  }
}
