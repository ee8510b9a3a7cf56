import type { Cluster } from '../cluster/cluster.js'
import { until } from '../cluster/wait.js'
import type { Answer } from '../e2e/client.js'
import { aPlayer, type Player } from '../e2e/players.js'
import { aDevice, publishTraveller, traveller, upTo } from '../e2e/travellers.js'

const PLAYERS = 20
/** Of each player. */
const DEVICES = 50
const TOLD_WITHIN_MS = 60_000

/** 1,000 live subscriptions, each of which must be told every completion of its player once and in order. */
export interface LiveDevices {
  readonly count: number
  /** Has every player complete something; resolves when the servers have answered. */
  move(): Promise<void>
  /** @returns which devices were told something else than their players did. */
  problems(): Promise<readonly string[]>
  close(): Promise<void>
}

/** Resolves when each device has been told a first completion. */
export async function connectDevices({ url, ...cluster }: Cluster): Promise<LiveDevices> {
  await publishTraveller({ url, ...cluster })
  const players: Player[] = []
  while (players.length < PLAYERS) players.push(await aPlayer(url))
  const devices = players.flatMap(player => upTo(DEVICES).map(() => aDevice(url, () => player.accessToken)))
  const moves = players.map(player => {
    // A balancer answers for a gateway that died, and not in JSON: no answer.
    const send = async <Data>(query: string, variables?: Record<string, unknown>): Promise<Answer<Data>> =>
      await player.client
        .send<Data>(query, variables)
        .catch((error: unknown) => ({ status: 0, errors: [{ message: String(error) }] }))
    return traveller(player, { ...player.client, send })
  })
  let moved = 0
  const move = async () => {
    moved++
    await Promise.all(moves.map(one => one(1)))
  }
  const untilTold = () =>
    until(
      `every device to be told ${moved} completions`,
      () => Promise.resolve(devices.every(({ numbers }) => numbers.length >= moved)),
      { timeoutMs: TOLD_WITHIN_MS },
    )
  await move()
  await untilTold()
  return {
    count: devices.length,
    move,
    problems: async () => {
      await untilTold().catch(() => undefined)
      const expected = upTo(moved).join(' ')
      const wrong = devices.filter(({ numbers }) => numbers.join(' ') !== expected)
      return wrong.length === 0
        ? []
        : [`${wrong.length} devices were told otherwise than ${expected}, such as ${wrong[0]?.numbers.join(' ') ?? ''}`]
    },
    close: async () => void (await Promise.all(devices.map(device => device.close()))),
  }
}
