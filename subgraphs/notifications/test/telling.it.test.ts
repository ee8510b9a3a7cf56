import { randomUUID } from 'node:crypto'
import type { EventData } from '@waystone/events'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aCompletion, anEvent, aPlayer, startNotifications, type Player, type TestApp } from './notifications-app.js'

let notifications: TestApp
beforeAll(async () => {
  notifications = await startNotifications()
  await notifications.app.start()
})
afterAll(() => notifications.close())

const list = async (player: Player, args = '') =>
  (
    await notifications.askUser(
      player,
      player,
      `notifications${args} { totalCount edges { cursor node { id kind title body data readAt } } pageInfo { endCursor hasNextPage } } unreadNotifications`,
    )
  ).data
const kindsOf = async (player: Player) =>
  (await list(player)).notifications.edges.map(({ node }: { node: { kind: string } }) => node.kind)

test('each event makes one notification, whatever is redelivered', async () => {
  const player = aPlayer()
  const event = aCompletion(player)
  for (let again = 0; again < 3; again++) await notifications.tell(event)
  await notifications.tell(aCompletion(player))
  expect(await kindsOf(player)).toEqual(['QUEST_COMPLETED', 'QUEST_COMPLETED'])
})

test('they are told in words of the language that the user has when they are read', async () => {
  const [player, friend] = [aPlayer(), aPlayer()]
  notifications.accounts.set(friend.userId, 'ada')
  await notifications.tell(
    anEvent('friend.requested', player, { fromUserId: friend.userId, requestId: randomUUID() }),
    anEvent('quest.reward_granted', player, {
      questId: randomUUID(),
      completionId: randomUUID(),
      rewards: [{ kind: 'CURRENCY', currency: 'GOLD', amount: 100 }],
    }),
    anEvent('party.invited', player, {
      invitationId: randomUUID(),
      partyId: randomUUID(),
      fromUserId: randomUUID(),
      expiresAt: '2026-11-29T13:00:00.000Z',
    }),
  )
  const bodies = async () =>
    (await list(player)).notifications.edges.map(({ node }: { node: { body: string } }) => node.body)
  expect(await bodies()).toEqual([
    'A player invites you to a party.',
    'You received 100 gold.',
    'ada would like to be your friend.',
  ])
  const change = `mutation { updateNotificationSettings(input: { language: "de-at" }) {
    ... on NotificationSettings { language } } }`
  expect((await notifications.ask(player, change)).data.updateNotificationSettings).toEqual({ language: 'de-AT' })
  expect((await bodies())[0]).toBe('Jemand lädt dich in eine Gruppe ein.')
})

test('the list has pages and a count of the unread, which reading lowers', async () => {
  const player = aPlayer()
  await notifications.tell(...Array.from({ length: 5 }, () => aCompletion(player)))
  const first = await list(player, '(first: 2)')
  expect(first).toMatchObject({
    unreadNotifications: 5,
    notifications: { totalCount: 5, pageInfo: { hasNextPage: true } },
  })
  const next = await list(player, `(first: 10, after: "${first.notifications.pageInfo.endCursor}")`)
  const ids = [...first.notifications.edges, ...next.notifications.edges].map(({ node }) => node.id as string)
  expect(new Set(ids).size).toBe(5)
  const read = async (args: string) =>
    (await notifications.ask(player, `mutation { markNotificationsRead(${args}) }`)).data.markNotificationsRead
  expect(await read(`ids: ["${ids[0]}", "${ids[1]}", "${randomUUID()}", "no id"]`)).toBe(2)
  expect(await read(`ids: ["${ids[0]}"]`)).toBe(0)
  const stranger = aPlayer()
  await notifications.ask(stranger, 'mutation { markNotificationsRead(all: true) }')
  expect(await list(player, '(unreadOnly: true)')).toMatchObject({
    unreadNotifications: 3,
    notifications: { totalCount: 3 },
  })
  expect(await read('all: true')).toBe(3)
  expect((await list(player)).unreadNotifications).toBe(0)
})

test('a kind that the user has turned off is not told, and one that is only pushed is not in the list', async () => {
  const player = aPlayer()
  const set = (inGame: boolean, push: boolean) =>
    notifications.ask(
      player,
      `mutation { updateNotificationSettings(input: { kinds: [
      { kind: QUEST_COMPLETED, inGame: ${inGame}, push: ${push} }] }) { __typename } }`,
    )
  const token = JSON.stringify('a'.repeat(64))
  await notifications.ask(
    player,
    `mutation { registerPushToken(input: { platform: APNS, device: "Phone", token: ${token} }) { __typename } }`,
  )
  await set(false, false)
  await notifications.tell(aCompletion(player))
  await set(false, true)
  await notifications.tell(aCompletion(player))
  expect(await kindsOf(player)).toEqual([])
  const told =
    'SELECT n.in_game, d.device FROM notification n LEFT JOIN delivery d ON d.notification_id = n.id WHERE n.user_id = $1'
  expect(await notifications.rows(told, player.userId)).toEqual([{ in_game: false, device: 'Phone' }])
  const { data } = await notifications.askUser(player, player, 'notificationSettings { kinds { kind inGame push } }')
  expect(data.notificationSettings.kinds).toHaveLength(11)
  expect(data.notificationSettings.kinds[0]).toEqual({ kind: 'QUEST_COMPLETED', inGame: false, push: true })
})

test('news of the security of the account and a found match are told in the words of each event', async () => {
  const [player, opponent] = [aPlayer(), aPlayer()]
  notifications.accounts.set(opponent.userId, 'ada')
  const securityEvent = (change: EventData<'user.security_changed'>['change'], provider: string | null = null) =>
    anEvent('user.security_changed', player, { change, sessionId: null, provider })
  const times = { startsAt: '2026-11-29T12:00:03.000Z', endsAt: '2026-11-29T12:05:00.000Z' }
  await notifications.tell(
    securityEvent('password_changed'),
    securityEvent('provider_linked', 'Steam'),
    anEvent('match.found', player, { matchId: randomUUID(), opponentId: opponent.userId, ...times }),
  )
  const told = (await list(player)).notifications.edges.map(({ node }: { node: Record<string, unknown> }) => node)
  expect(told).toMatchObject([
    { kind: 'MATCH_FOUND', body: 'ada is your opponent in a duel.', data: { event: 'match.found', ...times } },
    {
      kind: 'SECURITY',
      title: 'Another way to sign in',
      data: { event: 'account.provider_linked', provider: 'Steam' },
    },
    { kind: 'SECURITY', title: 'Password changed', data: { event: 'account.password_changed' } },
  ])
  expect(told[2].data).toEqual({ event: 'account.password_changed' })
})

test('numbers of 50 batches for one user at once have no two alike', async () => {
  const player = aPlayer()
  await Promise.all(Array.from({ length: 50 }, () => notifications.happens(aCompletion(player), aCompletion(player))))
  const [row] = await notifications.rows(
    'SELECT count(*)::int AS n, count(DISTINCT sequence)::int AS numbers, max(sequence) AS last FROM notification WHERE user_id = $1',
    player.userId,
  )
  expect(row).toEqual({ n: 100, numbers: 100, last: 100 })
})

test('a user whose account is deleted loses all of it, and is told nothing any more', async () => {
  const player = aPlayer()
  await notifications.tell(anEvent('user.profile_updated', player, { timeZone: 'Asia/Tokyo' }), aCompletion(player))
  await notifications.ask(player, 'mutation { updateNotificationSettings(input: { language: "de" }) { __typename } }')
  await notifications.tell(anEvent('user.deleted', player, {}))
  await notifications.tell(aCompletion(player), anEvent('user.profile_updated', player, { timeZone: 'Asia/Tokyo' }))
  expect(await notifications.rows('SELECT id FROM notification WHERE user_id = $1', player.userId)).toEqual([])
  const [left] = await notifications.rows('SELECT language, time_zone FROM player WHERE user_id = $1', player.userId)
  expect(left).toEqual({ language: 'en', time_zone: null })
})

test('what is told with an effect that fails is not told', async () => {
  const player = aPlayer()
  await expect(
    notifications.happens(aCompletion(player), { ...aCompletion(player), data: {} } as never),
  ).rejects.toThrow('quest.completed')
  expect(await kindsOf(player)).toEqual([])
})

test('those older than 90 days are removed', async () => {
  const player = aPlayer()
  await notifications.happens(aCompletion(player))
  notifications.clock.advance(91 * 24 * 60 * 60 * 1_000)
  await notifications.happens(aCompletion(player))
  await notifications.app.services.prune()
  expect(await kindsOf(player)).toEqual(['QUEST_COMPLETED'])
})
