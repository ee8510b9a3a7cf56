import { afterEach, expect, test } from 'vitest'
import { aCharacter, characterId } from '../../../test/small-world.js'
import { readWorldContent } from '../content/read-content.js'
import { plainProjection } from '../notifier/projection.js'
import { readUpdate, type ViewUpdate } from '../notifier/view-update.js'
import { startWorldLoop, type LoopHooks, type WorldLoop } from './world-loop.js'

const { maps, start } = readWorldContent()
let opened: WorldLoop[] = []
afterEach(async () => {
  await Promise.all(opened.map(loop => loop.close()))
  opened = []
})

function aLoop(hooks: Pick<LoopHooks, 'beforeTold'> = {}): WorldLoop {
  const loop = startWorldLoop(
    { contentDirectory: null, maps: maps.map(({ id }, seed) => ({ mapId: id, tick: 100, seed })) },
    {
      onFailure: error => {
        throw error
      },
      ...hooks,
    },
  )
  opened.push(loop)
  return loop
}
const until = async (isDone: () => boolean) => expect.poll(isDone).toBe(true)

test('a loop in a thread of its own applies commands, and tells what happens around a character', async () => {
  const loop = aLoop()
  const updates: ViewUpdate[] = []
  loop.watch(
    { characterId: characterId(1), everyTicks: 1, projection: plainProjection },
    { take: body => updates.push(readUpdate(body)), end: () => {} },
  )
  const entered = await loop.command({ type: 'enter', character: aCharacter(1), at: start.spawn }, { mapId: start.id })
  expect(entered.rejected).toBeNull()
  expect(entered.tick).toBeGreaterThan(100)
  expect(loop.live.character(characterId(1))).toMatchObject({ mapId: start.id, position: start.spawn })
  expect(loop.live.tick).toBeGreaterThanOrEqual(entered.tick)

  const { x, y } = start.spawn
  const move = { type: 'move', characterId: characterId(1), to: { x: x + 3, y } } as const
  expect((await loop.command(move, { clientSequence: 7 })).rejected).toBeNull()
  await until(() => loop.live.character(characterId(1))?.position.x === x + 3)
  await until(() => updates.some(({ acknowledged }) => acknowledged === 7))
  expect(updates[0]).toMatchObject({ sequence: 1, snapshot: true, tick: entered.tick })
  expect(updates.map(({ sequence }) => sequence)).toEqual(updates.map((_, index) => index + 1))
  const steps = updates.flatMap(({ changes }) =>
    changes.flatMap(change =>
      change.__typename === 'CharacterMoved' && change.characterId === characterId(1) ? [change.to.x] : [],
    ),
  )
  expect(steps).toEqual([x + 1, x + 2, x + 3])
})

test('nothing of a tick is told before its gains are saved, and ticks keep their order', async () => {
  let save = () => {}
  const arrived: number[] = []
  const loop = aLoop({
    beforeTold: ({ maps: reports, tick }) => {
      arrived.push(tick)
      if (reports.every(({ gains }) => gains.length === 0)) return undefined
      return new Promise(resolve => {
        save = resolve
      })
    },
  })
  const of = { characterId: characterId(1) }
  const seen: string[] = []
  const told: number[] = []
  loop.onTick(({ tick }) => told.push(tick))
  await loop.command({ type: 'enter', character: aCharacter(1), at: start.spawn }, { mapId: start.id })
  loop.watch(
    { ...of, everyTicks: 1, projection: plainProjection },
    { take: body => seen.push(...readUpdate(body).changes.map(({ __typename }) => __typename)), end: () => {} },
  )
  await until(() => seen.includes('CharacterAppeared'))
  let isAnswered = false
  const appearance = { hairStyle: 0, hairColor: 0, clothColor: 9 }
  const answer = loop.command({ type: 'changeAppearance', ...of, appearance }).then(() => {
    isAnswered = true
  })
  await until(() => (told.at(-1) ?? 0) + 5 < (arrived.at(-1) ?? 0))
  expect(isAnswered).toBe(false)
  expect(seen).not.toContain('AppearanceChanged')
  expect(loop.live.character(characterId(1))?.appearance.clothColor).not.toBe(9)
  save()
  await answer
  expect(loop.live.character(characterId(1))?.appearance.clothColor).toBe(9)
  await until(() => seen.includes('AppearanceChanged'))
  expect(told).toEqual(arrived.slice(0, told.length))
})

test('a loop that ends tells what it has held back', async () => {
  const loop = aLoop({ beforeTold: () => new Promise(resolve => setImmediate(resolve)) })
  const entered = await loop.command({ type: 'enter', character: aCharacter(1), at: start.spawn }, { mapId: start.id })
  const told: number[] = []
  let isOver = false
  loop.onTick(
    ({ tick }) => told.push(tick),
    () => {
      isOver = true
    },
  )
  await until(() => told.length > 0)
  await loop.close()
  expect(isOver).toBe(true)
  expect(told).toEqual(told.map((_, index) => entered.tick + 1 + index))
})

test('a loop ticks twenty-five times a second', async () => {
  const loop = aLoop()
  const ticks: { tick: number; at: number }[] = []
  loop.onTick(({ tick, at }) => ticks.push({ tick, at }))
  await until(() => ticks.length >= 50)
  const [first, last] = [ticks[0], ticks.at(-1)]
  const seconds = ((last?.at ?? 0) - (first?.at ?? 0)) / 1_000
  const rate = ((last?.tick ?? 0) - (first?.tick ?? 0)) / seconds
  expect(rate).toBeGreaterThan(20)
  expect(rate).toBeLessThan(30)
  expect(loop.live.status.tickP50Ms).toBeGreaterThan(0)
})

test('a loop that closes answers every command', async () => {
  const loop = aLoop()
  const answers = Array.from({ length: 10 }, (_, index) =>
    loop.command({ type: 'leave', characterId: characterId(index) }),
  )
  await loop.close()
  expect((await Promise.all(answers)).every(({ rejected }) => rejected !== null)).toBe(true)
  expect((await loop.command({ type: 'leave', characterId: characterId(1) })).rejected).toBe('WORLD_CLOSED')
})
