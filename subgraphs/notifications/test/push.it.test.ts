import { importJWK, jwtVerify } from 'jose'
import { Agent } from 'undici'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { aCompletion, aPlayer, startNotifications, type Player, type TestApp } from './notifications-app.js'
import {
  aBrowser,
  pushSecrets,
  startApns,
  startHttpService,
  type Browser,
  type PushService,
  type Reply,
} from './push-services.js'

type Platform = 'WEB' | 'FCM' | 'APNS'
const platforms: readonly Platform[] = ['WEB', 'FCM', 'APNS']
const TIMEOUT_MS = 1_000
const ENDPOINT = 'https://push.example/subscriptions'

let services: Readonly<Record<Platform, PushService>>
let notifications: TestApp
const parts = () => ({
  pushTimeoutMs: TIMEOUT_MS,
  // Requests to the push service of browsers go to the one of this test.
  webPushAgent: new Agent().compose(
    dispatch => (options, handler) => dispatch({ ...options, origin: services.WEB.url }, handler),
  ),
})
beforeAll(async () => {
  services = { WEB: await startHttpService(201), FCM: await startHttpService(200), APNS: await startApns() }
  const secrets = pushSecrets({ fcm: services.FCM.url, apns: services.APNS.url })
  notifications = await startNotifications(secrets, parts())
})
afterAll(async () => {
  await notifications.close()
  await Promise.all(platforms.map(platform => services[platform].close()))
})
beforeEach(() => {
  for (const platform of platforms) {
    services[platform].received.length = 0
    services[platform].replies.length = 0
  }
})

let devices = 0
async function aDevice(player: Player, platform: Platform): Promise<Browser | null> {
  const number = (++devices).toString(16)
  const browser = platform === 'WEB' ? aBrowser(`${ENDPOINT}/${number}`) : null
  const token = browser?.subscription ?? number.padStart(64, 'a')
  const register = `mutation ($input: RegisterPushTokenInput!) { registerPushToken(input: $input) { __typename } }`
  const { data } = await notifications.ask(player, register, { input: { platform, token, device: `Device ${number}` } })
  expect(data.registerPushToken.__typename).toBe('PushToken')
  return browser
}
const push = () => notifications.app.services.pushDeliveries()
const deliveries = async (player: Player) =>
  (
    await notifications.askUser(
      player,
      player,
      'notifications { edges { node { deliveries { platform device status attempts lastError sentAt } } } }',
    )
  ).data.notifications.edges.flatMap(({ node }: { node: { deliveries: unknown[] } }) => node.deliveries)
const tokens = async (player: Player) =>
  (await notifications.askUser(player, player, 'pushTokens { platform lastUsedAt }')).data.pushTokens
const only = (service: PushService) => {
  const [first] = service.received
  if (first === undefined) throw new Error('Expected a push')
  return first
}

describe('each notification is pushed to each device of the user', () => {
  test('by Web Push: encrypted for the browser, signed for the push service', async () => {
    const player = aPlayer()
    const browser = await aDevice(player, 'WEB')
    await notifications.happens(aCompletion(player))
    await push()
    const { headers, body, path } = only(services.WEB)
    expect(browser?.decrypt(body)).toMatchObject({ kind: 'QUEST_COMPLETED', title: 'Quest completed' })
    expect(path).toMatch(/^\/subscriptions\//)
    expect(headers).toMatchObject({
      'content-encoding': 'aes128gcm',
      ttl: '86400',
      topic: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
    })
    const [, jwt = '', key = ''] = /^vapid t=(\S+), ?k=(\S+)$/.exec(String(headers['authorization'])) ?? []
    const { data } = await notifications.ask(null, '{ webPushKey }')
    expect(key).toBe(data.webPushKey)
    const point = Buffer.from(key, 'base64url')
    const jwk = {
      kty: 'EC',
      crv: 'P-256',
      x: point.subarray(1, 33).toString('base64url'),
      y: point.subarray(33).toString('base64url'),
    }
    await jwtVerify(jwt, await importJWK(jwk, 'ES256'), { audience: 'https://push.example' })
    expect(await deliveries(player)).toMatchObject([
      { status: 'SENT', attempts: 1, lastError: null, sentAt: '2026-11-29T12:00:00.000Z' },
    ])
    expect(await tokens(player)).toEqual([{ platform: 'WEB', lastUsedAt: '2026-11-29T12:00:00.000Z' }])
  })

  test('by FCM, with an access token of the service account', async () => {
    const player = aPlayer()
    await aDevice(player, 'FCM')
    await notifications.happens(aCompletion(player))
    await push()
    const { headers, body, path } = only(services.FCM)
    expect([path, headers['authorization']]).toEqual([
      '/v1/projects/waystone-test/messages:send',
      'Bearer an access token',
    ])
    const { message } = JSON.parse(body.toString()) as { message: { data: { id: string } } }
    expect(message).toMatchObject({
      notification: { title: 'Quest completed' },
      android: { notification: { tag: message.data.id } },
    })
    expect(await deliveries(player)).toMatchObject([{ platform: 'FCM', status: 'SENT' }])
  })

  test('by APNs, with a token of the key', async () => {
    const player = aPlayer()
    await aDevice(player, 'APNS')
    await notifications.happens(aCompletion(player))
    await push()
    const { headers, body, path } = only(services.APNS)
    expect(path).toMatch(/^\/3\/device\/a+[0-9a-f]$/)
    expect(headers).toMatchObject({
      'apns-topic': 'example.waystone.game',
      'apns-push-type': 'alert',
      authorization: expect.stringMatching(/^bearer ey/) as string,
    })
    expect(JSON.parse(body.toString())).toMatchObject({
      aps: { alert: { title: 'Quest completed' } },
      kind: 'QUEST_COMPLETED',
    })
    expect(await deliveries(player)).toMatchObject([{ platform: 'APNS', status: 'SENT' }])
  })

  test('on all three at once, each with a line of its own', async () => {
    const player = aPlayer()
    for (const platform of platforms) await aDevice(player, platform)
    await notifications.happens(aCompletion(player))
    await push()
    expect(await deliveries(player)).toMatchObject(platforms.map(platform => ({ platform, status: 'SENT' })))
  })
})

const unregistered = { error: { status: 'NOT_FOUND', details: [{ errorCode: 'UNREGISTERED' }] } }
describe('what push services answer', () => {
  test.each<[Platform, string, Reply]>([
    ['WEB', '404', { status: 404 }],
    ['WEB', '410', { status: 410 }],
    ['FCM', 'UNREGISTERED', { status: 404, body: unregistered }],
    ['APNS', 'BadDeviceToken', { status: 400, body: { reason: 'BadDeviceToken' } }],
    ['APNS', 'Unregistered', { status: 410, body: { reason: 'Unregistered' } }],
  ])('%s, %s: the device is gone, and nothing more is pushed to it', async (platform, _, reply) => {
    const player = aPlayer()
    await aDevice(player, platform)
    services[platform].replies.push(reply)
    await notifications.happens(aCompletion(player), aCompletion(player))
    await push()
    await push()
    expect(await tokens(player)).toEqual([])
    const ended = await deliveries(player)
    expect(ended.filter(({ status }: { status: string }) => status === 'PENDING')).toEqual([])
    expect(ended).toContainEqual(expect.objectContaining({ status: 'DROPPED' }))
  })

  test.each<[Platform, string, Reply]>([
    ['WEB', 'too large', { status: 413 }],
    // Followed, it would lead where the check of addresses was not asked.
    ['WEB', 'a redirect', { status: 307, location: 'http://127.0.0.1:1/' }],
    ['FCM', 'an invalid argument', { status: 400, body: { error: { status: 'INVALID_ARGUMENT' } } }],
    ['APNS', 'too large', { status: 413, body: { reason: 'PayloadTooLarge' } }],
  ])('%s, %s: refused for good, and the device stays', async (platform, _, reply) => {
    const player = aPlayer()
    await aDevice(player, platform)
    services[platform].replies.push(reply)
    await notifications.happens(aCompletion(player))
    await push()
    expect(await deliveries(player)).toMatchObject([{ status: 'FAILED', attempts: 1 }])
    expect([services[platform].received.length, (await tokens(player)).length]).toEqual([1, 1])
  })

  test.each<[Platform, string, Reply, number]>([
    ['WEB', '429 with Retry-After', { status: 429, retryAfter: '120' }, 120],
    ['FCM', '429 with a date', { status: 429, retryAfter: 'Sun, 29 Nov 2026 12:01:00 GMT' }, 60],
    ['APNS', '429', { status: 429, body: { reason: 'TooManyRequests' } }, 5],
    ['WEB', '500', { status: 500 }, 5],
    ['FCM', '503', { status: 503 }, 5],
    ['APNS', '503', { status: 503, body: { reason: 'ServiceUnavailable' } }, 5],
    ['APNS', 'an expired token of the key', { status: 403, body: { reason: 'ExpiredProviderToken' } }, 5],
    ['WEB', 'never', 'never', 5],
    ['FCM', 'never', 'never', 5],
    ['APNS', 'never', 'never', 5],
  ])('%s, %s: tried again when its time comes', async (platform, _, reply, seconds) => {
    notifications.clock.set('2026-11-29T12:00:00Z')
    const player = aPlayer()
    await aDevice(player, platform)
    services[platform].replies.push(reply)
    await notifications.happens(aCompletion(player))
    await push()
    expect(await deliveries(player)).toMatchObject([
      { status: 'PENDING', attempts: 1, lastError: expect.any(String) as string },
    ])
    notifications.clock.advance(seconds * 1_000 - 1)
    await push()
    expect(services[platform].received).toHaveLength(1)
    notifications.clock.advance(1)
    await push()
    expect(await deliveries(player)).toMatchObject([{ status: 'SENT', attempts: 2 }])
  })

  test('slow, but within its time, is accepted', async () => {
    const player = aPlayer()
    await aDevice(player, 'WEB')
    await aDevice(player, 'FCM')
    let release = () => {}
    const after = new Promise<void>(resolve => (release = resolve))
    services.WEB.replies.push({ status: 201, after })
    await notifications.happens(aCompletion(player))
    const pushing = push()
    await expect.poll(() => services.WEB.received.length + services.FCM.received.length).toBe(2)
    release()
    await pushing
    expect(await deliveries(player)).toMatchObject([{ status: 'SENT' }, { status: 'SENT' }])
  })

  test('500 again and again: after eight tries it has failed', async () => {
    const player = aPlayer()
    await aDevice(player, 'WEB')
    services.WEB.replies.push(...Array.from({ length: 20 }, () => ({ status: 500 })))
    await notifications.happens(aCompletion(player))
    for (let turn = 0; turn < 20; turn++) {
      await push()
      notifications.clock.advance(60 * 60 * 1_000)
    }
    expect(services.WEB.received).toHaveLength(8)
    expect(await deliveries(player)).toMatchObject([{ status: 'FAILED', attempts: 8 }])
  })
})

describe('nothing is lost, and little comes twice', () => {
  test('a process that dies before it notes a push leaves it to another, which sends it under the same ids', async () => {
    const player = aPlayer()
    for (const platform of platforms) await aDevice(player, platform)
    await notifications.happens(aCompletion(player))
    // It has sent, and the answers come to it when it is too late.
    let release = () => {}
    const after = new Promise<void>(resolve => (release = resolve))
    for (const platform of platforms) services[platform].replies.push({ status: platform === 'WEB' ? 201 : 200, after })
    const dying = await notifications.another({ ...parts(), pushTimeoutMs: 60_000 })
    const pushing = dying.services.pushDeliveries()
    await expect.poll(() => platforms.map(platform => services[platform].received.length)).toEqual([1, 1, 1])
    await push()
    expect(platforms.map(platform => services[platform].received.length)).toEqual([1, 1, 1])
    notifications.clock.advance(60_000)
    await push()
    expect(await deliveries(player)).toMatchObject(platforms.map(() => ({ status: 'SENT', attempts: 2 })))
    const same = (platform: Platform, header: string) =>
      new Set(services[platform].received.map(({ headers }) => headers[header])).size
    expect([same('WEB', 'topic'), same('APNS', 'apns-id'), same('APNS', 'apns-collapse-id')]).toEqual([1, 1, 1])
    release()
    await pushing
    expect(await deliveries(player)).toMatchObject(platforms.map(() => ({ status: 'SENT', attempts: 2 })))
    await dying.close()
  })

  test('two processes at once push each delivery once', async () => {
    const player = aPlayer()
    for (let device = 0; device < 10; device++) await aDevice(player, 'FCM')
    await notifications.happens(...Array.from({ length: 12 }, () => aCompletion(player)))
    const patient = { ...parts(), pushTimeoutMs: 20_000 }
    const two = await Promise.all([notifications.another(patient), notifications.another(patient)])
    await Promise.all([...two, ...two].map(({ services: own }) => own.pushDeliveries()))
    await Promise.all(two.map(one => one.close()))
    expect(services.FCM.received).toHaveLength(120)
    const [row] = await notifications.rows(
      'SELECT min(attempts) AS least, max(attempts) AS most, count(*)::int AS n FROM delivery WHERE user_id = $1 AND status = $2',
      player.userId,
      'SENT',
    )
    expect(row).toEqual({ least: 1, most: 1, n: 120 })
  })
})
