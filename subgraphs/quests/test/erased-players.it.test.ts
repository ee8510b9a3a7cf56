import { randomUUID } from 'node:crypto'
import { newEvent } from '@waystone/events'
import { watchErasure } from '@waystone/kit/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aLevel } from './leaderboard-app.js'
import { aDraft, aPlayer, anEvent, aSignIn, startQuests, type Player, type TestApp } from './quests-app.js'

const ZONE = 'Pacific/Chatham'

let quests: TestApp
beforeAll(async () => {
  quests = await startQuests()
  await quests.aQuest({
    name: 'Daily',
    objectives: [{ description: 'Sign in', eventType: 'user.signed_in', target: 1, streak: false }],
    autoClaim: true,
    reset: 'DAILY',
  })
})
afterAll(() => quests.close())

const deleted = ({ userId }: Player) =>
  newEvent('user.deleted', { id: randomUUID(), occurredAt: quests.clock.now(), data: { userId } })
const zoned = (type: 'user.signed_up' | 'user.profile_updated', player: Player) =>
  anEvent(type, player, { timeZone: ZONE }, quests.clock.now())
const rowsOf = async ({ userId }: Player) => ({
  player: await quests.rows('SELECT p::text FROM player p WHERE user_id = $1', userId),
  events: await quests.rows('SELECT e::text FROM game_event e WHERE user_id = $1 ORDER BY sequence', userId),
  progress: await quests.rows('SELECT p::text FROM quest_progress p WHERE user_id = $1', userId),
  completions: await quests.rows('SELECT c::text FROM quest_completion c WHERE user_id = $1 ORDER BY id', userId),
})
/** Of what time zones leave behind. */
const isZoneLeft = async (player: Player) => JSON.stringify(await rowsOf(player)).includes(ZONE)

test('a deleted account leaves its events and completions, without its time zones', async () => {
  const player = aPlayer()
  const signIn = aSignIn(player, quests.clock.now())
  await quests.happensTogether(zoned('user.signed_up', player), signIn, zoned('user.profile_updated', player))
  const before = await rowsOf(player)
  expect(await isZoneLeft(player)).toBe(true)
  await quests.happens(deleted(player))
  const after = await rowsOf(player)
  expect(await isZoneLeft(player)).toBe(false)
  expect(after.events.map(event => JSON.stringify(event))).toEqual(
    before.events.map(event => JSON.stringify(event).replaceAll(ZONE, 'UTC')),
  )
  expect(after.completions).toEqual(before.completions)
  expect(after.completions).toHaveLength(1)

  // A second delivery changes nothing, and neither does a rebuild, which would count by other days.
  await quests.happens(deleted(player))
  expect(await rowsOf(player)).toEqual(after)
  for await (const rebuilt of quests.app.services.rebuildEveryone(null)) expect(rebuilt.changed).toBe(0)
  expect(await rowsOf(player)).toEqual(after)
})

test('an event that comes after the deletion, such as one that is replayed, brings no time zone back', async () => {
  for (const known of [true, false]) {
    const player = aPlayer()
    if (known) await quests.happens(zoned('user.signed_up', player))
    await quests.happens(deleted(player))
    await quests.happens(zoned('user.profile_updated', player), aSignIn(player, quests.clock.now()))
    expect(await isZoneLeft(player)).toBe(false)
    const [row] = await quests.rows(
      `SELECT p.sequence, (SELECT count(*)::int FROM game_event e WHERE e.user_id = p.user_id) AS events
       FROM player p WHERE user_id = $1`,
      player.userId,
    )
    expect(row?.['sequence']).toBe(row?.['events'])
  }
})

test('recorded events of a living player cannot be changed, and those of an erased one in nothing but the zone', async () => {
  const [living, erased] = [aPlayer(), aPlayer()]
  await quests.happens(zoned('user.signed_up', living), zoned('user.signed_up', erased), deleted(erased))
  const change = (sql: string, { userId }: Player) => quests.rows(`${sql} WHERE user_id = $1`, userId)
  const utc = `UPDATE game_event SET data = jsonb_set(data, '{timeZone}', '"UTC"')`
  await expect(change(utc, living)).rejects.toThrow('never changed')
  await expect(change(`UPDATE game_event SET data = '{}'`, erased)).rejects.toThrow('never changed')
  await expect(change(utc.replace('SET ', 'SET sequence = 9, '), erased)).rejects.toThrow('never changed')
  await expect(change('DELETE FROM game_event', erased)).rejects.toThrow('never changed')
})

test('no quest counts that an account is deleted, or that its security changes', async () => {
  const publish = (eventType: string) => {
    const objectives = [{ description: 'Leave', eventType, target: 1, streak: false }]
    return quests.app.services.publishQuest({ actor: 'test', input: aDraft({ objectives }) })
  }
  for (const type of ['user.deleted', 'user.security_changed'])
    expect(await publish(type)).toMatchObject({ __typename: 'InvalidInput', field: 'objectives[0].eventType' })
  expect(await publish('user.signed_in')).toHaveProperty('questId')
})

test('what docs/personal-data.md calls overwritten or deleted is in no column after the deletion of the account, and others keep theirs', async () => {
  const aPerson = async (texts: readonly [string, string]) => {
    const player = aPlayer()
    const at = quests.clock.now()
    const [timeZone, chosen] = texts
    await quests.happens(anEvent('user.signed_up', player, { timeZone }, at))
    quests.clock.advance(1_000)
    await quests.happens(anEvent('user.profile_updated', player, { timeZone: chosen }, quests.clock.now()))
    await quests.happens(aLevel(player, 5, at))
    await quests.rows(
      'INSERT INTO match_ticket VALUES (gen_random_uuid(), $1, 1500, $2, $2)',
      player.userId,
      quests.clock.now(),
    )
    const query = (sql: string, values: readonly unknown[] = []) => quests.rows(sql, ...values)
    return { player, erasure: await watchErasure(query, 'quests', { ids: { user_id: player.userId }, texts }) }
  }
  const levels = { name: 'Levels', eventType: 'character.leveled_up', score: 'MAX', field: 'level', period: 'ALL_TIME' }
  await quests.app.services.installLeaderboard({ id: randomUUID(), input: levels })
  const gone = await aPerson(['Pacific/Apia', 'Asia/Kathmandu'])
  const other = await aPerson(['Australia/Eucla', 'America/St_Johns'])
  expect(gone.erasure.tables.map(({ table }) => table)).toEqual([
    'player',
    'game_event',
    'match_ticket',
    'leaderboard_score',
  ])
  expect(gone.erasure.unfilled).toEqual([])
  await quests.happens(deleted(gone.player))
  expect(await gone.erasure.after()).toEqual([])
  expect(await other.erasure.after()).toContain('player holds Australia/Eucla')
})
