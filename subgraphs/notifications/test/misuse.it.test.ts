import { randomUUID } from 'node:crypto'
import { createLogger } from '@waystone/kit/logger'
import { Agent } from 'undici'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { publicLookup } from '../src/push/public-address.js'
import { aCompletion, anEvent, aPlayer, startNotifications, type Player, type TestApp } from './notifications-app.js'
import { aBrowser, pushSecrets, startApns, startHttpService, type PushService } from './push-services.js'

const TIMEOUT_MS = 2_000
const logged: string[] = []
let fcm: PushService
let apns: PushService
let browsers: PushService
let notifications: TestApp
beforeAll(async () => {
  fcm = await startHttpService(200)
  apns = await startApns()
  browsers = await startHttpService(201)
  notifications = await startNotifications(pushSecrets({ fcm: fcm.url, apns: apns.url }), {
    pushTimeoutMs: TIMEOUT_MS,
    logger: createLogger({ name: 'test', level: 'trace', destination: { write: line => void logged.push(line) } }),
    webPushAgent: new Agent().compose(
      dispatch => (options, handler) => dispatch({ ...options, origin: browsers.url }, handler),
    ),
  })
})
afterAll(async () => {
  await notifications.close()
  await Promise.all([fcm, apns, browsers].map(service => service.close()))
})
beforeEach(() => {
  for (const service of [fcm, apns, browsers]) {
    service.received.length = 0
    service.replies.length = 0
  }
})

const register = async (player: Player, input: object) => {
  const source = `mutation ($input: RegisterPushTokenInput!) { registerPushToken(input: $input) {
    __typename ... on PushToken { id } ... on InvalidInput { field } } }`
  return await notifications.ask(player, source, { input })
}
const webDevice = (endpoint: string) => ({
  platform: 'WEB',
  token: aBrowser(endpoint).subscription,
  device: 'Laptop',
})
const fcmDevice = () => ({ platform: 'FCM', token: randomUUID(), device: 'Phone' })
const push = () => notifications.app.services.pushDeliveries()
const field = async (player: Player, input: object) => (await register(player, input)).data.registerPushToken.field
const errorsOf = (player: Player) =>
  notifications.rows('SELECT status, last_error FROM delivery WHERE user_id = $1', player.userId)

describe('an endpoint that a client names', () => {
  test.each([
    'https://127.0.0.1/push',
    'https://2130706433/push',
    'https://0x7f.1/push',
    'https://[::1]/push',
    'https://[::ffff:10.0.0.1]/push',
    'https://169.254.169.254/latest/meta-data',
    'https://localhost/push',
    'https://postgres/push',
    'https://users.internal./push',
  ])('within a private network is refused when it is registered: %s', async endpoint => {
    expect(await field(aPlayer(), webDevice(endpoint))).toBe('token')
  })

  test('that leads into a private network by its name is called never, and not tried again', async () => {
    const player = aPlayer()
    await register(player, webDevice('https://127.0.0.1.nip.example/push'))
    // As the production agent answers: the name leads to an address that is not public.
    const strict = await notifications.another({ webPushAgent: strictAgent() })
    await notifications.happens(aCompletion(player))
    await strict.services.pushDeliveries()
    await strict.close()
    expect(await errorsOf(player)).toEqual([{ status: 'DROPPED', last_error: 'The push service has not answered' }])
    expect(browsers.received).toHaveLength(0)
  })

  test('shows the user nothing of what its server answers', async () => {
    const player = aPlayer()
    await register(player, webDevice('https://intranet.example/secrets'))
    browsers.replies.push({ status: 403, body: { secret: 'for our own network' } })
    await notifications.happens(aCompletion(player))
    await push()
    expect(await errorsOf(player)).toEqual([{ status: 'FAILED', last_error: 'The push service answered 403' }])
  })

  test('is one device however it is spelled', async () => {
    const player = aPlayer()
    for (const spelling of ['https://push.example/a b', 'HTTPS://PUSH.example:443/a%20b', 'https://push.example/a b#c'])
      await register(player, webDevice(spelling))
    const { data } = await notifications.askUser(player, player, 'pushTokens { id }')
    expect(data.pushTokens).toHaveLength(1)
  })

  test('with a key that no browser has is refused', async () => {
    const { subscription } = aBrowser('https://push.example/off-the-curve')
    const parsed = JSON.parse(subscription) as { keys: { auth: string } }
    const p256dh = Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 1)]).toString('base64url')
    const token = JSON.stringify({ ...parsed, keys: { ...parsed.keys, p256dh } })
    expect(await field(aPlayer(), { platform: 'WEB', token, device: 'Laptop' })).toBe('token')
  })
})

test('logs hold neither what devices are reached by, nor what the server proves itself with', async () => {
  const player = aPlayer()
  const [secret, token] = [randomUUID(), 'c'.repeat(64)]
  const web = webDevice(`https://push.example/${secret}`)
  const phone = fcmDevice()
  await register(player, web)
  await register(player, phone)
  await register(player, { platform: 'APNS', token, device: 'Tablet' })
  logged.length = 0
  for (const service of [fcm, apns, browsers]) service.replies.push({ status: 500 }, { status: 410 })
  await notifications.happens(aCompletion(player))
  await push()
  notifications.clock.advance(60_000)
  await push()
  const all = logged.join('')
  expect(all.match(/a push was not accepted/g)).toHaveLength(6)
  const { auth } = (JSON.parse(web.token) as { keys: { auth: string } }).keys
  const proofs = [fcm, apns, browsers].flatMap(({ received }) =>
    received.map(({ headers }) => headers['authorization']),
  )
  expect(proofs).toHaveLength(6)
  for (const one of [secret, auth, phone.token, token, ...proofs]) expect(all).not.toContain(String(one))
})

describe('devices that never answer', () => {
  test('hold up nobody else, and each one its own pushes only', async () => {
    const attackers = Array.from({ length: 3 }, () => aPlayer())
    for (const attacker of attackers)
      for (let device = 0; device < 10; device++)
        await register(attacker, webDevice(`https://slow.example/${randomUUID()}`))
    const player = aPlayer()
    await register(player, fcmDevice())
    browsers.replies.push(...Array.from({ length: 500 }, () => 'never' as const))
    await notifications.happens(...attackers.flatMap(attacker => [aCompletion(attacker), aCompletion(attacker)]))
    notifications.clock.advance(1)
    await notifications.happens(aCompletion(player))
    const pushing = push()
    await expect.poll(() => fcm.received.length, { timeout: TIMEOUT_MS }).toBe(1)
    const [waiting] = await notifications.rows(
      `SELECT count(*) FILTER (WHERE attempts = 1)::int AS tried, count(*) FILTER (WHERE attempts = 0)::int AS untried
       FROM delivery WHERE status = 'PENDING' AND user_id = ANY($1)`,
      attackers.map(({ userId }) => userId),
    )
    expect(waiting).toEqual({ tried: 30, untried: 30 })
    await pushing
    // The second push to each waits for the next try of the first.
    expect(browsers.received).toHaveLength(30)
  })
})

test('a claim, a deletion and the end of a mail at once grant it once, or not at all', async () => {
  const players = Array.from({ length: 12 }, () => aPlayer())
  for (const { userId } of players) notifications.accounts.set(userId, 'ada')
  const attached = { attachments: [{ currency: 'GOLD', amount: 5 }], expiresAt: '2026-12-01T00:00:00Z' }
  const texts = { from: 'The team', subject: 'Hello', body: 'All.', idempotencyKey: randomUUID() }
  notifications.clock.set('2026-11-30T23:59:59.999Z')
  const input = { to: { userIds: players.map(({ userId }) => userId) }, ...texts, ...attached }
  await notifications.ask(
    aPlayer('admin'),
    'mutation ($input: SendMailInput!) { sendMail(input: $input) { __typename } }',
    {
      input,
    },
  )
  await notifications.app.services.continueSendings()
  const mails = await notifications.rows<{ id: string; user_id: string }>('SELECT id, user_id FROM mail')
  expect(mails).toHaveLength(players.length)
  const claimed = await Promise.all(
    mails.map(async ({ id, user_id: userId }, index) => {
      const owner = { userId, scopes: [] }
      const claim = () => notifications.ask(owner, `mutation { claimMail(id: "${id}") { __typename } }`)
      const end = () =>
        index % 2 === 0
          ? notifications.ask(owner, `mutation { deleteMail(id: "${id}") }`)
          : Promise.resolve(notifications.clock.advance(index === 1 ? 1 : 0))
      const [first, , second] = await Promise.all([claim(), end(), claim()])
      return [id, [first, second].some(({ data }) => data.claimMail.__typename === 'Mail')] as const
    }),
  )
  const told = await notifications.rows<{ id: string }>(
    `SELECT data->>'mailId' AS id FROM outbox WHERE type = 'mail.claimed'`,
  )
  const granted = claimed.flatMap(([id, isClaimed]) => (isClaimed ? [id] : []))
  expect(told.map(({ id }) => id).toSorted()).toEqual(granted.toSorted())
  expect(await notifications.rows('SELECT mail_id FROM mail_claim')).toHaveLength(granted.length)
})

test('a user who asks, withdraws and asks again makes no device ring each time', async () => {
  const [player, stranger, friend] = [aPlayer(), aPlayer(), aPlayer()]
  await register(player, fcmDevice())
  const request = (by: Player) =>
    anEvent('friend.requested', player, { fromUserId: by.userId, requestId: randomUUID() })
  await notifications.happens(request(stranger), request(stranger))
  for (let again = 0; again < 5; again++) await notifications.happens(request(stranger))
  await notifications.happens(request(friend))
  await push()
  expect(fcm.received).toHaveLength(2)
  const { data } = await notifications.askUser(player, player, 'unreadNotifications')
  expect(data).toEqual({ unreadNotifications: 8 })
  notifications.clock.advance(5 * 60 * 1_000)
  await notifications.happens(request(stranger))
  await push()
  expect(fcm.received).toHaveLength(3)
})

describe('what would have been a fault of the server', () => {
  test.each(['Pho\0ne', 'Pho\u001b[31mne', 'Pho\nne'])('is refused by its field: the device %j', async device => {
    expect(await field(aPlayer(), { ...fcmDevice(), device })).toBe('device')
  })

  test('is done one after the other: eight users register one device at once', async () => {
    const device = fcmDevice()
    const answers = await Promise.all(Array.from({ length: 8 }, () => register(aPlayer(), device)))
    expect(answers.flatMap(({ errors }) => errors)).toEqual([])
    const ids = answers.map(({ data }) => data.registerPushToken.id as string)
    const left = await notifications.rows('SELECT id FROM push_token WHERE token = $1', device.token)
    expect(left).toHaveLength(1)
    expect(ids).toContain(left[0]?.['id'])
  })

  test('is the end of an account: its last tokens change nothing', async () => {
    const player = aPlayer()
    await notifications.happens(anEvent('user.deleted', player, {}))
    const settings = 'mutation { updateNotificationSettings(input: { language: "de" }) { __typename } }'
    const answers = [await register(player, fcmDevice()), await notifications.ask(player, settings)]
    expect(answers.flatMap(({ errors }) => errors)).toMatchObject([
      { code: 'UNAUTHENTICATED' },
      { code: 'UNAUTHENTICATED' },
    ])
  })

  const announcing = async (data: unknown, to: Player) => {
    const source = `mutation ($input: AnnouncementInput!) { announce(input: $input) { __typename ... on InvalidInput { field } } }`
    const input = {
      to: { userIds: [to.userId] },
      title: 'News',
      body: 'All of it.',
      data,
      idempotencyKey: randomUUID(),
    }
    const answer = await notifications.ask(aPlayer('admin'), source, { input })
    expect(answer.errors).toEqual([])
    return answer.data.announce
  }
  test.each([{ a: '\ud800' }, { '\0': 1 }, { a: [{ b: 'x\0' }] }])('is data that no jsonb holds: %j', async data => {
    expect(await announcing(data, aPlayer())).toMatchObject({ field: 'data' })
  })

  test('is data of an announcement that looks like that of an event: lists and pushes go on', async () => {
    const player = aPlayer()
    notifications.accounts.set(player.userId, 'ada')
    await register(player, fcmDevice())
    const data = {
      event: 'guild.kicked',
      fromUserId: 'no id',
      rewards: [{ kind: 'COIN' }, null],
      note: String.raw`\u0000`,
    }
    await announcing(data, player)
    await notifications.app.services.continueSendings()
    await push()
    expect(fcm.received).toHaveLength(1)
    const listed = await notifications.askUser(player, player, 'notifications { edges { node { title data } } }')
    expect(listed).toMatchObject({
      errors: [],
      data: { notifications: { edges: [{ node: { title: 'News', data } }] } },
    })
  })
})

function strictAgent() {
  const lookup = publicLookup((_, __, done) => done(null, [{ address: '10.0.0.1', family: 4 }]))
  return new Agent({ connect: { lookup } })
}
