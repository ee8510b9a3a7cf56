import { randomUUID } from 'node:crypto'
import { createEntityCache } from '@waystone/kit/cache'
import { createLogger } from '@waystone/kit/logger'
import { createMetrics } from '@waystone/kit/metrics'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { findCharacters } from '../src/repositories/character.js'
import { addLeases, giveUpLeases, renewLeases, takeLeases } from '../src/repositories/map-lease.js'
import { dropAbandoned, findArrivals } from '../src/repositories/world.js'
import { readWorldContent } from '../src/world/content/read-content.js'
import type { TickReport } from '../src/world/loop/messages.js'
import { BACKLOG_MAX, createGainWriter } from '../src/world/persistence/gain-writer.js'
import { saveBatch, WorldLost, type Batch, type MapGain } from '../src/world/persistence/save-batch.js'
import type { Gain } from '../src/world/simulation/outcome.js'
import { TICK_MS } from '../src/world/tick.js'
import { aPlayer, startCharacters, type TestApp } from './characters-app.js'
import { aPet } from './small-world.js'

const content = readWorldContent()
const mapId = content.start.id
const [slime] = content.kinds
const holder = randomUUID()

let characters: TestApp
let needs: Parameters<typeof saveBatch>[0]
let epoch = 0
const take = async (by = holder) => {
  const options = { mapIds: [mapId], holder: by, url: null, durationMs: 60_000, tickMs: TICK_MS }
  return (await takeLeases(needs.pool, options))[0]
}
const giveUp = async (tick = 0) => await giveUpLeases(needs.pool, [{ mapId, epoch, tick, handover: null }])
beforeAll(async () => {
  characters = await startCharacters()
  const pool = characters.database.primary
  const logger = createLogger({ name: 'test', level: 'silent' })
  const metrics = createMetrics({ service: 'characters' })
  const cache = createEntityCache({ namespace: 'test', redis: null, logger, metrics })
  needs = { pool, cache, content, clock: characters.clock }
})
afterAll(() => characters.close())
beforeEach(async () => {
  await addLeases(needs.pool, [mapId])
  await giveUp()
  epoch = (await take())?.epoch ?? 0
})

const aCharacter = async () =>
  await characters.aCharacter(aPlayer(), `P${randomUUID().replaceAll('-', '').slice(0, 20)}`)
const kill = (characterId: string): MapGain => ({
  mapId,
  type: 'killed',
  characterId,
  kindId: slime?.id ?? '',
  experience: 120,
})
const aBatch = (changes: Partial<Batch>): Batch => ({
  number: 1,
  maps: [{ mapId, epoch, tick: 10 }],
  gains: [],
  standings: [],
  left: [],
  ...changes,
})
const read = async (id: string) => (await findCharacters(needs.pool, [id])).get(id)
const told = async (userId: string) =>
  (await characters.told()).filter(({ data }) => (data as { userId: string }).userId === userId).map(({ type }) => type)

test('kills, levels, items, looks and lures are saved with their events, in the order in which they happened', async () => {
  const { id, userId } = await aCharacter()
  const of = { mapId, characterId: id }
  const itemId = slime?.drops[0]?.itemId ?? ''
  const appearance = { hairStyle: 1, hairColor: 2, clothColor: 3 }
  await saveBatch(
    needs,
    aBatch({
      gains: [
        kill(id),
        { ...of, type: 'pickedUp', itemId, dropNumber: 7 },
        kill(id),
        { ...of, type: 'lureUsed' },
        { ...of, type: 'appearanceChanged', appearance },
      ],
      standings: [{ characterId: id, mapId, position: { x: 12, y: 8 }, hp: 33, worldEpoch: epoch, acknowledged: 4 }],
    }),
  )
  expect(await read(id)).toMatchObject({
    experience: 240,
    level: 2,
    appearance,
    luresUsed: 1,
    hp: 33,
    mapId,
    position: { x: 12, y: 8 },
  })
  const types = ['character.created', 'monster.killed', 'character.leveled_up', 'item.picked_up', 'monster.killed']
  expect(await told(userId)).toEqual(types)
  const killed = (await characters.told()).find(({ type }) => type === 'monster.killed')?.data
  expect(killed).toMatchObject({ monster: 'meadow-slime', mapId, level: 1, experience: 120 })
  const { rows } = await needs.pool.query(
    `SELECT source, experience::int, subject_id, map_id, epoch::int, drop_number FROM gain JOIN outbox ON event_id = gain.id
     WHERE character_id = $1 ORDER BY outbox.id`,
    [id],
  )
  const kills = { source: 'KILL', experience: 120, subject_id: slime?.id, map_id: null, epoch: null, drop_number: null }
  const item = { source: 'PICK_UP', experience: 0, subject_id: itemId, map_id: mapId, epoch, drop_number: 7 }
  expect(rows).toEqual([kills, item, kills])
})

test('shares of a kill are saved with the kill that they are of, and those of an erased killer are not', async () => {
  const [killer, member] = [await aCharacter(), await aCharacter()]
  const share = (by: string): MapGain => ({
    mapId,
    type: 'shared',
    characterId: member.id,
    byCharacterId: by,
    experience: 60,
  })
  const gone = randomUUID()
  await saveBatch(needs, aBatch({ gains: [kill(killer.id), share(killer.id), kill(gone), share(gone)] }))
  expect((await read(member.id))?.experience).toBe(60)
  expect(await told(member.userId)).toEqual(['character.created', 'experience.shared'])
  const { rows } = await needs.pool.query(
    `SELECT share.experience::int, share.subject_id = kill.id AS is_of_kill FROM gain share
     JOIN gain kill ON kill.character_id = $2 AND kill.source = 'KILL' WHERE share.character_id = $1 AND share.source = 'PARTY'`,
    [member.id, killer.id],
  )
  expect(rows).toEqual([{ experience: 60, is_of_kill: true }])
})

test('a batch that is saved already, since its answer was lost, is not saved again', async () => {
  const { id, userId } = await aCharacter()
  const batch = aBatch({ gains: [kill(id)] })
  await saveBatch(needs, batch)
  await saveBatch(needs, batch)
  expect((await read(id))?.experience).toBe(120)
  expect((await told(userId)).filter(type => type === 'monster.killed')).toHaveLength(1)
})

test('a process that has lost a map saves nothing over its successor', async () => {
  const { id } = await aCharacter()
  const lost = epoch
  await giveUp()
  const next = await take(randomUUID())
  expect(next?.epoch).toBe(lost + 1)
  const batch = aBatch({ maps: [{ mapId, epoch: lost, tick: 11 }], gains: [kill(id)] })
  await expect(saveBatch(needs, batch)).rejects.toThrow(WorldLost)
  const held = [{ mapId, epoch: lost, tick: 12 }]
  expect(await renewLeases(needs.pool, { held, durationMs: 60_000 })).toEqual(new Set())
  expect((await read(id))?.experience).toBe(0)
  epoch = next?.epoch ?? 0
})

test('one holder has a map at a time, and its successor goes on from the last tick that was saved', async () => {
  expect(await take(randomUUID())).toBeUndefined()
  await saveBatch(needs, aBatch({ maps: [{ mapId, epoch, tick: 4_711 }] }))
  await giveUp(4_712)
  const leases = await Promise.all(Array.from({ length: 8 }, () => take(randomUUID())))
  const [lease, ...others] = leases.filter(found => found !== undefined)
  expect(others).toEqual([])
  expect(lease).toMatchObject({ epoch: epoch + 1, tick: 4_712, handover: null })
  epoch = lease?.epoch ?? 0
})

test('the successor of a holder that has ended begins later than any tick that it may have told', async () => {
  await saveBatch(needs, aBatch({ maps: [{ mapId, epoch, tick: 1_000 }] }))
  await needs.pool.query(
    `UPDATE map_lease SET ticked_at = now() - interval '4 seconds', expires_at = now() - interval '1 second' WHERE epoch = $1`,
    [epoch],
  )
  const next = await take(randomUUID())
  expect(next?.tick).toBeGreaterThanOrEqual(1_000 + 4_000 / TICK_MS)
  expect(next?.vacantMs).toBeGreaterThanOrEqual(1_000)
  epoch = next?.epoch ?? 0
})

test('a renewal that comes late does not revive a lease that was given up', async () => {
  const held = [{ mapId, epoch, tick: 3 }]
  expect(await renewLeases(needs.pool, { held, durationMs: 60_000 })).toEqual(new Set([mapId]))
  await giveUp()
  expect(await renewLeases(needs.pool, { held, durationMs: 60_000 })).toEqual(new Set())
  epoch = (await take(randomUUID()))?.epoch ?? 0
  expect(epoch).toBe((held[0]?.epoch ?? 0) + 1)
})

test('a character whose map no process has leaves the world by the database alone', async () => {
  const { id } = await aCharacter()
  expect(await dropAbandoned(needs.pool, id)).toBe(false)
  const standings = [{ characterId: id, mapId, position: { x: 12, y: 8 }, hp: 33, worldEpoch: epoch, acknowledged: 4 }]
  await saveBatch(needs, aBatch({ standings }))
  // Its process would save it again.
  expect(await dropAbandoned(needs.pool, id)).toBe(false)
  await giveUp()
  expect(await dropAbandoned(needs.pool, id)).toBe(true)
  const next = await take(randomUUID())
  epoch = next?.epoch ?? 0
  const arrivals = await findArrivals(needs.pool, { maps: [{ mapId, epoch }], limit: 10 })
  expect(arrivals.map(({ characterId }) => characterId)).not.toContain(id)
})

test('the state of a map that was given up is for the next holder alone', async () => {
  const handover = { contentVersion: 'v1', state: Buffer.from('a state'), acknowledged: { [randomUUID()]: 7 } }
  const givenUp = { mapId, epoch, tick: 5, handover }
  await giveUpLeases(needs.pool, [givenUp])
  const next = await take(randomUUID())
  expect(next?.handover).toMatchObject(handover)
  // One that has lost the map meanwhile leaves no state behind.
  await giveUpLeases(needs.pool, [givenUp])
  epoch = next?.epoch ?? 0
  await giveUp()
  const last = await take(randomUUID())
  expect(last?.handover).toBeNull()
  epoch = last?.epoch ?? 0
})

test('pets are saved as they are tamed, change and are lost', async () => {
  const { id } = await aCharacter()
  const of = { mapId, characterId: id }
  const kindId = slime?.id ?? ''
  const [kept, lost] = [aPet(1, { kindId, petId: randomUUID() }), aPet(2, { kindId, petId: randomUUID() })]
  const save = async (number: number, ...gains: Gain[]) =>
    await saveBatch(needs, aBatch({ number, gains: gains.map(gain => ({ mapId, ...gain })) }))
  await save(1, { ...of, type: 'tamed', pet: kept }, { ...of, type: 'tamed', pet: lost })
  await save(
    2,
    { ...of, type: 'petChanged', pet: { ...kept, hunger: 50, summoned: true } },
    { ...of, type: 'petLost', petId: lost.petId },
  )
  const { rows } = await needs.pool.query('SELECT id, name, hunger, summoned FROM pets WHERE character_id = $1', [id])
  expect(rows).toEqual([{ id: kept.petId, name: slime?.name, hunger: 50, summoned: true }])
})

const report = (tick: number, gains: readonly Gain[]): Pick<TickReport, 'maps' | 'changed' | 'departed' | 'left'> => ({
  maps: [{ mapId, tick, firstGain: 0, gains, hash: 0 }],
  changed: [],
  departed: [],
  left: [],
})

test('the writer saves every gain once, while the database fails and comes back; a long backlog holds gains back', async () => {
  const { id, userId } = await aCharacter()
  const held: boolean[] = []
  let isDown = true
  const connect = (...asked: unknown[]): unknown =>
    isDown
      ? Promise.reject(new Error('The database is away'))
      : (Reflect.apply(needs.pool.connect, needs.pool, asked) as unknown)
  const pool = Object.create(needs.pool, { connect: { value: connect } }) as typeof needs.pool
  const writer = createGainWriter({
    ...needs,
    pool,
    epochOf: () => epoch,
    onDeparted: () => {},
    logger: createLogger({ name: 'test', level: 'silent' }),
    holdGains: isHeld => held.push(isHeld),
    onLost: () => {},
  })
  writer.take(report(1, [kill(id)]))
  const first = writer.settled()
  writer.take(
    report(
      2,
      Array.from({ length: BACKLOG_MAX + 1 }, () => ({ ...kill(id), type: 'lureUsed' as const })),
    ),
  )
  expect(held).toEqual([true])
  isDown = false
  await first
  await writer.settled()
  expect(held).toEqual([true, false])
  expect(await read(id)).toMatchObject({ experience: 120, luresUsed: BACKLOG_MAX + 1 })
  expect((await told(userId)).filter(type => type === 'monster.killed')).toHaveLength(1)
  await writer.close()
})
