import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { balancesOf, expectSoundLedger } from './economy.js'
import { PACKAGE_NAME, startPlayStore } from './play-store.js'
import { buyMutation, startUsers, type Player, type TestApp } from './users-app.js'

let play: Awaited<ReturnType<typeof startPlayStore>>
let users: TestApp
let player: Player
beforeAll(async () => {
  play = await startPlayStore(() => users.clock.now())
  users = await startUsers({
    settings: {
      PAYMENTS: 'google',
      GOOGLE_PACKAGE_NAME: PACKAGE_NAME,
      GOOGLE_CREDENTIALS: play.credentials,
      GOOGLE_API_URL: play.url,
      GOOGLE_PRODUCTS: '{"diamonds_500":"diamonds-500","diamonds_14000":"diamonds-14000"}',
      SPEND_LIMIT_CENTS_MONTHLY: '499',
    },
  })
})
afterAll(async () => {
  await users.close()
  await play.close()
})
beforeEach(async () => {
  play.faults.path = null
  player = await users.aPlayer()
})

const sell = (sale: Parameters<typeof play.sell>[0] = {}) =>
  play.sell({ obfuscatedExternalAccountId: player.userId, ...sale })
const input = (token: string, { product = 'diamonds_500', key = undefined as string | undefined } = {}) => ({
  input: { packId: 'diamonds-500', paymentMethod: `google:${product}:${token}`, idempotencyKey: key ?? randomUUID() },
})
const show = async (token: string, options: Parameters<typeof input>[1] & { by?: Player } = {}) =>
  await users.change(options.by ?? player, buyMutation, input(token, options))
const diamonds = async (of = player) => (await balancesOf(users, of.userId))['wallet_diamond']
const statuses = async () =>
  (await users.rows<{ status: string }>('select status::text from purchase where user_id = $1', [player.userId])).map(
    ({ status }) => status,
  )

describe('a purchase token of Google Play', () => {
  it('is credited once, whoever shows it how often, and acknowledged', async () => {
    const other = await users.aPlayer()
    const token = sell()
    const key = randomUUID()
    await Promise.all([
      ...Array.from({ length: 6 }, () => show(token, { key })),
      ...Array.from({ length: 4 }, () => show(token)),
    ])
    expect(await diamonds()).toBe(1_500)
    expect(play.sales.get(token)?.acknowledgementState).toBe(1)
    expect(await show(token, { by: other })).toMatchObject({ __typename: 'PaymentDeclined' })
    expect(await diamonds(other)).toBe(1_000)
    await expectSoundLedger(users)
  })

  it.each([
    ['of another account', () => ({ obfuscatedExternalAccountId: randomUUID() })],
    ['of a tester, who pays nothing', () => ({ purchaseType: 0 })],
    ['that was cancelled', () => ({ purchaseState: 1 })],
    ['of another product', () => ({ productId: 'diamonds_14000' })],
    ['of several at once', () => ({ quantity: 3 })],
  ])('%s is refused and not acknowledged', async (_, change) => {
    const token = sell(change())
    expect(await show(token)).toMatchObject({ __typename: 'PaymentDeclined' })
    expect(play.sales.get(token)?.acknowledgementState).toBe(0)
    expect(await diamonds()).toBe(1_000)
  })

  it('that names no account is refused, and so is one that Google does not know', async () => {
    const nameless = play.sell({})
    for (const token of [nameless, 'unknown'])
      expect(await show(token)).toMatchObject({ __typename: 'PaymentDeclined' })
    expect(await show(sell({ productId: 'diamonds_14000' }), { product: 'diamonds_14000' })).toMatchObject({
      __typename: 'PaymentDeclined',
    })
    expect(await diamonds()).toBe(1_000)
  })

  it.each([
    'google:',
    'google::',
    'google:a/b:c',
    'google:diamonds_500:../x',
    'google:diamonds_500:a:acknowledge',
    'pm_ok',
  ])('has the form google:<product>:<token>: %s changes nothing', async paymentMethod => {
    const before = await users.state()
    const order = { packId: 'diamonds-500', paymentMethod, idempotencyKey: randomUUID() }
    expect(await users.change(player, buyMutation, { input: order })).toMatchObject({
      __typename: 'InvalidInput',
      field: 'paymentMethod',
    })
    expect(await users.state()).toEqual(before)
  })

  it('that waits for cash is pending until it is paid', async () => {
    const token = sell({ purchaseState: 2 })
    const key = randomUUID()
    expect(await show(token, { key })).toMatchObject({ status: 'PENDING' })
    users.clock.advance(3_600_000)
    expect(await users.app.services.recoverPurchases()).toBe(0)
    expect(await statuses()).toEqual(['PENDING'])
    const sale = play.sales.get(token)
    if (sale !== undefined) sale.purchaseState = 0
    users.clock.advance(3_600_000)
    await users.app.services.recoverPurchases()
    expect(await statuses()).toEqual(['COMPLETED'])
    expect(await diamonds()).toBe(1_500)
  })

  it.each([
    ['before', /^GET/],
    ['after', /^GET/],
    ['before', /acknowledge$/],
    ['after', /acknowledge$/],
  ] as const)('whose answer is lost %s %s is credited once by a repeat or by recovery', async (moment, path) => {
    for (const driveOn of [
      (token: string, key: string) => show(token, { key }),
      async () => {
        users.clock.advance(61_000)
        await users.app.services.recoverPurchases()
      },
    ]) {
      const before = (await diamonds()) ?? 0
      const [token, key] = [sell(), randomUUID()]
      Object.assign(play.faults, { path, moment })
      expect((await users.ask(player, buyMutation, input(token, { key }))).errors).toHaveLength(1)
      play.faults.path = null
      await driveOn(token, key)
      expect(await diamonds()).toBe(before + 500)
      expect(play.sales.get(token)?.acknowledgementState).toBe(1)
    }
    await expectSoundLedger(users)
  })
})

it('a sale that is cancelled and listed while its token is read is not credited', async () => {
  const token = sell()
  const sale = play.sales.get(token)
  play.next.afterRead = async () => {
    Object.assign(sale ?? {}, { purchaseState: 1, voidedTimeMillis: String(users.clock.now().getTime()) })
    await users.app.services.takeListedNotices()
  }
  expect(await show(token)).toMatchObject({ __typename: 'PaymentDeclined' })
  expect(await diamonds()).toBe(1_000)
})

it('a sale that is claimed, and cancelled before it is credited, is not credited when Google lists it', async () => {
  const [token, key] = [sell(), randomUUID()]
  Object.assign(play.faults, { path: /acknowledge$/, moment: 'before' })
  expect((await users.ask(player, buyMutation, input(token, { key }))).errors).toHaveLength(1)
  play.faults.path = null
  const cancelled = { purchaseState: 1, voidedTimeMillis: String(users.clock.now().getTime()) }
  Object.assign(play.sales.get(token) ?? {}, cancelled)
  expect(await show(token, { key })).toMatchObject({ __typename: 'PaymentDeclined' })
  await users.app.services.takeListedNotices()
  expect(await statuses()).toEqual(['DECLINED'])
  const credits = `select from outbox where type = 'purchase.completed' and aggregate_id = $1`
  expect(await users.rows(credits, [player.userId])).toEqual([])
  expect(await diamonds()).toBe(1_000)
})

describe('access to Google', () => {
  it('takes one token for as long as it is valid', async () => {
    users.clock.advance(3_600_000)
    player = await users.aPlayer()
    play.requests.length = 0
    await show(sell())
    await show(sell())
    expect(play.requests.filter(request => request === 'POST /token')).toHaveLength(1)
    users.clock.advance(3_541_000)
    player = await users.aPlayer()
    await show(sell())
    expect(play.requests.filter(request => request === 'POST /token')).toHaveLength(2)
  })

  it('that Google refuses leaves the purchase as it is, to be tried again', async () => {
    await show(sell())
    play.endAccessTokens()
    const [token, key] = [sell(), randomUUID()]
    expect((await users.ask(player, buyMutation, input(token, { key }))).errors).toHaveLength(1)
    expect(await show(token, { key })).toMatchObject({ status: 'COMPLETED' })
  })
})

describe('what Google lists as cancelled, refunded or charged back', () => {
  it('is taken back once, over all pages, however often it is listed', async () => {
    const tokens = Array.from({ length: 5 }, () => sell())
    for (const token of tokens) await show(token)
    expect(await diamonds()).toBe(3_500)
    for (const token of tokens.slice(1)) {
      const sale = play.sales.get(token)
      if (sale !== undefined)
        Object.assign(sale, { purchaseState: 1, voidedTimeMillis: String(users.clock.now().getTime()) })
    }
    for (let run = 0; run < 2; run++) await users.app.services.takeListedNotices()
    expect(await diamonds()).toBe(1_500)
    expect((await statuses()).toSorted((a, b) => a.localeCompare(b))).toEqual([
      'COMPLETED',
      ...Array.from({ length: 4 }, () => 'REFUNDED'),
    ])
    play.requests.length = 0
    await users.app.services.takeListedNotices()
    expect(play.requests.filter(request => request.includes('/products/'))).toEqual([])
    await expectSoundLedger(users)
  })
})
