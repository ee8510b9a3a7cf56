import { afterAll, beforeAll, expect, test } from 'vitest'
import { aPlayer, banners, startGacha, type TestApp } from './gacha-app.js'

let gacha: TestApp
let definition: Record<string, unknown>
beforeAll(async () => {
  gacha = await startGacha()
  const [row] = await gacha.rows<{ definition: Record<string, unknown> }>(
    'select definition from banner_version where banner_id = $1',
    [banners.founders],
  )
  definition = row?.definition ?? {}
})
afterAll(() => gacha.close())

const refusal = async (source: string, scope: 'admin' | 'player' = 'player', variables = {}) => {
  const { data, errors } = await gacha.ask(scope === 'admin' ? aPlayer('admin') : aPlayer(), source, variables)
  expect(errors).toEqual([])
  return data?.['result']
}
const PROBLEMS = '... on InvalidInput { field problems { field rule min max actual allowed names } }'
const nothing = { min: null, max: null, actual: null, allowed: null, names: null }

test('a banner that is closed says its name, its times and why, without its message', async () => {
  const now = gacha.clock.now().getTime()
  const [opensAt, closesAt] = [new Date(now + 1_000).toISOString(), new Date(now + 2_000).toISOString()]
  const published = await gacha.app.services.publishBanner({
    actor: 'test',
    definition: { ...definition, name: 'One second', opensAt, closesAt },
  })
  const bannerId = 'id' in published ? published.id : ''
  const pull = () =>
    refusal(`mutation { result: pull(input: { bannerId: "${bannerId}", count: 1, idempotencyKey: "k" }) {
      ... on BannerClosed { bannerId bannerName reason opensAt closesAt } } }`)
  const same = { bannerId, bannerName: 'One second', opensAt, closesAt }
  expect(await pull()).toEqual({ ...same, reason: 'NOT_OPEN_YET' })
  gacha.clock.advance(2_000)
  expect(await pull()).toEqual({ ...same, reason: 'CLOSED' })
})

test.each([
  ['count: 3, idempotencyKey: "k"', { field: 'count', rule: 'ONE_OF', allowed: ['1', '10'] }],
  ['count: 1, idempotencyKey: ""', { field: 'idempotencyKey', rule: 'LENGTH', min: 1, max: 100 }],
])('a wrong order says what is expected: %s', async (order, expected) => {
  const source = `mutation { result: pull(input: { bannerId: "${banners.founders}", ${order} }) { ${PROBLEMS} } }`
  expect(await refusal(source)).toEqual({ field: expected.field, problems: [{ ...nothing, ...expected }] })
})

test('a wrong definition says all that is wrong with it, each with its path and its limits', async () => {
  const source = `mutation ($definition: JSON!) { result: publishBanner(definition: $definition) { ${PROBLEMS} } }`
  const wrong = { ...definition, name: 'x'.repeat(61), pullCost: -1, currency: 'EURO' }
  expect(await refusal(source, 'admin', { definition: wrong })).toEqual({
    field: 'definition.name',
    problems: [
      { ...nothing, field: 'definition.name', rule: 'LENGTH', max: 60 },
      { ...nothing, field: 'definition.currency', rule: 'ONE_OF', allowed: ['GOLD', 'DIAMOND'] },
      { ...nothing, field: 'definition.pullCost', rule: 'RANGE', min: 0 },
    ],
  })
  const rarities = structuredClone(definition['rarities']) as { RARE: { ratePercent: number } }
  rarities.RARE.ratePercent = 60
  expect(await refusal(source, 'admin', { definition: { ...definition, rarities } })).toMatchObject({
    problems: [{ field: 'definition.rarities', rule: 'RANGE', min: 100, max: 100, actual: 90 }],
  })
})
