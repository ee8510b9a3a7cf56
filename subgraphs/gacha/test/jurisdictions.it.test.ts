import { randomUUID } from 'node:crypto'
import type { Bar } from '@waystone/jurisdictions'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { banners, rootField, startGacha, type Player, type TestApp } from './gacha-app.js'

let gacha: TestApp
beforeAll(async () => {
  gacha = await startGacha()
  await gacha.app.start()
})
afterAll(() => gacha.close())

const bar: Bar = { rule: 'ADULTS_ONLY', country: 'BR', minimumAge: 18, isAgeKnown: true }
const refusal = {
  __typename: 'JurisdictionRefusal',
  message: 'Paid draws are allowed from 18 years on in BR',
  rule: 'ADULTS_ONLY',
  country: 'BR',
  minimumAge: 18,
  ageKnown: true,
}
const ordersOf = (player: Player) =>
  gacha.rows('select status::text, bar, odds_named from pull where user_id = $1', [player.userId])

it('a paid draw that the law refuses is a refusal with its rule, the same at each repeat, and counts towards no limit', async () => {
  const player = gacha.aPlayerWith(500)
  gacha.users.bar(player.userId, bar)
  const key = randomUUID()
  expect(await gacha.pull(player, { key })).toEqual(refusal)
  expect(await ordersOf(player)).toEqual([{ status: 'REFUSED', bar, odds_named: false }])
  expect(await gacha.rows('select pulls from pull_day where user_id = $1', [player.userId])).toEqual([
    { pulls: 0 },
    { pulls: 0 },
  ])
  gacha.users.bar(player.userId, null)
  expect(await gacha.pull(player, { key })).toEqual(refusal)
  expect(await gacha.pull(player, {})).toMatchObject({ __typename: 'Pull' })
  expect(gacha.users.balance(player.userId)).toBe(400)
})

it('an order tells users that it names the odds, also when the recovery asks in its place', async () => {
  const player = gacha.aPlayerWith(500)
  gacha.users.bar(player.userId, { rule: 'ODDS_NOT_NAMED', country: 'KR', minimumAge: null, isAgeKnown: false })
  expect(await gacha.pull(player, {})).toMatchObject({ rule: 'ODDS_NOT_NAMED', country: 'KR' })
  const asked = await gacha.ask(null, `{ banner(id: "${banners.firstLight}") { odds { hash } } }`)
  const { odds } = rootField(asked, 'banner') as { odds: { hash: string } }
  const [key, oddsHash] = [randomUUID(), odds.hash]
  gacha.users.failNext('reserve-price', 'before')
  await expect(gacha.pull(player, { key, oddsHash })).rejects.toThrow('lost')
  gacha.clock.advance(11_000)
  await gacha.app.services.recoverPulls()
  // Not named by the repeat: the order is the one that was recorded.
  expect(await gacha.pull(player, { key })).toMatchObject({ __typename: 'Pull' })
})

it('a disclosure is that of the country that its viewer has declared, and of all where none is known', async () => {
  const player = gacha.aPlayerWith(0)
  gacha.users.bar(player.userId, null, 'DE')
  const source = `{ banner(id: "${banners.founders}") { disclosure { jurisdiction rules { jurisdiction } } } }`
  const disclosed = async (viewer: Player | null) =>
    (rootField(await gacha.ask(viewer, source), 'banner') as { disclosure: unknown }).disclosure
  const ruledBy = (...codes: (string | null)[]) => codes.map(jurisdiction => ({ jurisdiction }))
  expect(await disclosed(player)).toEqual({ jurisdiction: 'DE', rules: ruledBy(null, null, 'EU') })
  const everywhere = { jurisdiction: null, rules: ruledBy(null, null, 'CN', 'EU', 'JP', 'KR', 'US') }
  expect(await disclosed(null)).toEqual(everywhere)
  expect(await disclosed(gacha.aPlayerWith(0))).toEqual(everywhere)
})

it('results of draws are kept for longer than any law asks for', async () => {
  const player = gacha.aPlayerWith(100)
  const drawn = await gacha.pull(player, {})
  gacha.clock.advance(91 * 24 * 60 * 60 * 1_000)
  await gacha.app.services.prune()
  expect(await gacha.rows('select pull_id as id from pulled_item where pull_id = $1', [drawn.id])).toHaveLength(1)
})

it('a bar goes with the account, since it names the country', async () => {
  const player = gacha.aPlayerWith(500)
  gacha.users.bar(player.userId, bar)
  await gacha.pull(player, {})
  await gacha.tell('user.deleted', { userId: player.userId })
  expect(await ordersOf(player)).toEqual([{ status: 'REFUSED', bar: null, odds_named: false }])
})
