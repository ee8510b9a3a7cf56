import {
  connectLive,
  serveForTest,
  startTestRedis,
  type LiveClient,
  type TestRedis,
  type Told,
} from '@waystone/kit/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { aPlayer, aSignIn, startQuests, type Player, type TestApp } from './quests-app.js'

interface Completed {
  readonly questCompleted: { readonly id: string; readonly number: number }
}
interface Instance {
  readonly url: string
  readonly happens: TestApp['happens']
  readonly close: () => Promise<void>
}

let redis: TestRedis
let quests: TestApp
/** Two that know the same Redis, and one that knows none. */
let [a, b, alone]: Instance[] = []
const clients: LiveClient[] = []
beforeAll(async () => {
  redis = await startTestRedis()
  quests = await startQuests({ REDIS_URL: redis.url })
  await quests.aQuest({ duplicationLimit: null, autoClaim: true })
  a = { ...(await serveForTest(quests.app)), happens: quests.happens }
  b = await anInstance({ REDIS_URL: redis.url })
  alone = await anInstance({ REDIS_URL: undefined as never })
})
afterAll(async () => {
  for (const client of clients) client.close()
  await alone?.close()
  await b?.close()
  await quests.close()
  await redis.close()
})

async function anInstance(settings: Record<string, string>): Promise<Instance> {
  const { app, happens } = await quests.another(settings)
  return { ...(await serveForTest(app)), happens }
}

const of = (instance: Instance | undefined): Instance => {
  if (instance === undefined) throw new Error('The instance has not been started')
  return instance
}

async function completionsOf(player: Player, instance: Instance, after: string): Promise<Told<Completed>> {
  const client = connectLive(instance.url, { token: await quests.token(player) })
  clients.push(client)
  return client.subscribe('subscription ($after: ID) { questCompleted(after: $after) { id number } }', { after })
}

async function take(told: Told<Completed>, count: number): Promise<number[]> {
  const numbers: number[] = []
  while (numbers.length < count) numbers.push((await told.nextData()).questCompleted.number)
  return numbers
}
const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1)

it('a completion is told by every instance, whichever recorded it', async () => {
  const player = aPlayer()
  const [atA, atB] = [await completionsOf(player, of(a), '0'), await completionsOf(player, of(b), '0')]
  await of(b).happens(aSignIn(player, quests.clock.now()))
  expect(await Promise.all([take(atA, 1), take(atB, 1)])).toEqual([[1], [1]])
  await of(a).happens(aSignIn(player, quests.clock.now()))
  expect(await Promise.all([take(atA, 1), take(atB, 1)])).toEqual([[2], [2]])
})

it('everyone is told every completion once and in order: recorded at once by two instances, joined at any moment, with Redis lost meanwhile', async () => {
  const ROUNDS = 10
  const AT_ONCE = 6
  const total = ROUNDS * AT_ONCE
  const players = [aPlayer(), aPlayer(), aPlayer()]
  const reading: Promise<readonly [number[], number]>[] = []
  const join = async (player: Player, after: string, from: number) => {
    for (const instance of [of(a), of(b)]) {
      const told = await completionsOf(player, instance, after)
      reading.push(take(told, total - from).then(numbers => [numbers, from] as const))
    }
  }
  for (const player of players) await join(player, '0', 0)
  for (let round = 0; round < ROUNDS; round++) {
    if (round === 3) await redis.kill()
    if (round === 6) await redis.restart()
    await Promise.all(
      players.flatMap(player =>
        upTo(AT_ONCE).map(place => (place % 2 === 0 ? of(a) : of(b)).happens(aSignIn(player, quests.clock.now()))),
      ),
    )
    const [player = aPlayer()] = players.slice(round % players.length)
    const seen = await quests.rows(
      'SELECT id, number FROM quest_completion WHERE user_id = $1 ORDER BY sequence LIMIT 1 OFFSET $2',
      player.userId,
      round,
    )
    await join(player, String(seen[0]?.['id']), Number(seen[0]?.['number']))
  }
  for (const [numbers, from] of await Promise.all(reading)) expect(numbers).toEqual(upTo(total).slice(from))
}, 60_000)

it('an instance that hears nothing of the others catches up within seconds', async () => {
  const player = aPlayer()
  const told = await completionsOf(player, of(alone), '0')
  await of(a).happens(aSignIn(player, quests.clock.now()), aSignIn(player, quests.clock.now()))
  expect(await take(told, 2)).toEqual([1, 2])
  await of(b).happens(aSignIn(player, quests.clock.now()))
  expect(await take(told, 1)).toEqual([3])
})
