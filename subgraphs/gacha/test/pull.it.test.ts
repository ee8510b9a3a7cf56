import { randomUUID } from 'node:crypto'
import { countStatements } from '@waystone/kit/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aPlayer, banners, rootField, startGacha, type TestApp } from './gacha-app.js'

let gacha: TestApp
beforeAll(async () => {
  gacha = await startGacha()
})
afterAll(() => gacha.close())

const outcomes = (answers: readonly { __typename: string }[]) =>
  answers.reduce<Record<string, number>>((counts, { __typename }) => {
    counts[__typename] = (counts[__typename] ?? 0) + 1
    return counts
  }, {})

const inventoryOf = (userId: string) =>
  gacha.rows<{ item_id: string; quantity: number }>(
    'select item_id, quantity::int from inventory_entry where user_id = $1 order by item_id',
    [userId],
  )

describe('a pull', () => {
  it('takes its price and gives one item, all in the answer', async () => {
    const player = gacha.aPlayerWith(250)
    const pull = await gacha.pull(player, {})
    expect(pull).toMatchObject({
      __typename: 'Pull',
      cost: 100,
      currency: 'DIAMOND',
      createdAt: '2026-11-21T08:00:00.000Z',
      banner: { id: banners.firstLight, name: 'First Light' },
      user: { id: player.userId },
      items: [{ duplicate: false, pullsSinceUltraRare: 0 }],
      proof: {
        serverSeed: null,
        nonce: 0,
        algorithm: 'waystone-hmac-sha256-v1',
        pityBefore: { pullsSinceUltraRare: 0 },
      },
    })
    expect(gacha.users.balance(player.userId)).toBe(150)
    expect(await inventoryOf(player.userId)).toEqual([{ item_id: pull.items?.[0]?.item.id, quantity: 1 }])
  })

  it('of ten is one order at the price of ten, with ten items in order and one event', async () => {
    const player = gacha.aPlayerWith(1_000)
    const pull = await gacha.pull(player, { count: 10 })
    expect(pull).toMatchObject({ cost: 1_000 })
    expect(pull.items).toHaveLength(10)
    expect(gacha.users.balance(player.userId)).toBe(0)
    const inventory = await inventoryOf(player.userId)
    expect(inventory.reduce((total, entry) => total + entry.quantity, 0)).toBe(10)
    const told = await gacha.rows<{ type: string; data: { items: { itemId: string }[] } }>(
      'select type, data from outbox where aggregate_id = $1',
      [player.userId],
    )
    expect(told.map(event => event.type)).toEqual(['pull.drawn'])
    expect(told[0]?.data.items.map(item => item.itemId)).toEqual(pull.items?.map(entry => entry.item.id))
  })

  it('says of each item whether the user had it already, earlier items of the same pull included', async () => {
    const player = gacha.aPlayerWith(3_000)
    const seen = new Set<string>()
    for (let order = 0; order < 3; order++) {
      const { items = [] } = await gacha.pull(player, { count: 10 })
      for (const { item, duplicate } of items) {
        expect(duplicate).toBe(seen.has(item.id))
        seen.add(item.id)
      }
    }
  })

  it('moves the pity of its banner alone, by as many pulls as it had items', async () => {
    const player = gacha.aPlayerWith(1_100)
    const pull = await gacha.pull(player, { count: 10 })
    const pityOf = async (bannerId: string) => {
      const source = `query ($id: ID!, $bannerId: ID!) { _entities(representations: [{ __typename: "User", id: $id }]) {
        ... on User { pity(bannerId: $bannerId) { bannerId pullsSinceUltraRare pullsSinceSuperRare pullsUntilHardPity } } } }`
      const answer = await gacha.ask(player, source, { id: player.userId, bannerId })
      return (rootField(answer, '_entities') as { pity: Record<string, unknown> | null }[])[0]?.pity
    }
    const rarities = (pull.items ?? []).map(entry => (entry.item as unknown as { rarity: string }).rarity)
    const since = (rarity: string) => (rarities.includes(rarity) ? 9 - rarities.lastIndexOf(rarity) : 10)
    const pullsSinceUltraRare = since('ULTRA_RARE')
    expect(await pityOf(banners.firstLight)).toEqual({
      bannerId: banners.firstLight,
      pullsSinceUltraRare,
      pullsSinceSuperRare: since('SUPER_RARE'),
      pullsUntilHardPity: 90 - pullsSinceUltraRare,
    })
    expect(await pityOf(banners.founders)).toEqual({
      bannerId: banners.founders,
      pullsSinceUltraRare: 0,
      pullsSinceSuperRare: 0,
      pullsUntilHardPity: null,
    })
    expect(await pityOf(randomUUID())).toBeNull()
    expect(await pityOf('no id')).toBeNull()
  })

  it('is refused when the wallet holds less than the price, with nothing taken or given', async () => {
    const player = gacha.aPlayerWith(99)
    const key = randomUUID()
    const refusal = await gacha.pull(player, { key })
    expect(refusal).toEqual({
      __typename: 'InsufficientFunds',
      message: 'The pull costs 100 DIAMOND, and the wallet holds 99',
      currency: 'DIAMOND',
      kind: null,
      required: 100,
      available: 99,
    })
    gacha.users.deposit(player.userId, 1_000)
    expect(await gacha.pull(player, { key })).toEqual(refusal)
    expect(gacha.users.balance(player.userId)).toBe(1_099)
    expect(await inventoryOf(player.userId)).toEqual([])
  })

  it('of a banned user is refused whatever the wallet holds, now and at a repeat, with nothing taken or given', async () => {
    const player = gacha.aPlayerWith(1_000)
    gacha.users.ban(player.userId)
    const key = randomUUID()
    const banned = [{ path: ['pull'], message: 'This account has been banned' }]
    const input = { bannerId: banners.firstLight, count: 1, idempotencyKey: key }
    const pull = () =>
      gacha.ask(player, 'mutation ($input: PullInput!) { pull(input: $input) { __typename } }', { input })
    for (const answer of [await pull(), await pull()]) expect(answer.errors).toMatchObject(banned)
    expect(gacha.users.balance(player.userId)).toBe(1_000)
    expect(await inventoryOf(player.userId)).toEqual([])
  })

  it('repeated 64 times at once is one pull and 64 equal answers', async () => {
    const player = gacha.aPlayerWith(10_000)
    const key = randomUUID()
    const answers = await Promise.all(Array.from({ length: 64 }, () => gacha.pull(player, { count: 10, key })))
    expect(new Set(answers.map(answer => JSON.stringify(answer))).size).toBe(1)
    expect(answers[0]?.__typename).toBe('Pull')
    expect(gacha.users.balance(player.userId)).toBe(9_000)
    const pulls = await gacha.rows('select id from pull where user_id = $1', [player.userId])
    expect(pulls).toHaveLength(1)
    expect(await gacha.pull(player, { count: 10, key })).toEqual(answers[0])
  })

  it('succeeds exactly ten times of 200 at once with money for ten, and no nonce is used twice', async () => {
    const player = gacha.aPlayerWith(1_000)
    const answers = await Promise.all(Array.from({ length: 200 }, () => gacha.pull(player, {})))
    expect(outcomes(answers)).toEqual({ Pull: 10, InsufficientFunds: 190 })
    expect(gacha.users.balance(player.userId)).toBe(0)
    const inventory = await inventoryOf(player.userId)
    expect(inventory.reduce((total, entry) => total + entry.quantity, 0)).toBe(10)
    const nonces = answers.flatMap(answer =>
      answer.__typename === 'Pull' ? [(answer['proof'] as { nonce: number }).nonce] : [],
    )
    expect(nonces.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    const [day] = await gacha.rows<{ pulls: number }>(
      'select pulls from pull_day where user_id = $1 order by scope_id limit 1',
      [player.userId],
    )
    expect(day?.pulls).toBe(10)
  })

  it('of two users with one key are two pulls', async () => {
    const key = randomUUID()
    const answers = await Promise.all(
      [gacha.aPlayerWith(100), gacha.aPlayerWith(100)].map(player => gacha.pull(player, { key })),
    )
    expect(outcomes(answers)).toEqual({ Pull: 2 })
    expect(answers[0]?.id).not.toBe(answers[1]?.id)
  })
})

describe('what a pull costs', () => {
  it('is one statement to record, one call, and one statement to draw', async () => {
    const player = gacha.aPlayerWith(2_000)
    await gacha.pull(player, { count: 10 })
    const counted = countStatements(gacha.database.primary)
    const callsBefore = gacha.users.calls()
    const key = randomUUID()
    await gacha.app.services.pullBanner({
      userId: player.userId,
      input: { bannerId: banners.firstLight, count: 10, idempotencyKey: key },
    })
    counted.stop()
    expect(counted.statements.map(text => text.trim().split(/\s+/).slice(0, 3).join(' '))).toEqual([
      'with recorded as',
      'with basis as',
    ])
    expect(gacha.users.calls() - callsBefore).toBe(1)
  })
})

describe('wrong input to a pull', () => {
  const wrong: readonly [string, { bannerId?: string; count?: number; key?: string }, string][] = [
    ['a count of two', { count: 2 }, 'count'],
    ['a count of none', { count: 0 }, 'count'],
    ['a count below zero', { count: -10 }, 'count'],
    ['an unknown banner', { bannerId: randomUUID() }, 'bannerId'],
    ['a banner id that is none', { bannerId: "' or 1=1" }, 'bannerId'],
    ['an empty key', { key: '' }, 'idempotencyKey'],
    ['a key too long', { key: 'k'.repeat(101) }, 'idempotencyKey'],
    ['a key with a NUL', { key: 'a\u0000b' }, 'idempotencyKey'],
  ]

  it.each(wrong)('%s is refused, and the database is as it was', async (_, order, field) => {
    const player = gacha.aPlayerWith(1_000)
    const before = await gacha.state()
    const refusal = await gacha.pull(player, order)
    expect(refusal).toMatchObject({ __typename: 'InvalidInput', field })
    expect(await gacha.state()).toEqual(before)
    expect(gacha.users.balance(player.userId)).toBe(1_000)
  })

  it('a key used for another pull is refused', async () => {
    const player = gacha.aPlayerWith(2_000)
    const key = randomUUID()
    await gacha.pull(player, { key })
    const before = await gacha.state()
    expect(await gacha.pull(player, { key, count: 10 })).toMatchObject({
      __typename: 'InvalidInput',
      field: 'idempotencyKey',
    })
    expect(await gacha.pull(player, { key, bannerId: banners.founders })).toMatchObject({ field: 'idempotencyKey' })
    expect(await gacha.state()).toEqual(before)
  })

  it('without a token is an unauthorized field', async () => {
    const before = await gacha.state()
    const source = `mutation { pull(input: { bannerId: "${banners.firstLight}", idempotencyKey: "k" }) { __typename } }`
    const { errors } = await gacha.ask(null, source)
    expect(errors).toMatchObject([{ code: 'UNAUTHENTICATED', path: ['pull'] }])
    expect(await gacha.state()).toEqual(before)
  })
})

describe('opening times', () => {
  it('before and after them the banner is closed, but a repeat still gets its first answer', async () => {
    const admin = aPlayer('admin')
    const source = `mutation ($definition: JSON!) { publishBanner(definition: $definition) { ... on Banner { id definition } ... on InvalidInput { message } } }`
    const [row] = await gacha.rows<{ definition: object }>(
      'select definition from banner_version where banner_id = $1',
      [banners.founders],
    )
    const definition = {
      ...row?.definition,
      name: 'Midday',
      opensAt: '2026-11-21T12:00:00Z',
      closesAt: '2026-11-21T13:00:00Z',
    }
    const published = await gacha.ask(admin, source, { definition })
    const { id: bannerId } = rootField(published, 'publishBanner') as { id: string }
    const player = gacha.aPlayerWith(500)

    expect(await gacha.pull(player, { bannerId })).toMatchObject({
      __typename: 'BannerClosed',
      message: '"Midday" opens at 2026-11-21T12:00:00Z',
    })
    gacha.clock.set('2026-11-21T12:00:00Z')
    const key = randomUUID()
    const pull = await gacha.pull(player, { bannerId, key })
    expect(pull.__typename).toBe('Pull')
    gacha.clock.set('2026-11-21T13:00:00Z')
    expect(await gacha.pull(player, { bannerId })).toMatchObject({
      __typename: 'BannerClosed',
      message: '"Midday" closed at 2026-11-21T13:00:00Z',
    })
    expect(await gacha.pull(player, { bannerId, key })).toEqual(pull)
    expect(gacha.users.balance(player.userId)).toBe(400)
  })
})
