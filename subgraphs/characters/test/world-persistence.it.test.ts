import { randomUUID } from 'node:crypto'
import { createEntityCache } from '@waystone/kit/cache'
import { createLogger } from '@waystone/kit/logger'
import { createMetrics } from '@waystone/kit/metrics'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { findCharacters } from '../src/repositories/character.js'
import { releaseLease, renewLease, takeLease } from '../src/repositories/world.js'
import { readWorldContent } from '../src/world/content/read-content.js'
import type { TickReport } from '../src/world/loop/messages.js'
import { BACKLOG_MAX, createGainWriter } from '../src/world/persistence/gain-writer.js'
import { saveBatch, WorldLost, type Batch, type MapGain } from '../src/world/persistence/save-batch.js'
import type { Gain } from '../src/world/simulation/outcome.js'
import { aPlayer, startCharacters, type TestApp } from './characters-app.js'
import { aPet } from './small-world.js'

const content = readWorldContent()
const mapId = content.start.id
const [slime] = content.kinds
const holder = randomUUID()

let characters: TestApp
let needs: Parameters<typeof saveBatch>[0]
let epoch = 0
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
  await releaseLease(needs.pool, epoch)
  epoch = (await takeLease(needs.pool, { holder, durationMs: 60_000 }))?.epoch ?? 0
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
  epoch,
  tick: 10,
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
      standings: [{ characterId: id, mapId, position: { x: 12, y: 8 }, hp: 33 }],
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
  expect(killed).toMatchObject({ monster: 'meadow-slime', mapId, level: 1 })
})

test('a batch that is saved already, since its answer was lost, is not saved again', async () => {
  const { id, userId } = await aCharacter()
  const batch = aBatch({ gains: [kill(id)] })
  await saveBatch(needs, batch)
  await saveBatch(needs, batch)
  expect((await read(id))?.experience).toBe(120)
  expect((await told(userId)).filter(type => type === 'monster.killed')).toHaveLength(1)
})

test('a process that has lost the world saves nothing over its successor', async () => {
  const { id } = await aCharacter()
  const lost = epoch
  await releaseLease(needs.pool, lost)
  const next = await takeLease(needs.pool, { holder: randomUUID(), durationMs: 60_000 })
  expect(next?.epoch).toBe(lost + 1)
  await expect(saveBatch(needs, aBatch({ epoch: lost, gains: [kill(id)] }))).rejects.toThrow(WorldLost)
  expect(await renewLease(needs.pool, { epoch: lost, durationMs: 60_000 })).toBe(false)
  expect((await read(id))?.experience).toBe(0)
  epoch = next?.epoch ?? 0
})

test('one holder has the world at a time, and its successor goes on from the last tick that was saved', async () => {
  expect(await takeLease(needs.pool, { holder: randomUUID(), durationMs: 60_000 })).toBeNull()
  await saveBatch(needs, aBatch({ tick: 4_711, standings: [] }))
  await releaseLease(needs.pool, epoch)
  const leases = await Promise.all(
    Array.from({ length: 8 }, () => takeLease(needs.pool, { holder: randomUUID(), durationMs: 60_000 })),
  )
  const [lease, ...others] = leases.filter(found => found !== null)
  expect(others).toEqual([])
  expect(lease).toEqual({ epoch: epoch + 1, tick: 4_711 })
  epoch = lease?.epoch ?? 0
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

const report = (tick: number, gains: readonly Gain[]): Pick<TickReport, 'tick' | 'maps' | 'changed' | 'left'> => ({
  tick,
  maps: [{ mapId, firstGain: 0, gains, hash: 0 }],
  changed: [],
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
    epoch,
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
