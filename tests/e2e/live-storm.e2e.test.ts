import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Stage } from '../chaos/stage.js'
import { aPlayer, type Player } from './players.js'
import { aDevice, startTravels, traveller, upTo } from './travellers.js'

/** Each looks from several devices. */
const PLAYERS = 20
const DEVICES = 25
const DROPS = 20
/** Completions of each player between one drop and the next. */
const COMPLETIONS_PER_DROP = 2
/** Within which the clients of one round are dropped, each at a moment of its own. */
const ROUND_MS = 1_500

let stage: Stage
beforeAll(async () => {
  stage = await startTravels()
})
afterAll(() => stage.close({ keepLogs: false }))

it(`${PLAYERS * DEVICES} clients that are dropped at random ${DROPS} times each are told every completion once and in order`, async () => {
  const players: Player[] = []
  while (players.length < PLAYERS) players.push(await aPlayer(stage.url))
  const devices = players.flatMap(player => upTo(DEVICES).map(() => aDevice(stage.url, () => player.accessToken)))
  const moves = players.map(player => traveller(player))
  for (let drop = 0; drop < DROPS; drop++) {
    const moving = Promise.all(moves.map(move => move(COMPLETIONS_PER_DROP)))
    await Promise.all(
      devices.map(async device => {
        await new Promise(resolve => setTimeout(resolve, Math.random() * ROUND_MS))
        device.tear()
      }),
    )
    await moving
  }
  const expected = upTo(DROPS * COMPLETIONS_PER_DROP)
  const behind = () => devices.filter(({ numbers }) => numbers.length < expected.length).length
  await expect.poll(behind, { timeout: 120_000, interval: 200 }).toBe(0)
  await Promise.all(devices.map(device => device.close()))
  for (const { numbers } of devices) expect(numbers).toEqual(expected)
}, 900_000)
