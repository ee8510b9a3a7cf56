import { afterAll, beforeAll, expect, test } from 'vitest'
import { startUsers, updateProfileMutation, type Player, type TestApp } from './users-app.js'

let users: TestApp
beforeAll(async () => {
  users = await startUsers()
})
afterAll(async () => {
  await users.close()
})

const update = (player: Player, input: Record<string, unknown>) =>
  users.change(player, updateProfileMutation, { input })
const profileOf = async (player: Player) => (await users.ask(player, '{ me { displayName timeZone } }')).data?.['me']

test('a profile takes what is given and keeps the rest, and shows it at once', async () => {
  const player = await users.aPlayer('Painter')
  expect(await profileOf(player)).toEqual({ displayName: 'Painter', timeZone: 'UTC' })
  const painted = { displayName: '🎨 The Painter', timeZone: 'UTC' }
  expect(await update(player, { displayName: '  🎨 The Painter ' })).toEqual({ __typename: 'User', ...painted })
  expect(await profileOf(player)).toEqual(painted)
  await update(player, { timeZone: 'Asia/Tokyo', displayName: null })
  expect(await profileOf(player)).toEqual({ displayName: '🎨 The Painter', timeZone: 'Asia/Tokyo' })
})

test('a new time zone is told to whoever counts days; what stays the same is not', async () => {
  const player = await users.aPlayer()
  const told = async () =>
    (await users.told('user.profile_updated')).filter(data => (data as { userId: string }).userId === player.userId)
  await update(player, { displayName: 'Nomad' })
  await update(player, { timeZone: 'UTC' })
  expect(await told()).toEqual([])
  await update(player, { timeZone: 'Europe/Paris' })
  await update(player, { timeZone: 'Europe/Paris' })
  expect(await told()).toEqual([{ userId: player.userId, timeZone: 'Europe/Paris' }])
})

test('each wrong value is an InvalidInput of its field, and nothing changes', async () => {
  const player = await users.aPlayer()
  const before = await users.state()
  const wrong: readonly [field: string, input: Record<string, unknown>][] = [
    ['displayName', { displayName: '' }],
    ['displayName', { displayName: ' \t ' }],
    ['displayName', { displayName: 'x'.repeat(41) }],
    ['displayName', { displayName: 'a\u0000b', timeZone: 'Europe/Paris' }],
    ['timeZone', { timeZone: '' }],
    ['timeZone', { timeZone: '+01:00' }],
    ['timeZone', { timeZone: 'Nowhere/Land', displayName: 'Fine' }],
  ]
  const fields: unknown[] = []
  for (const [, input] of wrong) {
    const result = await update(player, input)
    fields.push([result.__typename, result['field']])
  }
  expect(fields).toEqual(wrong.map(([field]) => ['InvalidInput', field]))
  expect(await users.state()).toEqual(before)
})

test('changes made at once are all told, in the order in which they took hold', async () => {
  const player = await users.aPlayer()
  const zones = ['Europe/Paris', 'Asia/Tokyo', 'America/New_York', 'Pacific/Apia']
  await Promise.all(zones.map(timeZone => update(player, { timeZone })))
  const told = (await users.told('user.profile_updated'))
    .map(data => data as { userId: string; timeZone: string })
    .filter(({ userId }) => userId === player.userId)
  expect(told.map(({ timeZone }) => timeZone).toSorted()).toEqual(zones.toSorted())
  expect(await profileOf(player)).toMatchObject({ timeZone: told.at(-1)?.timeZone })
})
