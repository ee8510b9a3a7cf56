import { randomUUID } from 'node:crypto'
import { buy, pull, record, settle, type Stage } from './stage.js'

const MAP = randomUUID()
const day = (number: number) => new Date(Date.UTC(2026, 9, 1 + number)).toISOString().slice(0, 10)

/**
 * Two months of a few players, such that no question is answered with nothing: some come back and some do not,
 * some pay the same, and some things happen in the last and the first second of a UTC day.
 */
export async function tellStory(stage: Stage): Promise<void> {
  for (const [index, player] of stage.players.entries()) {
    const joined = index % 5
    await record(stage, { player, type: 'user.signed_up', at: `${day(joined)}T00:00:00.000Z` })
    for (const later of [1, 7, 30].slice(0, index % 4))
      await record(stage, { player, type: 'user.signed_in', at: `${day(joined + later)}T23:59:59.999Z` })
    await playCharacter(stage, { player, index })
    if (index % 3 !== 0) await pay(stage, { player, index })
    await pull(stage, {
      player,
      at: `${day(joined + 2)}T13:00:00Z`,
      drawn: Array.from({ length: 7 }, (_, at) => ['RARE', 70 + at] as const),
    })
    // At one moment: the ids tell which pull came first, and so the chances of those after it.
    for (const rarity of ['RARE', 'SUPER_RARE', 'ULTRA_RARE'] as const)
      await pull(stage, { player, at: `${day(joined + 3)}T13:00:00.123Z`, drawn: [[rarity, 77 + index]] })
  }
  // The last day of all: weeks before it are over.
  await record(stage, { player: stage.players[0] ?? '', type: 'user.signed_in', at: `${day(60)}T12:00:00Z` })
  await makeQuests(stage)
}

async function playCharacter(stage: Stage, { player, index }: { player: string; index: number }): Promise<void> {
  const data = { characterId: randomUUID(), mapId: MAP }
  await record(stage, { player, type: 'character.created', at: '2026-10-06T10:00:30.500Z', data })
  for (let level = 2; level < 5; level++)
    await record(stage, {
      player,
      type: 'character.leveled_up',
      at: new Date(Date.UTC(2026, 9, 6, 10, level * (index + 1), index * 7)).toISOString(),
      data: { ...data, level },
    })
  await record(stage, { player, type: 'item.picked_up', at: '2026-10-07T00:00:00Z', data })
  await record(stage, { player, type: 'monster.killed', at: '2026-10-07T23:59:59.999Z', data })
}

async function pay(stage: Stage, { player, index }: { player: string; index: number }): Promise<void> {
  const at = `${day((index % 5) + (index % 4))}T12:00:00Z`
  await settle(stage, await buy(stage, { player, cents: 999, at }), 'COMPLETED')
  const later = await buy(stage, { player, cents: 499 * ((index % 4) + 1), at: '2026-11-02T12:00:00Z' })
  await settle(stage, later, index % 4 === 0 ? 'REFUNDED' : 'COMPLETED')
  await buy(stage, { player, cents: 1, at })
  const given = await buy(stage, { player, cents: 2_000, at })
  await settle(stage, given, 'COMPLETED')
  await stage.users.query(`INSERT INTO purchase_reversal VALUES ($1, $2, 'DIAMOND', 333, 83, 80, 1, now())`, [
    given,
    player,
  ])
}

async function makeQuests(stage: Stage): Promise<void> {
  for (const [number, name] of ['First Steps', 'Long Way'].entries()) {
    const quest = randomUUID()
    await stage.quests.query('INSERT INTO quest (id, created_at) VALUES ($1, now())', [quest])
    await stage.quests.query(
      'INSERT INTO quest_version (quest_id, version, revision, definition, published_at) VALUES ($1, 1, $2, $3, now())',
      [quest, number + 1, { name }],
    )
    await stage.quests.query(
      `INSERT INTO quest_progress (user_id, quest_id, version, period, round_ended, counters, completions, period_completions, claims, updated_at)
       SELECT id, $1, 1, 'NEVER', false, '[]', i % 3, i % 3, greatest(i % 3 - 1, 0), now() FROM unnest($2::uuid[]) WITH ORDINALITY p(id, i) WHERE i > $3::int`,
      [quest, stage.players, number * 3],
    )
  }
}
