import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createHttpServer, type HttpServer } from '@waystone/kit/http'
import { createLogger } from '@waystone/kit/logger'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { APP_ID, BUNDLE_ID, createAppStore } from './app-store.js'
import { balancesOf, expectSoundLedger } from './economy.js'
import { buyMutation, setStatusMutation, startUsers, type Player, type TestApp } from './users-app.js'

const apple = createAppStore()
const directory = mkdtempSync(path.join(tmpdir(), 'waystone-apple-'))
let users: TestApp
let http: HttpServer
let notices: string
let player: Player
beforeAll(async () => {
  writeFileSync(path.join(directory, 'root.cer'), apple.rootCertificate)
  users = await startUsers({
    settings: {
      PAYMENTS: 'apple',
      APPLE_BUNDLE_ID: BUNDLE_ID,
      APPLE_APP_ID: String(APP_ID),
      APPLE_ROOT_CERTIFICATES: path.join(directory, 'root.cer'),
      APPLE_ONLINE_CHECKS: 'false',
      APPLE_PRODUCTS: '{"com.example.waystone.d500":"diamonds-500","com.example.waystone.d14000":"diamonds-14000"}',
      SPEND_LIMIT_CENTS_MONTHLY: '499',
    },
  })
  http = createHttpServer({ routes: users.app.routes, logger: createLogger({ name: 'test', level: 'silent' }) })
  notices = `${(await http.listen({ port: 0, host: '127.0.0.1' })).url}/payments/apple`
})
afterAll(async () => {
  await http.close()
  await users.close()
  rmSync(directory, { recursive: true })
})
beforeEach(async () => {
  player = await users.aPlayer()
})

/** A transaction that this player has paid, as the app gets it. */
const sale = (transaction: Record<string, unknown> = {}) =>
  apple.signTransaction({
    appAccountToken: player.userId,
    signedDate: users.clock.now().getTime(),
    ...transaction,
  })
const show = async (
  transaction: string,
  { by = player, packId = 'diamonds-500', key = undefined as string | undefined } = {},
) =>
  await users.change(by, buyMutation, {
    input: { packId, paymentMethod: `apple:${transaction}`, idempotencyKey: key ?? randomUUID() },
  })
const diamonds = async (of = player) => (await balancesOf(users, of.userId))['wallet_diamond']
const tell = async (type: string, signedTransactionInfo: string, uuid: string = randomUUID()) => {
  const body = await apple.signNotification({ type, signedTransactionInfo, uuid, at: users.clock.now() })
  return (await fetch(notices, { method: 'POST', body })).status
}

describe('a transaction that Apple has signed', () => {
  it('is credited once, whoever shows it how often', async () => {
    const other = await users.aPlayer()
    const transaction = await sale()
    const key = randomUUID()
    const shown = await Promise.all([
      ...Array.from({ length: 8 }, () => show(transaction, { key })),
      ...Array.from({ length: 4 }, () => show(transaction)),
    ])
    expect(shown.filter(result => result.__typename === 'Purchase').length).toBeGreaterThan(0)
    expect(await diamonds()).toBe(1_500)
    expect(await show(transaction, { by: other })).toMatchObject({ __typename: 'PaymentDeclined' })
    expect(await diamonds(other)).toBe(1_000)
    await expectSoundLedger(users)
  })

  it('and signed again, as Apple does at each request, is the same transaction', async () => {
    const transactionId = '2000000123456789'
    expect(await show(await sale({ transactionId }))).toMatchObject({ status: 'COMPLETED' })
    users.clock.advance(1_000)
    expect(await show(await sale({ transactionId }))).toMatchObject({ __typename: 'PaymentDeclined' })
    expect(await diamonds()).toBe(1_500)
  })

  it.each([
    ['of another account', () => ({ appAccountToken: randomUUID() })],
    ['of no account', () => ({ appAccountToken: undefined })],
    ['of another app', () => ({ bundleId: 'com.example.other' })],
    ['of the sandbox, which is free', () => ({ environment: 'Sandbox' })],
    ['of Xcode, which is free', () => ({ environment: 'Xcode' })],
    ['of a smaller pack', () => ({ productId: 'com.example.waystone.d14000' })],
    ['of a product that is none', () => ({ productId: 'com.example.waystone.gone' })],
    ['of several at once', () => ({ quantity: 2 })],
    ['of a subscription', () => ({ type: 'Auto-Renewable Subscription' })],
    ['that was revoked', () => ({ revocationDate: users.clock.now().getTime(), revocationReason: 0 })],
  ])('%s is refused', async (_, change) => {
    expect(await show(await sale(change()))).toMatchObject({ __typename: 'PaymentDeclined' })
    expect(await diamonds()).toBe(1_000)
    expect(
      await users.rows('select * from payment p join purchase u on u.id = p.purchase_id where u.user_id = $1', [
        player.userId,
      ]),
    ).toEqual([])
  })

  it('by another root, changed, or not at all is refused', async () => {
    const strange = await createAppStore().signTransaction({ appAccountToken: player.userId, signedDate: Date.now() })
    const [header, payload, signature] = (await sale()).split('.')
    const changed = Buffer.from(
      JSON.stringify({
        ...JSON.parse(Buffer.from(payload ?? '', 'base64url').toString()),
        productId: 'com.example.waystone.d14000',
      }),
    ).toString('base64url')
    const none = Buffer.from('{"alg":"none"}').toString('base64url')
    for (const forged of [strange, `${header}.${changed}.${signature}`, `${none}.${payload}.`, 'eyJ', '', '..'])
      expect(await show(forged)).toMatchObject({ __typename: 'PaymentDeclined' })
    expect(await diamonds()).toBe(1_000)
  })

  it('is credited whatever the limit of spending and a ban say: the money is with Apple already', async () => {
    expect(await show(await sale())).toMatchObject({ status: 'COMPLETED' })
    const dear = await sale({ productId: 'com.example.waystone.d14000' })
    expect(await show(dear, { packId: 'diamonds-14000' })).toMatchObject({ status: 'COMPLETED' })
    expect(await diamonds()).toBe(15_500)
  })

  it('is credited by recovery when the process died before it', async () => {
    const transaction = await sale()
    const key = randomUUID()
    await show(await sale())
    await users.rows(
      `insert into purchase (id, user_id, idempotency_key, pack_id, payment_method, currency, amount, price_cents, price_currency, status, created_at, month)
       values (gen_random_uuid(), $1, $2, 'diamonds-500', $3, 'DIAMOND', 500, 499, 'USD', 'PENDING', $4, to_char($4::timestamptz, 'YYYY-MM'))`,
      [player.userId, key, `apple:${transaction}`, users.clock.now()],
    )
    const admin = await users.anAdministrator()
    await users.change(admin, setStatusMutation, { userId: player.userId, status: 'BANNED' })
    users.clock.advance(61_000)
    await Promise.all(Array.from({ length: 4 }, () => users.app.services.recoverPurchases()))
    expect(await diamonds()).toBe(2_000)
    await expectSoundLedger(users)
  })
})

describe('a notification of Apple', () => {
  it('of a refund takes the currency back, and of its reversal gives it again, whichever comes first', async () => {
    const transactionId = '2000000000000001'
    await show(await sale({ transactionId }))
    users.clock.advance(1_000)
    const refunded = await sale({ transactionId, revocationDate: users.clock.now().getTime(), revocationReason: 0 })
    users.clock.advance(1_000)
    const reversed = await sale({ transactionId })
    expect(await tell('REFUND', refunded, 'first')).toBe(200)
    expect(await diamonds()).toBe(1_000)
    expect(await tell('REFUND_REVERSED', reversed)).toBe(200)
    expect(await diamonds()).toBe(1_500)
    expect(await tell('REFUND', refunded, 'first')).toBe(200)
    expect(await tell('REFUND', refunded, 'late')).toBe(200)
    expect(await diamonds()).toBe(1_500)
    await expectSoundLedger(users)
  })

  it('of a prorated refund takes back that part', async () => {
    const transactionId = '2000000000000002'
    await show(await sale({ transactionId }))
    const half = { revocationDate: users.clock.now().getTime(), revocationReason: 0, revocationPercentage: 50_000 }
    users.clock.advance(1_000)
    await tell('REFUND', await sale({ transactionId, ...half }))
    expect(await diamonds()).toBe(1_250)
  })

  it('of a refund before the transaction was shown bars it, though it was signed before', async () => {
    const transactionId = '2000000000000003'
    const before = await sale({ transactionId })
    users.clock.advance(1_000)
    await tell(
      'REFUND',
      await sale({ transactionId, revocationDate: users.clock.now().getTime(), revocationReason: 0 }),
    )
    expect(await show(before)).toMatchObject({ __typename: 'PaymentDeclined' })
    expect(await diamonds()).toBe(1_000)
  })

  it('that is forged is refused with 400 and changes nothing', async () => {
    await show(await sale({ transactionId: '2000000000000004' }))
    const revoked = { transactionId: '2000000000000004', revocationDate: users.clock.now().getTime() }
    const at = users.clock.now()
    const strange = createAppStore()
    const before = await users.state()
    const forged = [
      '',
      '{}',
      '{"signedPayload":"eyJ"}',
      await strange.signNotification({ type: 'REFUND', signedTransactionInfo: await sale(revoked), at }),
      await apple.signNotification({
        type: 'REFUND',
        signedTransactionInfo: await strange.signTransaction({ ...revoked, signedDate: at.getTime() }),
        at,
      }),
    ]
    for (const body of forged) expect((await fetch(notices, { method: 'POST', body })).status).toBe(400)
    expect(await users.state()).toEqual(before)
  })
})
