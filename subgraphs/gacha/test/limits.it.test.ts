import { afterAll, beforeAll, expect, it } from 'vitest'
import { banners, startGacha, type TestApp } from './gacha-app.js'

const LIMIT = 25
let gacha: TestApp
beforeAll(async () => {
  gacha = await startGacha({ PULL_LIMIT_DAILY: String(LIMIT) })
})
afterAll(() => gacha.close())

const reached = { __typename: 'PullLimitReached', limit: LIMIT, resetsAt: '2026-11-22T00:00:00.000Z' }

it('lets 60 pulls at once be exactly as many as the limit, and takes no more than their price', async () => {
  gacha.clock.set('2026-11-21T08:00:00Z')
  const player = gacha.aPlayerWith(100_000)
  const answers = await Promise.all(Array.from({ length: 60 }, () => gacha.pull(player, {})))
  expect(answers.filter(answer => answer.__typename === 'Pull')).toHaveLength(LIMIT)
  expect(answers.filter(answer => answer.__typename === 'PullLimitReached')).toHaveLength(60 - LIMIT)
  expect(gacha.users.balance(player.userId)).toBe(100_000 - LIMIT * 100)
})

it('counts the items of a ten-pull, over all banners, and refuses what would exceed the limit as a whole', async () => {
  gacha.clock.set('2026-11-21T08:00:00Z')
  const player = gacha.aPlayerWith(100_000)
  await gacha.pull(player, { count: 10 })
  await gacha.pull(player, { count: 10, bannerId: banners.founders })
  const before = await gacha.state()
  expect(await gacha.pull(player, { count: 10 })).toMatchObject(reached)
  expect(await gacha.state()).toEqual(before)
  expect(await gacha.pull(player, { count: 1 })).toMatchObject({ __typename: 'Pull' })
})

it('begins anew at midnight UTC, also with the key that was refused', async () => {
  gacha.clock.set('2026-11-21T23:59:59.999Z')
  const player = gacha.aPlayerWith(100_000)
  await gacha.pull(player, { count: 10 })
  await gacha.pull(player, { count: 10 })
  expect(await gacha.pull(player, { count: 10, key: 'k' })).toMatchObject(reached)
  gacha.clock.set('2026-11-22T00:00:00Z')
  expect(await gacha.pull(player, { count: 10, key: 'k' })).toMatchObject({ __typename: 'Pull' })
})

it('does not count pulls that the wallet refused', async () => {
  gacha.clock.set('2026-11-21T08:00:00Z')
  const player = gacha.aPlayerWith(0)
  for (let pull = 0; pull < 3; pull++) {
    expect(await gacha.pull(player, { count: 10 })).toMatchObject({ __typename: 'InsufficientFunds' })
  }
  gacha.users.deposit(player.userId, 1_000)
  expect(await gacha.pull(player, { count: 10 })).toMatchObject({ __typename: 'Pull' })
})

it('applies the limit of a banner besides, and says which one was reached', async () => {
  gacha.clock.set('2026-11-21T08:00:00Z')
  const [row] = await gacha.rows<{ definition: object }>('select definition from banner_version where banner_id = $1', [
    banners.founders,
  ])
  const definition = { ...row?.definition, name: 'Three a day', dailyPullLimit: 3 }
  const published = await gacha.app.services.publishBanner({ actor: 'test', definition })
  if ('message' in published) throw new Error(published.message)
  const player = gacha.aPlayerWith(100_000)
  const answers = await Promise.all(Array.from({ length: 9 }, () => gacha.pull(player, { bannerId: published.id })))
  expect(answers.filter(answer => answer.__typename === 'Pull')).toHaveLength(3)
  expect(answers.find(answer => answer.__typename !== 'Pull')).toMatchObject({ ...reached, limit: 3 })
  expect(await gacha.pull(player, {})).toMatchObject({ __typename: 'Pull' })
})

it('forgets counts of days that are over for a month, and of no other', async () => {
  const player = gacha.aPlayerWith(100_000)
  const days = async () =>
    (
      await gacha.rows<{ day: string }>('select day::text from pull_day where user_id = $1 group by day order by day', [
        player.userId,
      ])
    ).map(({ day }) => day)
  for (const day of ['2027-03-01', '2027-03-02', '2027-03-31']) {
    gacha.clock.set(`${day}T12:00:00Z`)
    await gacha.pull(player, { count: 10 })
  }
  await gacha.app.services.prune()
  expect(await days()).toEqual(['2027-03-01', '2027-03-02', '2027-03-31'])
  gacha.clock.set('2027-04-01T00:00:00Z')
  await Promise.all([gacha.app.services.prune(), gacha.app.services.prune()])
  expect(await days()).toEqual(['2027-03-02', '2027-03-31'])
})
