import { randomInt } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Progress } from '@waystone/kit/command'
import { StartError } from '@waystone/kit/errors'
import { startBot, type Bot } from './bot.js'
import type { Endpoint } from './endpoint.js'
import { signUp, SignUpLimit, type Player } from './sign-up.js'
import { createStatistics, type Statistics } from './statistics.js'

/** Sign-ups under way at once. */
const SIGN_UPS_AT_ONCE = 4
/** A limit that ends later is not waited for. */
const WAIT_MAX_SECONDS = 90
const STOPS_AT_ONCE = 50
/** Bots begin within this time, so that not all of them decide at once. */
const SPREAD_MS = 1_000

export interface BotsOptions {
  readonly players: number
  readonly seconds: number
  readonly everyTicks: number
}

export interface Hooks {
  /** Ends it early. */
  readonly signal: AbortSignal
  say(text: string): void
  readonly signingUp: Progress
  readonly playing: Progress
}

export interface Played {
  readonly players: number
  readonly seconds: number
  readonly statistics: Statistics
  /** Why bots could not go on, each once. */
  readonly failures: readonly string[]
}

/** @throws StartError when no player could be made, or all have failed */
export async function runBots(endpoint: Endpoint, options: BotsOptions, hooks: Hooks): Promise<Played> {
  const players = await signUpAll(endpoint, options.players, hooks)
  const statistics = createStatistics()
  const ids = new Set(players.map(({ characterId }) => characterId))
  const bots: Bot[] = []
  const started = performance.now()
  try {
    for (const player of players) {
      if (hooks.signal.aborted) break
      bots.push(
        startBot({
          player,
          webSocketUrl: endpoint.webSocketUrl,
          everyTicks: options.everyTicks,
          statistics,
          isBot: id => ids.has(id),
          chance: limit => randomInt(limit),
        }),
      )
      await pause(SPREAD_MS / players.length, hooks.signal)
    }
    await play(options.seconds, { hooks, started })
    const seconds = (performance.now() - started) / 1_000
    const failures = [...new Set(bots.flatMap(({ failure }) => (failure === null ? [] : [failure.message])))]
    if (bots.length > 0 && bots.every(({ failure }) => failure !== null))
      throw new StartError(`No bot could play: ${failures.join('; ')}`)
    return { players: bots.length, seconds, statistics, failures }
  } finally {
    await inParallel(bots, STOPS_AT_ONCE, bot => bot.stop())
  }
}

async function play(seconds: number, { hooks, started }: { hooks: Hooks; started: number }): Promise<void> {
  const { playing, signal } = hooks
  playing.start({ done: 0, total: seconds })
  for (;;) {
    const leftMs = seconds * 1_000 - (performance.now() - started)
    if (leftMs <= 0 || signal.aborted) break
    await pause(Math.min(1_000, leftMs), signal)
    playing.update(Math.min(seconds, Math.round((performance.now() - started) / 1_000)))
  }
  playing.stop()
}

/** Makes the players; as many as the endpoint lets this address have. */
async function signUpAll(endpoint: Endpoint, count: number, hooks: Hooks): Promise<Player[]> {
  const players: Player[] = []
  let isRefused = false
  let isWaitTold = false
  hooks.signingUp.start({ done: 0, total: count })
  const numbers = Array.from({ length: count }, (_, number) => number)
  await inParallel(numbers, SIGN_UPS_AT_ONCE, async number => {
    while (!isRefused && !hooks.signal.aborted) {
      try {
        players.push(await signUp(endpoint, number))
        return hooks.signingUp.update(players.length)
      } catch (error) {
        if (!(error instanceof SignUpLimit)) throw error
        isRefused ||= error.retryAfterSeconds > WAIT_MAX_SECONDS
        if (isRefused) return
        if (!isWaitTold) hooks.say(`Waiting for ${error.retryAfterSeconds} s: SIGN_UPS_PER_ADDRESS_MAX is reached`)
        isWaitTold = true
        await pause(error.retryAfterSeconds * 1_000, hooks.signal)
      }
    }
  })
  hooks.signingUp.stop()
  if (!isRefused) return players
  const limits = 'GUESTS_PER_NETWORK_DAILY_MAX and SIGN_UPS_PER_ADDRESS_MAX'
  const told = `The endpoint makes no more guests for this address today: start it with higher ${limits}`
  if (players.length === 0) throw new StartError(told)
  hooks.say(`${told}. ${players.length} bots play.`)
  return players
}

async function inParallel<T>(items: readonly T[], width: number, work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items]
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item)
  }
  await Promise.all(Array.from({ length: width }, worker))
}

/** Ends early, without an error, when the signal says so. */
const pause = (ms: number, signal: AbortSignal): Promise<void> => delay(ms, undefined, { signal }).catch(() => {})
