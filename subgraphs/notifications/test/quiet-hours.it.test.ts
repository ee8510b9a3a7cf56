import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { aCompletion, anEvent, aPlayer, startNotifications, type Player, type TestApp } from './notifications-app.js'
import { pushSecrets, startHttpService, type PushService } from './push-services.js'

let fcm: PushService
let notifications: TestApp
beforeAll(async () => {
  fcm = await startHttpService(200)
  notifications = await startNotifications(pushSecrets({ fcm: fcm.url, apns: fcm.url }))
})
afterAll(async () => {
  await notifications.close()
  await fcm.close()
})
beforeEach(() => {
  fcm.received.length = 0
  fcm.replies.length = 0
})

const aDevice = async (player: Player) => {
  const register = `mutation ($input: RegisterPushTokenInput!) { registerPushToken(input: $input) { __typename } }`
  await notifications.ask(player, register, { input: { platform: 'FCM', token: randomUUID(), device: 'Phone' } })
}
const setQuiet = (player: Player, hours: string) =>
  notifications.ask(player, `mutation { updateNotificationSettings(input: { quietHours: ${hours} }) { __typename } }`)
const push = () => notifications.app.services.pushDeliveries()
const deliveries = async (player: Player) => {
  const selection = 'notifications { edges { node { deliveries { status attempts lastError } } } }'
  const { data } = await notifications.askUser(player, player, selection)
  return data.notifications.edges.flatMap(({ node }: { node: { deliveries: unknown[] } }) => node.deliveries)
}

describe('quiet hours', () => {
  test('hold pushes back until they end by the clock of the user, and lose none', async () => {
    const player = aPlayer()
    await aDevice(player)
    await notifications.happens(anEvent('user.profile_updated', player, { timeZone: 'Europe/Paris' }))
    await setQuiet(player, '{ from: 22, to: 7 }')
    notifications.clock.set('2026-11-29T21:30:00Z')
    await notifications.happens(aCompletion(player))
    await push()
    notifications.clock.set('2026-11-30T05:59:59.999Z')
    await notifications.happens(aCompletion(player))
    await push()
    expect(fcm.received).toHaveLength(0)
    notifications.clock.set('2026-11-30T06:00:00Z')
    await push()
    expect(fcm.received).toHaveLength(2)
    expect(await deliveries(player)).toMatchObject([
      { status: 'SENT', attempts: 1 },
      { status: 'SENT', attempts: 1 },
    ])
  })

  test('that begin while a push waits for another try hold it back, too; that are ended let it go', async () => {
    const player = aPlayer()
    await aDevice(player)
    await setQuiet(player, '{ from: 12, to: 14 }')
    notifications.clock.set('2026-11-29T11:59:58Z')
    fcm.replies.push({ status: 500 })
    await notifications.happens(aCompletion(player))
    await push()
    notifications.clock.set('2026-11-29T12:00:10Z')
    await push()
    await notifications.happens(aCompletion(player))
    await push()
    expect(fcm.received).toHaveLength(1)
    await setQuiet(player, 'null')
    await push()
    expect(fcm.received).toHaveLength(3)
  })

  test('go by the zone that users knows of accounts from before any event, which is asked for once a batch', async () => {
    const { zones, accounts, findPlayersCalls } = notifications
    const players = Array.from({ length: 20 }, () => aPlayer())
    notifications.clock.set('2026-11-29T15:00:00Z')
    for (const [index, player] of players.entries()) {
      accounts.set(player.userId, 'someone')
      // It is past midnight in Tokyo.
      zones.set(player.userId, index % 2 === 0 ? 'Asia/Tokyo' : 'Europe/Paris')
      await aDevice(player)
      await setQuiet(player, '{ from: 22, to: 7 }')
    }
    findPlayersCalls.asked.length = 0
    const tellAll = () => notifications.happens(...players.map(aCompletion))
    await tellAll()
    await push()
    expect(fcm.received).toHaveLength(10)
    await tellAll()
    await push()
    expect(fcm.received).toHaveLength(20)
    expect(findPlayersCalls.asked.map(ids => ids.length)).toEqual([20])
    notifications.clock.set('2026-11-29T22:00:00Z')
    await push()
    expect(fcm.received).toHaveLength(40)
    expect(findPlayersCalls.asked).toHaveLength(1)
  })

  test('wait a minute for a zone that users does not say, and do not forget one that an event says', async () => {
    const { zones, accounts, findPlayersCalls } = notifications
    const player = aPlayer()
    accounts.set(player.userId, 'someone')
    zones.set(player.userId, 'Asia/Tokyo')
    notifications.clock.set('2026-11-29T15:00:00Z')
    await aDevice(player)
    await setQuiet(player, '{ from: 22, to: 7 }')
    findPlayersCalls.failure = new Error('users does not answer')
    await notifications.happens(aCompletion(player))
    await push()
    findPlayersCalls.failure = null
    expect(fcm.received).toHaveLength(0)
    await notifications.happens(anEvent('user.profile_updated', player, { timeZone: 'Europe/Paris' }))
    notifications.clock.advance(60_000)
    await push()
    expect(fcm.received).toHaveLength(1)
    expect(await notifications.rows('SELECT time_zone FROM player WHERE user_id = $1', player.userId)).toEqual([
      { time_zone: 'Europe/Paris' },
    ])
  })

  test('do not hold back news of the security of the account, which no setting silences', async () => {
    const player = aPlayer()
    await aDevice(player)
    await setQuiet(player, '{ from: 0, to: 23 }')
    notifications.clock.set('2026-11-29T03:00:00Z')
    const refused = await notifications.ask(
      player,
      `mutation { updateNotificationSettings(input: { kinds: [
        { kind: MAIL, inGame: false, push: false }, { kind: SECURITY, inGame: true, push: false }
      ] }) { ... on InvalidInput { field } } }`,
    )
    expect(refused.data.updateNotificationSettings).toEqual({ field: 'kinds[1].kind' })
    // As it was kept before it was refused.
    await notifications.rows(
      `UPDATE player SET kinds = '{"SECURITY": {"inGame": false, "push": false}}' WHERE user_id = $1`,
      player.userId,
    )
    const data = { change: 'password_changed', sessionId: null, provider: null } as const
    await notifications.happens(aCompletion(player), anEvent('user.security_changed', player, data))
    // A thief reads it first.
    await notifications.ask(player, 'mutation { markNotificationsRead(all: true) }')
    await push()
    expect(fcm.received).toHaveLength(1)
    const settings = await notifications.askUser(player, player, 'notificationSettings { kinds { kind inGame push } }')
    expect(settings.data.notificationSettings.kinds.at(-1)).toEqual({ kind: 'SECURITY', inGame: true, push: true })
    expect(await deliveries(player)).toMatchObject([{ status: 'SENT' }, { status: 'DROPPED' }])
  })

  test('do not push what is over when they end: an invitation that has expired, or a match', async () => {
    const player = aPlayer()
    await aDevice(player)
    await setQuiet(player, '{ from: 0, to: 3 }')
    notifications.clock.set('2026-11-29T01:00:00Z')
    const ids = { matchId: randomUUID(), opponentId: randomUUID() }
    const times = { startsAt: '2026-11-29T01:00:03.000Z', endsAt: '2026-11-29T01:05:00.000Z' }
    await notifications.happens(anEvent('match.found', player, { ...ids, ...times }))
    notifications.clock.set('2026-11-29T03:00:00Z')
    await push()
    expect(fcm.received).toHaveLength(0)
    expect(await deliveries(player)).toMatchObject([{ lastError: 'It was over before it could be pushed' }])
  })

  test('what is read meanwhile in the game is not pushed any more', async () => {
    const player = aPlayer()
    await aDevice(player)
    await setQuiet(player, '{ from: 13, to: 15 }')
    notifications.clock.set('2026-11-29T13:30:00Z')
    await notifications.happens(aCompletion(player))
    await notifications.ask(player, 'mutation { markNotificationsRead(all: true) }')
    notifications.clock.set('2026-11-29T15:00:00Z')
    await push()
    expect(fcm.received).toHaveLength(0)
    expect(await deliveries(player)).toMatchObject([
      { status: 'DROPPED', lastError: 'The notification was read first' },
    ])
  })
})
