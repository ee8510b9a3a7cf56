import { randomUUID } from 'node:crypto'
import { reservePrice } from '@waystone/events'
import { barOf, createJurisdictions } from '@waystone/jurisdictions'
import { countStatements } from '@waystone/kit/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectSoundLedger } from './economy.js'
import { startUsers, type Player, type TestApp } from './users-app.js'

const rules = createJurisdictions(
  new Map([
    ['', {}],
    ['BE', { paidRandomItems: 'forbidden' as const, purchases: 'forbidden' as const }],
    ['BR', { paidRandomItems: { adultsOnly: 18 } }],
    ['US', { paidRandomItems: { withConsent: 16 }, purchases: { withConsent: 16 }, consentWording: 'us-1' }],
    ['KR', { oddsMustBeNamed: true }],
    ['JP', { caps: [{ currency: 'USD', perMonth: 1_000 }] }],
    ['CN', { caps: [{ currency: 'USD', perDay: 500 }] }],
  ]),
)

let users: TestApp
beforeAll(async () => {
  users = await startUsers({ jurisdictions: rules })
})
afterAll(() => users.close())

const call = (operation: string, input: unknown) => {
  const handler = users.app.internal.find(each => each.operation === operation)
  if (handler === undefined) throw new Error(`There is no ${operation}`)
  return handler.answer(input, 'gacha')
}
const draw = ({ userId }: Player, more: Record<string, unknown> = {}) =>
  call(reservePrice.operation, { userId, pullId: randomUUID(), currency: 'DIAMOND', amount: 100, ...more })
const declare = (player: Player, country: string) =>
  users.change(
    player,
    `mutation ($country: String!) { result: declareCountry(country: $country) { __typename ... on InvalidInput { field problems { rule } } } }`,
    { country },
  )
const born = (player: Player, birthDate: string) =>
  users.change(
    player,
    `mutation ($on: String!) { result: declareBirthDate(birthDate: $on) { __typename ... on InvalidInput { field } } }`,
    { on: birthDate },
  )
const consent = (player: Player, wording: string, givenBy = 'PARENT') =>
  users.change(
    player,
    `mutation ($input: GiveConsentInput!) {
      result: giveConsent(input: $input) { __typename ... on InvalidInput { field problems { allowed max } } } }`,
    { input: { givenBy, wording } },
  )
const BAR = 'rule minimumAge ageKnown'
const standing = async (player: Player) => {
  const { data, errors } = await users.ask(
    player,
    `{ me { jurisdiction { country pendingCountry { country takesEffectAt } birthDate consents { givenBy wording givenAt }
       consentWording paidDraws { ${BAR} } purchases { ${BAR} } caps { priceCurrency per amount } oddsMustBeNamed } } }`,
  )
  expect(errors).toEqual([])
  const me = data?.['me'] as { jurisdiction: Record<string, unknown> } | undefined
  return me?.jurisdiction ?? {}
}
const buy = (player: Player, packId: string) =>
  users.change(
    player,
    `mutation ($input: BuyCurrencyInput!) { result: buyCurrency(input: $input) { __typename
       ... on JurisdictionRefusal { rule country minimumAge ageKnown message }
       ... on PurchaseCapReached { country priceCurrency per amount resetsAt } } }`,
    { input: { packId, paymentMethod: 'pm_ok', idempotencyKey: randomUUID() } },
  )
const aPlayerIn = async (country: string) => {
  const player = await users.aPlayer()
  await declare(player, country)
  return player
}

describe('a paid draw', () => {
  it('is refused by the country, with one statement, takes nothing, and its repeat is answered alike', async () => {
    const player = await aPlayerIn('BE')
    const order = { pullId: randomUUID() }
    const counted = countStatements(users.database.primary)
    const refused = await draw(player, order)
    counted.stop()
    // Events of the declaration are announced after its answer.
    expect(counted.statements.filter(text => !text.includes('pg_notify'))).toHaveLength(1)
    const bar = { rule: 'FORBIDDEN', country: 'BE', minimumAge: null, isAgeKnown: false }
    expect(refused).toEqual({ status: 'REFUSED', available: 1_000, bar })
    expect(await draw(player, order)).toEqual(refused)
    const others = [{ currency: 'GOLD', amount: 5 }]
    expect(await draw(player, { others, amount: 5_000 })).toMatchObject({ status: 'REFUSED', bar })
    await expectSoundLedger(users)
  })

  it('gives way to a draw for free diamonds, in either order, and is answered alike again', async () => {
    const [paid, free] = [
      { currency: 'DIAMOND', amount: 160, kind: 'PAID' },
      { currency: 'DIAMOND', amount: 160, kind: 'FREE' },
    ]
    const [gold, poor] = [
      { currency: 'GOLD', amount: 100 },
      { ...free, amount: 5_000 },
    ]
    const player = await users.aPlayer()
    for (const packId of ['diamonds-500', 'gold-10000']) await buy(player, packId)
    await declare(player, 'BE')
    const answerTo = async ([first, ...others]: readonly object[]) => {
      const order = { pullId: randomUUID(), others, ...first }
      const answer = await draw(player, order)
      expect(await draw(player, order)).toEqual(answer)
      return answer
    }
    for (const prices of [
      [paid, free],
      [free, paid],
      [gold, free],
    ])
      expect(await answerTo(prices)).toEqual({ status: 'RESERVED', price: free })
    const bar = { rule: 'FORBIDDEN', country: 'BE' }
    expect(await answerTo([paid, gold])).toMatchObject({ status: 'REFUSED', bar })
    // The player can pay the barred price alone.
    expect(await answerTo([poor, paid])).toMatchObject({ status: 'REFUSED', bar })
    // Gold that a treasury has paid counts as free, and may have been bought.
    expect(await draw(player, { ...gold, kind: 'FREE' })).toMatchObject({ status: 'REFUSED', bar })
    const tooDear = await answerTo([poor, { ...paid, amount: 5_000 }])
    expect(tooDear).toEqual({ status: 'REFUSED', available: 520, price: poor })
    await expectSoundLedger(users)
  })

  it('is possible where no country was declared, and anywhere without a price', async () => {
    expect(await draw(await users.aPlayer())).toEqual({ status: 'RESERVED' })
    expect(await draw(await aPlayerIn('BE'), { amount: 0 })).toEqual({ status: 'RESERVED' })
  })

  it('has to name the odds where the country asks for it', async () => {
    const player = await aPlayerIn('KR')
    expect(await draw(player)).toMatchObject({ status: 'REFUSED', bar: { rule: 'ODDS_NOT_NAMED', country: 'KR' } })
    expect(await draw(player, { isOddsNamed: true })).toEqual({ status: 'RESERVED' })
  })

  it('is judged by the statement as by the rules, for each country, age and consent', async () => {
    // The clock stands at 2026-11-21.
    const birthDates = [null, '2010-11-22', '2010-11-21', '2008-11-22', '2008-11-21']
    for (const country of ['BR', 'US', 'JP'])
      for (const birthDate of birthDates)
        for (const consentWording of country === 'US' ? [null, 'us-1'] : [null]) {
          const player = await aPlayerIn(country)
          if (birthDate !== null) await born(player, birthDate)
          if (consentWording !== null) await consent(player, consentWording)
          const law = rules.lawIn(country)
          const declared = { country, birthDate, consentWording }
          const bar = barOf(law.paidRandomItems, declared, { wording: law.consentWording, today: '2026-11-21' })
          expect(await draw(player), JSON.stringify(declared)).toEqual(
            bar === null ? { status: 'RESERVED' } : { status: 'REFUSED', available: 1_000, bar },
          )
        }
  })

  it('is refused again when a parent takes the consent back', async () => {
    const player = await aPlayerIn('US')
    await born(player, '2012-01-01')
    expect(await consent(player, 'us-0')).toEqual({
      __typename: 'InvalidInput',
      field: 'wording',
      problems: [{ allowed: ['us-1'], max: null }],
    })
    await consent(player, 'us-1')
    await consent(player, 'us-1')
    expect(await standing(player)).toMatchObject({
      consents: [{ givenBy: 'PARENT', wording: 'us-1', givenAt: '2026-11-21T08:00:00.000Z' }],
      paidDraws: null,
    })
    expect(await draw(player)).toEqual({ status: 'RESERVED' })
    await users.change(player, 'mutation { result: withdrawConsent(givenBy: PARENT) { __typename } }')
    expect(await draw(player)).toMatchObject({ bar: { rule: 'CONSENT_NEEDED', minimumAge: 16, isAgeKnown: true } })
    const kept = await users.rows(
      'select wording, withdrawn_at is not null as withdrawn from consent where user_id = $1',
      [player.userId],
    )
    expect(kept).toEqual([{ wording: 'us-1', withdrawn: true }])
  })
})

describe('a declaration', () => {
  it('has as many consents of each giver on record as may be, also those that were taken back', async () => {
    const player = await aPlayerIn('US')
    await users.rows(
      `insert into consent (id, user_id, given_by, wording, given_at, withdrawn_at)
       select gen_random_uuid(), $1, 'PLAYER', 'w' || n, $2, case when n > 1 then $2::timestamptz end from generate_series(1, 50) n`,
      [player.userId, users.clock.now()],
    )
    const refused = { __typename: 'InvalidInput', field: 'givenBy', problems: [{ allowed: null, max: 50 }] }
    expect(await consent(player, 'w51', 'PLAYER')).toEqual(refused)
    expect(await consent(player, 'w1', 'PLAYER')).toEqual({ __typename: 'User' })
    expect(await consent(player, 'us-1')).toEqual({ __typename: 'User' })
    const kept = await users.rows('select count(*)::int from consent where user_id = $1', [player.userId])
    expect(kept).toEqual([{ count: 51 }])
  })

  it('shows a change that comes later, which can be taken back', async () => {
    const player = await aPlayerIn('BR')
    await declare(player, 'BE')
    const pendingCountry = { country: 'BE', takesEffectAt: '2027-01-01T00:00:00.000Z' }
    expect(await standing(player)).toMatchObject({ country: 'BR', pendingCountry })
    await users.change(player, 'mutation { result: cancelCountryChange { __typename } }')
    expect(await standing(player)).toMatchObject({ country: 'BR', pendingCountry: null })
  })

  it('refuses what is no country, no birth date, and another birth date', async () => {
    const player = await users.aPlayer()
    expect(await declare(player, 'EU')).toMatchObject({ __typename: 'InvalidInput', field: 'country' })
    for (const day of ['2026-02-30', '2027-01-01', '1899-12-31', 'x'])
      expect(await born(player, day)).toMatchObject({ __typename: 'InvalidInput', field: 'birthDate' })
    expect(await born(player, '2000-02-29')).toEqual({ __typename: 'User' })
    expect(await born(player, '2000-02-29')).toEqual({ __typename: 'User' })
    expect(await born(player, '1990-01-01')).toEqual({ __typename: 'InvalidInput', field: 'birthDate' })
  })

  it('can be made at the sign-up and by a guest, and is told to the player and administrators alone', async () => {
    const input = {
      username: 'belgian',
      email: 'belgian@example.com',
      password: 'correct horse battery',
      country: 'BE',
    }
    const signUp = `mutation ($input: SignUpInput!) { result: signUp(input: $input) { __typename
      ... on AuthSession { user { id jurisdiction { country } } } ... on InvalidInput { field } } }`
    const { user } = (await users.change(null, signUp, { input })) as unknown as { user: { id: string } }
    expect(user).toMatchObject({ jurisdiction: { country: 'BE' } })
    expect(await users.change(null, signUp, { input: { ...input, username: 'other', country: 'be' } })).toMatchObject({
      field: 'country',
    })
    const guest = await users.change(
      null,
      `mutation { result: signInAsGuest(input: { country: "JP" }) { ... on AuthSession { user { jurisdiction { country } } } } }`,
    )
    expect(guest).toMatchObject({ user: { jurisdiction: { country: 'JP' } } })
    const asked = `query ($id: ID!) { user(id: $id) { jurisdiction { country } } }`
    const seen = async (viewer: Player) => (await users.ask(viewer, asked, { id: user.id })).data?.['user']
    expect(await seen(await users.aPlayer())).toEqual({ jurisdiction: null })
    expect(await seen(await users.anAdministrator())).toEqual({ jurisdiction: { country: 'BE' } })
    expect(await call('find-country', { userId: user.id })).toEqual({ country: 'BE' })
  })

  it('is corrected by support at once, in the log without its values', async () => {
    const [player, admin] = [await aPlayerIn('BE'), await users.anAdministrator()]
    await born(player, '2012-01-01')
    const corrected = await users.change(
      admin,
      `mutation ($userId: ID!) { result: correctDeclaration(userId: $userId, reason: "Moved",
         input: { country: "BR", birthDate: "2002-01-01" }) { __typename } }`,
      { userId: player.userId },
    )
    expect(corrected).toEqual({ __typename: 'User' })
    expect(await standing(player)).toMatchObject({ country: 'BR', birthDate: '2002-01-01', paidDraws: null })
    const logged = await users.rows('select action, reason, data from admin_action where user_id = $1', [player.userId])
    expect(logged).toContainEqual({
      action: 'DECLARATION_CORRECTED',
      reason: 'Moved',
      data: { fields: ['country', 'birthDate'] },
    })
  })
})

describe('a purchase', () => {
  it('is refused by the country, by the age and without consent', async () => {
    expect(await buy(await aPlayerIn('BE'), 'diamonds-80')).toMatchObject({ rule: 'FORBIDDEN', country: 'BE' })
    const child = await aPlayerIn('US')
    await born(child, '2012-01-01')
    expect(await buy(child, 'diamonds-80')).toMatchObject({ rule: 'CONSENT_NEEDED', minimumAge: 16, ageKnown: true })
    await consent(child, 'us-1')
    expect(await buy(child, 'diamonds-80')).toEqual({ __typename: 'Purchase' })
  })

  it('fits into the cap exactly as often as there is room, of however many at once', async () => {
    const player = await aPlayerIn('JP')
    const answers = await Promise.all(Array.from({ length: 6 }, () => buy(player, 'diamonds-500')))
    const bought = answers.filter(({ __typename }) => __typename === 'Purchase')
    expect(bought).toHaveLength(2)
    expect(answers.filter(answer => !bought.includes(answer))).toEqual(
      Array.from({ length: 4 }, () => ({
        __typename: 'PurchaseCapReached',
        country: 'JP',
        priceCurrency: 'USD',
        per: 'MONTH',
        amount: 1_000,
        resetsAt: '2026-12-01T00:00:00.000Z',
      })),
    )
  })

  it('has room again when another one was refunded, and on the next day', async () => {
    const player = await aPlayerIn('CN')
    expect(await buy(player, 'diamonds-500')).toEqual({ __typename: 'Purchase' })
    expect(await buy(player, 'diamonds-80')).toMatchObject({ per: 'DAY', resetsAt: '2026-11-22T00:00:00.000Z' })
    await users.rows(
      `update purchase set status = 'REFUNDED', refund_reason = 'TAKEN_BACK' where user_id = $1 and status = 'COMPLETED'`,
      [player.userId],
    )
    expect(await buy(player, 'diamonds-500')).toEqual({ __typename: 'Purchase' })
    users.clock.advance(24 * 60 * 60 * 1_000)
    const again = (await users.signIn(player.username)) as unknown as { accessToken: string }
    expect(await buy({ ...player, accessToken: again.accessToken }, 'diamonds-500')).toEqual({ __typename: 'Purchase' })
  })

  it('that is paid after its month is judged by the country that the month had', async () => {
    const { clock } = users
    clock.advance(Math.max(0, Date.parse('2026-12-08T00:00:00Z') - clock.now().getTime()))
    const settle = async (former: string, country: string) => {
      const { userId } = await users.aPlayer()
      await users.rows(
        `with declared as (
           insert into declaration (user_id, country, country_from, former_country) values ($1, $3, '2026-12-01Z', $2)
         ), bought as (
           insert into purchase (id, user_id, idempotency_key, pack_id, payment_method, currency, amount, price_cents, price_currency, status, created_at, month)
           values (gen_random_uuid(), $1, gen_random_uuid(), 'diamonds-2400', 'pm_ok', 'DIAMOND', 2400, 1999, 'USD', 'PENDING', '2026-11-30T12:00:00Z', '2026-11')
           returning *
         ) insert into test_payment (id, method, amount_cents, outcome, created_at)
           select id, payment_method, price_cents, 'CHARGED', created_at from bought`,
        [userId, former, country],
      )
      await users.app.services.recoverPurchases()
      return await users.rows('select status::text, refund_reason::text from purchase where user_id = $1', [userId])
    }
    expect(await settle('JP', 'KR')).toEqual([{ status: 'REFUNDED', refund_reason: 'SPEND_LIMIT' }])
    expect(await settle('KR', 'JP')).toEqual([{ status: 'COMPLETED', refund_reason: null }])
    await expectSoundLedger(users)
  })
})

describe('what was declared', () => {
  it('is part of the export, and goes with the account', async () => {
    const player = await aPlayerIn('US')
    await born(player, '2012-01-01')
    await draw(player)
    await consent(player, 'us-1')
    const { data } = await users.ask(player, '{ me { accountExport { entries } } }')
    const me = data?.['me'] as { accountExport: { entries: { kind: string }[] } } | undefined
    expect(me?.accountExport.entries).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'declaration', country: 'US', birthDate: '2012-01-01' }),
        expect.objectContaining({ kind: 'consent', givenBy: 'PARENT', wording: 'us-1', withdrawnAt: null }),
      ]),
    )
    await users.app.services.requestDeletionFor({ userId: player.userId, actor: 'test' })
    users.clock.advance(15 * 24 * 60 * 60 * 1_000)
    await users.app.services.eraseAccounts()
    const left = await users.rows(
      `select 'declaration' as what from declaration where user_id = $1 union all select 'consent' from consent where user_id = $1
       union all select 'bar' from reservation where user_id = $1 and bar is not null`,
      [player.userId],
    )
    expect(left).toEqual([])
    await expect(
      users.rows(`insert into declaration (user_id, country) values ($1, 'US')`, [player.userId]),
    ).rejects.toThrow('takes no row')
  })
})
