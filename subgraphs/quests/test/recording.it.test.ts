import { randomUUID } from 'node:crypto'
import { countStatements } from '@waystone/kit/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventIdOf } from '../src/domain/apply-event.js'
import { completionId } from '../src/domain/derived-id.js'
import { aPlayer, aDraft, anEvent, aSignIn, startQuests, type Player, type TestApp } from './quests-app.js'

let quests: TestApp
let dailyId: string
const signIns = (target: number, streak = false) => [
  { description: 'Sign in', eventType: 'user.signed_in', target, streak },
]
const completions = [{ description: 'Complete', eventType: 'quest.completed', target: 2, streak: false }]

beforeAll(async () => {
  quests = await startQuests()
  await quests.aQuest({ name: 'Thrice', objectives: signIns(3), autoClaim: true, duplicationLimit: 20 })
  dailyId = (await quests.aQuest({ name: 'Daily', objectives: signIns(2), reset: 'DAILY', duplicationLimit: 1 }))
    .questId
  await quests.aQuest({ name: 'Streak', objectives: signIns(3, true), autoClaim: true })
  await quests.aQuest({ name: 'After', prerequisiteIds: [dailyId], duplicationLimit: 2 })
  await quests.aQuest({ name: 'Collector', objectives: completions, autoClaim: true })
})
afterAll(() => quests.close())

const rowsOf = async ({ userId }: Player) => ({
  player: await quests.rows('SELECT * FROM player WHERE user_id = $1', userId),
  // As text, so that every byte that the database keeps is compared.
  progress: await quests.rows('SELECT p::text FROM quest_progress p WHERE user_id = $1 ORDER BY quest_id', userId),
  completions: await quests.rows('SELECT c::text FROM quest_completion c WHERE user_id = $1 ORDER BY id', userId),
})

describe('recording', () => {
  it('of an event with the id that a coming event of another producer will have stops neither that event nor its reward', async () => {
    const player = aPlayer()
    const received = Array.from({ length: 3 }, () => aSignIn(player, '2026-11-21T10:00:00Z'))
    const thrice = await quests.rows(`SELECT quest_id FROM quest_version WHERE definition->>'name' = 'Thrice'`)
    const completion = completionId({ userId: player.userId, questId: String(thrice[0]?.['quest_id']), number: 1 })
    const pull = { pullId: randomUUID(), bannerId: randomUUID(), currency: 'GOLD' as const, cost: 0, items: [] }
    // Ids of sign-ins are random, but known to who reads them first; those of grants follow from the completion.
    for (const id of [received[0]?.id ?? '', eventIdOf('quest.reward_granted', completion)])
      await quests.happens({ ...anEvent('pull.drawn', aPlayer(), pull, '2026-11-21T09:00:00Z'), id })
    await quests.happens(...received)
    await quests.happens(...received)
    const told = (await quests.told()).filter(({ data }) => data['completionId'] === completion)
    expect(told.map(({ type }) => type)).toEqual(['quest.completed', 'quest.reward_granted'])
  })

  it('of 100 parallel events of one user numbers them without a gap and counts each exactly once', async () => {
    const player = aPlayer()
    const events = Array.from({ length: 100 }, () => aSignIn(player, '2026-11-21T10:00:00Z'))
    await Promise.all(events.map(event => quests.happens(event)))
    const [counted] = await quests.rows(
      `SELECT count(*) FILTER (WHERE type = 'user.signed_in')::int AS events, count(*)::int AS all, max(sequence) AS last
       FROM game_event WHERE user_id = $1`,
      player.userId,
    )
    expect(counted?.['events']).toBe(100)
    expect(counted?.['last']).toBe(counted?.['all'])
    const [thrice] = await quests.rows(
      `SELECT count(*)::int, max(number) FROM quest_completion
       WHERE user_id = $1 AND quest_id = (SELECT quest_id FROM quest_version WHERE definition->>'name' = 'Thrice')`,
      player.userId,
    )
    expect(thrice).toEqual({ count: 20, max: 20 })
    const told = (await quests.told()).filter(({ data }) => data['userId'] === player.userId)
    const grants = told.filter(({ type }) => type === 'quest.reward_granted').map(({ data }) => data['completionId'])
    expect(new Set(grants).size).toBe(grants.length)
  })

  it('costs 2 statements for what nobody counts, 3 for what counts, and 4 for what completes', async () => {
    const player = aPlayer()
    const costOf = async (event: Parameters<TestApp['happens']>[0]) => {
      const counted = countStatements(quests.database.primary)
      await quests.happens(event)
      counted.stop()
      // The notification of the relay comes after the commit, and no request waits for it.
      return counted.statements.filter(text => !/^(BEGIN|COMMIT)$|pg_notify/.test(text)).length
    }
    await quests.happens(aSignIn(aPlayer(), '2026-11-21T10:00:00Z'))
    const purged = anEvent('character.purged', player, { characterId: randomUUID() }, '2026-11-21T10:00:00Z')
    const signIn = () => aSignIn(player, '2026-11-21T10:00:00Z')
    expect([await costOf(purged), await costOf(signIn()), await costOf(signIn())]).toEqual([2, 3, 4])
  })

  it('of a batch does what recording one by one does, by few statements', async () => {
    const [alone, batched] = [0, 1].map(() => Array.from({ length: 12 }, () => aPlayer())) as [Player[], Player[]]
    const days = ['2026-11-20T10:00:00Z', '2026-11-21T10:00:00Z', '2026-11-22T10:00:00Z']
    const eventsOf = (players: readonly Player[]) =>
      days
        .flatMap(day => players.map((player, index) => ({ day, player, index })))
        .map(({ day, player, index }) =>
          index % 4 === 3
            ? anEvent('user.profile_updated', player, { timeZone: 'Asia/Tokyo' }, day)
            : aSignIn(player, day),
        )
    await quests.happens(...eventsOf(alone))
    const events = eventsOf(batched)
    const counted = countStatements(quests.database.primary)
    await quests.happensTogether(...events)
    // Known events change nothing, in a batch neither.
    await quests.happensTogether(...events.slice(0, 12))
    counted.stop()
    expect(counted.statements.filter(text => !/^(BEGIN|COMMIT)$|pg_notify/.test(text)).length).toBeLessThanOrEqual(
      3 * 4 + 1,
    )
    const shape = async (players: readonly Player[]) => {
      const ids = players.map(({ userId }) => userId)
      const place = 'array_position($1::uuid[], user_id) AS place'
      return {
        players: await quests.rows(
          `SELECT ${place}, sequence, time_zone FROM player WHERE user_id = ANY($1) ORDER BY 1`,
          ids,
        ),
        progress: await quests.rows(
          `SELECT ${place}, quest_id, version, period, counters, completions, claims FROM quest_progress
           WHERE user_id = ANY($1) ORDER BY 1, 2`,
          ids,
        ),
        completions: await quests.rows(
          `SELECT ${place}, quest_id, number, sequence FROM quest_completion WHERE user_id = ANY($1) ORDER BY 1, 2, 3`,
          ids,
        ),
        events: await quests.rows(
          `SELECT ${place}, sequence, type FROM game_event WHERE user_id = ANY($1) ORDER BY 1, 2`,
          ids,
        ),
        told: ids.map(async id =>
          (await quests.told()).filter(({ data }) => data['userId'] === id).map(({ type }) => type),
        ),
      }
    }
    const [expected, got] = [await shape(alone), await shape(batched)]
    expect(await Promise.all(got.told)).toEqual(await Promise.all(expected.told))
    expect({ ...got, told: [] }).toEqual({ ...expected, told: [] })
    expect(got.completions.length).toBeGreaterThan(0)
    for (const player of batched) expect((await quests.app.services.rebuildProgress(player.userId)).changed).toBe(0)
  })

  it('is append-only: what was recorded and published cannot be changed, not even by mistake', async () => {
    await quests.happens(aSignIn(aPlayer(), '2026-11-21T10:00:00Z'))
    await expect(quests.rows('UPDATE game_event SET sequence = sequence + 1')).rejects.toThrow('never changed')
    await expect(quests.rows('DELETE FROM game_event')).rejects.toThrow('never changed')
    await expect(quests.rows('UPDATE quest_version SET version = 9')).rejects.toThrow('never changed')
  })
})

type Step = { kind: 'SIGN_IN' | 'MOVE' | 'CLAIM' | 'PUBLISH'; gapHours: number }
const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.oneof(
    { weight: 8, arbitrary: fc.constant('SIGN_IN' as const) },
    { weight: 1, arbitrary: fc.constantFrom('MOVE' as const, 'CLAIM' as const, 'PUBLISH' as const) },
  ),
  gapHours: fc.integer({ min: -6, max: 30 }),
})

async function live(player: Player, steps: readonly Step[]): Promise<void> {
  let moment = Date.parse('2026-03-25T00:00:00Z')
  for (const { kind, gapHours } of steps) {
    moment += gapHours * 3_600_000
    const at = new Date(moment)
    if (kind === 'SIGN_IN') await quests.happens(aSignIn(player, at))
    if (kind === 'MOVE') {
      const timeZone = gapHours % 2 === 0 ? 'Asia/Tokyo' : 'America/Los_Angeles'
      await quests.happens(anEvent('user.profile_updated', player, { timeZone }, at))
    }
    if (kind === 'PUBLISH') {
      const objectives = signIns(1 + Math.abs(gapHours % 3))
      await quests.app.services.publishQuest({
        actor: 'test',
        id: dailyId,
        input: aDraft({ objectives, reset: 'DAILY' }),
      })
    }
    if (kind === 'CLAIM') {
      const waiting = await quests.rows(
        'SELECT id FROM quest_completion WHERE user_id = $1 AND claimed_at IS NULL ORDER BY sequence LIMIT 1',
        player.userId,
      )
      for (const { id } of waiting)
        await quests.app.services.claimQuestReward({ userId: player.userId, completionId: String(id) })
    }
  }
}

describe('rebuilding', () => {
  it('from the recorded events gives the live rows, byte for byte, and tells nobody', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), async steps => {
        const player = aPlayer()
        await live(player, steps)
        const before = await rowsOf(player)
        expect((await quests.app.services.rebuildProgress(player.userId)).changed).toBe(0)
        const told = (await quests.told()).length
        await quests.rows('DELETE FROM quest_progress WHERE user_id = $1', player.userId)
        await quests.rows('DELETE FROM quest_completion WHERE user_id = $1', player.userId)
        await quests.rows(`UPDATE player SET time_zone = 'Europe/Berlin' WHERE user_id = $1`, player.userId)
        await quests.app.services.rebuildProgress(player.userId)
        expect(await rowsOf(player)).toEqual(before)
        expect((await quests.told()).length).toBe(told)
      }),
      { numRuns: 40 },
    )
  })

  it('of a user of whom nothing is recorded changes nothing', async () => {
    expect(await quests.app.services.rebuildProgress(randomUUID())).toMatchObject({ events: 0, changed: 0 })
  })
})
