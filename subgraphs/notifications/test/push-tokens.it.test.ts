import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aCompletion, aPlayer, startNotifications, type Player, type TestApp } from './notifications-app.js'
import { aBrowser } from './push-services.js'

let notifications: TestApp
beforeAll(async () => {
  notifications = await startNotifications()
})
afterAll(() => notifications.close())

const register = async (player: Player, input: object) => {
  const source = `mutation ($input: RegisterPushTokenInput!) { registerPushToken(input: $input) {
    __typename ... on PushToken { id device } ... on TooManyPushTokens { limit } ... on InvalidInput { field } } }`
  return (await notifications.ask(player, source, { input })).data?.registerPushToken
}
const apns = (number: number) => ({ platform: 'APNS', token: number.toString(16).padStart(64, 'b'), device: 'Phone' })
const devices = async (player: Player) =>
  (await notifications.askUser(player, player, 'pushTokens { id device }')).data.pushTokens

test('the same device again keeps its id, and takes the new name', async () => {
  const player = aPlayer()
  const browser = aBrowser('https://push.example/same')
  const web = (device: string) => ({ platform: 'WEB', token: browser.subscription, device })
  const first = await register(player, web('Laptop'))
  expect(await register(player, web('Old laptop'))).toEqual({ ...first, device: 'Old laptop' })
  expect(await devices(player)).toHaveLength(1)
})

test('a device that another user registers is theirs, and what waited for it is dropped', async () => {
  const [before, after] = [aPlayer(), aPlayer()]
  await register(before, apns(1))
  await notifications.happens(aCompletion(before))
  await register(after, apns(1))
  expect([await devices(before), (await devices(after)).length]).toEqual([[], 1])
  expect(await notifications.rows('SELECT status FROM delivery WHERE user_id = $1', before.userId)).toEqual([
    { status: 'DROPPED' },
  ])
})

test('a user has ten devices at most, also when twenty come at once', async () => {
  const player = aPlayer()
  const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => register(player, apns(100 + index))))
  expect(answers.filter(({ __typename }) => __typename === 'PushToken')).toHaveLength(10)
  expect(answers.filter(({ __typename, limit }) => __typename === 'TooManyPushTokens' && limit === 10)).toHaveLength(10)
  expect(await devices(player)).toHaveLength(10)
})

test('a removed device is gone, and a stranger removes none', async () => {
  const [player, stranger] = [aPlayer(), aPlayer()]
  const { id } = await register(player, apns(2))
  const remove = async (viewer: Player, token: string) =>
    (await notifications.ask(viewer, `mutation { removePushToken(id: "${token}") }`)).data.removePushToken
  expect([
    await remove(stranger, id),
    await remove(player, 'no id'),
    await remove(player, id),
    await remove(player, id),
  ]).toEqual([false, false, true, false])
  expect(await devices(player)).toEqual([])
})

const web = (endpoint: string, keys: object = {}) => {
  const { subscription } = aBrowser(endpoint)
  const parsed = JSON.parse(subscription) as { keys: object }
  return { platform: 'WEB', device: 'Laptop', token: JSON.stringify({ ...parsed, keys: { ...parsed.keys, ...keys } }) }
}
describe('bad input is refused by its field, and changes nothing:', () => {
  test.each<[string, string, object]>([
    ['token', 'no JSON', { platform: 'WEB', token: 'no JSON', device: 'x' }],
    ['token', 'no https', web('http://push.example/1')],
    ['token', 'another port', web('https://push.example:8443/1')],
    ['token', 'a login', web('https://user:secret@push.example/1')],
    ['token', 'a long address', web(`https://push.example/${'x'.repeat(1_024)}`)],
    ['token', 'a short key', web('https://push.example/1', { auth: 'AAAA' })],
    ['token', 'a token of 5,000 characters', { platform: 'FCM', token: 'x'.repeat(5_000), device: 'x' }],
    ['token', 'a path as token', { platform: 'APNS', token: '../../secret', device: 'x' }],
    ['token', 'none', { platform: 'FCM', token: '', device: 'x' }],
    ['device', 'no name', { ...apns(3), device: '  ' }],
  ])('%s, %s', async (field, _, input) => {
    const before = await notifications.state()
    expect(await register(aPlayer(), input)).toEqual({ __typename: 'InvalidInput', field })
    expect(await notifications.state()).toEqual(before)
  })

  test.each([
    ['language', 'language: "no language"'],
    ['quietHours.from', 'quietHours: { from: 24, to: 7 }'],
    ['quietHours.to', 'quietHours: { from: 7, to: -1 }'],
    ['quietHours.to', 'quietHours: { from: 7, to: 7 }'],
    ['kinds[1].kind', 'kinds: [{ kind: MAIL, inGame: true, push: true }, { kind: MAIL, inGame: true, push: false }]'],
  ])('%s of settings: %s', async (field, input) => {
    const before = await notifications.state()
    const source = `mutation { updateNotificationSettings(input: { ${input} }) { __typename ... on InvalidInput { field } } }`
    const { data } = await notifications.ask(aPlayer(), source)
    expect(data.updateNotificationSettings).toEqual({ __typename: 'InvalidInput', field })
    expect(await notifications.state()).toEqual(before)
  })

  test.each([
    'markNotificationsRead',
    `markNotificationsRead(ids: ${JSON.stringify(Array.from({ length: 101 }, () => randomUUID()))})`,
    `markMailRead(ids: ${JSON.stringify(Array.from({ length: 101 }, () => randomUUID()))})`,
  ])('%.40s', async field => {
    const before = await notifications.state()
    const { errors } = await notifications.ask(aPlayer(), `mutation { ${field} }`)
    expect(errors).toMatchObject([{ code: 'BAD_USER_INPUT' }])
    expect(await notifications.state()).toEqual(before)
  })
})
