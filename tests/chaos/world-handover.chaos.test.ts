import { setTimeout as delay } from 'node:timers/promises'
import { createLiveClient } from '@waystone/live-client'
import { WebSocket } from 'ws'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { aPlayer } from '../e2e/players.js'
import { auditEconomy } from './audit.js'
import { createBudget, roundsOf, startWorldStage, type WorldStage } from './world-stage.js'

const ROUNDS = roundsOf(20, 3)
const BOTS = 20
const TICK_MS = 40
const STOP_MAX_MS = 500
const SECONDS_EACH = 45
/** A step to and fro keeps updates coming. */
const WALK_EVERY_MS = 150
const PATIENT = { timeout: 60_000, interval: 50 }

const budget = createBudget({ rounds: ROUNDS, secondsEach: SECONDS_EACH })
let world: WorldStage
let walker: Awaited<ReturnType<typeof aWalker>>
let hasFailed = true

beforeAll(async () => {
  world = await startWorldStage(BOTS)
  walker = await aWalker(world.stage.url)
  await world.untilShared(BOTS + 1)
}, 180_000)
afterAll(async () => {
  await walker.close()
  await world.close({ keepLogs: hasFailed })
})

interface Update {
  readonly tick: number
  /** Milliseconds of the server's clock at that tick. */
  readonly at: number
  readonly sequence: number
  readonly snapshot: boolean
  readonly acknowledged: number | null
}

/** A character that walks to and fro, and all that its client is told. */
async function aWalker(url: string) {
  const { accessToken, client } = await aPlayer(url)
  const { created } = await client.data<{ created: { id: string } }>(
    `mutation ($name: String!) { created: createCharacter(input: { name: $name, class: SWORDSMAN }) { ... on Character { id } } }`,
    { name: `W${Date.now().toString(36)}` },
  )
  const { id } = created
  const enter = 'mutation ($id: ID!) { result: enterWorld(characterId: $id) { __typename } }'
  await vi.waitUntil(
    async () =>
      (await client.data<{ result: { __typename: string } }>(enter, { id })).result.__typename === 'CommandAccepted',
    PATIENT,
  )
  const { character } = await client.data<{
    character: { map: { id: string }; position: { x: number; y: number } }
  }>('query ($id: ID!) { character(id: $id) { map { id } position { x y } } }', { id })
  const live = createLiveClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    token: () => accessToken,
    webSocketImpl: WebSocket,
  })
  const updates: Update[] = []
  const watching = (async () => {
    const query =
      'subscription ($id: ID!) { worldUpdated(characterId: $id) { tick at sequence snapshot acknowledged changes { __typename } } }'
    for await (const { data } of live.subscribe<{ worldUpdated: Update }>(query, { id }))
      updates.push(data.worldUpdated)
  })()
  const over = new AbortController()
  let sent = 0
  const walking = (async () => {
    const { x, y } = character.position
    while (!over.signal.aborted) {
      sent++
      const query = `mutation ($id: ID!, $to: PositionInput!, $sent: Int) {
        moveCharacter(characterId: $id, to: $to, clientSequence: $sent) { __typename } }`
      await client.send(query, { id, to: { x: x + (sent % 2), y }, sent })
      await delay(WALK_EVERY_MS)
    }
  })()
  return {
    id,
    mapId: character.map.id,
    updates,
    close: async () => {
      over.abort()
      await walking
      await live.close()
      await watching
    },
  }
}

/** For how long the map has had no ticks, by the server's clock and the ticks of two updates. */
const longestStopMs = (updates: readonly Update[]): number =>
  Math.max(
    ...updates.slice(1).map(({ at, tick }, index) => {
      const before = updates[index] ?? { at, tick }
      return at - before.at - (tick - before.tick) * TICK_MS
    }),
  )

const stops: number[] = []
it.each(Array.from({ length: ROUNDS }, (_, index) => index + 1))(
  'a process of the production build that is told to end hands its maps over, and nobody notices more than a pause: %i',
  async round => {
    hasFailed = true
    budget.check(round)
    await world.untilShared(BOTS + 1)
    const [url = ''] = [...(await world.mapsByHolder())].flatMap(([of, maps]) =>
      maps.includes(walker.mapId) ? [of] : [],
    )
    const owner = world.instanceAt(url)
    const from = Math.max(0, walker.updates.length - 1)
    const numberBefore = walker.updates.at(-1)?.acknowledged ?? 0
    expect(await owner.stop()).toBe(0)
    await vi.waitUntil(() => walker.updates.slice(from).some(({ snapshot }) => snapshot), PATIENT)
    const { length } = walker.updates
    await vi.waitUntil(() => walker.updates.length > length + 5, PATIENT)
    const told = walker.updates.slice(from)
    const ticks = told.map(({ tick }) => tick)
    expect(ticks).toEqual(ticks.toSorted((one, other) => one - other))
    expect(told.find(({ snapshot }) => snapshot)?.acknowledged).toBeGreaterThanOrEqual(numberBefore)
    stops.push(longestStopMs(told))
    budget.say(round, `the map stood still for ${stops.at(-1)} ms`)
    owner.start()
    await owner.untilReady()
    // None of those who were there has left the world.
    await vi.waitUntil(async () => (await world.inWorld()).length === BOTS + 1, PATIENT)
    expect(await auditEconomy(world.stage.postgres, { settled: false })).toBe('')
    hasFailed = false
  },
)

it('half of the hand-overs stop a map for less than half a second', () => {
  const sorted = stops.toSorted((one, other) => one - other)
  process.stdout.write(`  stops of a map in ms: ${sorted.join(', ')}\n`)
  expect(sorted[Math.floor(sorted.length / 2)] ?? Infinity).toBeLessThan(STOP_MAX_MS)
})
