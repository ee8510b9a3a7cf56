import { expect, test } from 'vitest'
import { aCharacter, characterId, FIELD, smallWorld, YARD } from '../../../test/small-world.js'
import type { Command } from '../simulation/commands.js'
import type { MapStart, Request, TickReport } from './messages.js'
import { createWorldRunner } from './world-runner.js'
import { plainProjection } from '../notifier/projection.js'
import { updatesOf } from '../../../test/view-updates.js'

const yard: MapStart = { mapId: YARD, tick: 0, seed: 1 }
const field: MapStart = { mapId: FIELD, tick: 0, seed: 2 }

function aRunner(...maps: MapStart[]) {
  const runner = createWorldRunner(smallWorld({ lines: ['monsters 1 slime in 16,1 to 18,2'] }), {
    maps,
  })
  let id = 0
  const offer = (
    command: Command,
    numbered: Partial<Pick<Request, 'acknowledged' | 'clientSequence' | 'isArrival'>> = {},
  ) =>
    runner.offer({
      id: id++,
      command,
      mapId: command.type === 'enter' ? YARD : null,
      clientSequence: null,
      ...numbered,
    })
  const step = () => runner.tick(1_000)
  const steps = (count: number) => Array.from({ length: count }, step)
  return { runner, offer, step, steps }
}
const enter = (number: number, at = { x: 2, y: 2 }): Command => ({ type: 'enter', character: aCharacter(number), at })
const move = (number: number, to: { x: number; y: number }): Command => ({
  type: 'move',
  characterId: characterId(number),
  to,
})
const hashOf = (report: Pick<TickReport, 'maps'> | undefined, mapId: string) =>
  report?.maps.find(map => map.mapId === mapId)

test('a map that is handed over goes on as if it had stayed: the same monsters, drops and characters, tick by tick', () => {
  const [stays, leaves] = [aRunner(yard, field), aRunner(yard, field)]
  for (const { offer, steps } of [stays, leaves]) {
    offer(enter(1))
    offer(enter(2, { x: 17, y: 3 }))
    steps(40)
    offer({ type: 'attack', characterId: characterId(2), monster: 0 })
    steps(60)
  }
  leaves.runner.release([YARD])
  const { maps, released } = leaves.step()
  expect(maps.map(({ mapId }) => mapId)).toEqual([FIELD])
  const [handedOver] = released
  expect(handedOver).toMatchObject({ mapId: YARD, tick: 100 })
  expect(handedOver?.characterIds.toSorted()).toEqual([characterId(1), characterId(2)].toSorted())

  const successor = aRunner()
  successor.runner.open([{ ...yard, tick: 100, snapshot: handedOver?.snapshot ?? null }])
  for (const { offer } of [stays, successor]) offer(move(1, { x: 4, y: 1 }))
  const [expected, found] = [stays.steps(200), successor.steps(200)]
  expect(found.map(report => hashOf(report, YARD)?.hash)).toEqual(expected.map(report => hashOf(report, YARD)?.hash))
  expect(hashOf(found.at(-1), YARD)?.tick).toBe(300)
})

test('commands that wait for a map that is given up are refused, so that they are brought to its next holder', () => {
  const { offer, runner, step } = aRunner(yard, field)
  offer(enter(1))
  step()
  expect(offer(move(1, { x: 4, y: 1 }))).toBeUndefined()
  runner.release([YARD])
  expect(step().answers).toEqual([{ id: 1, tick: 1, rejected: 'WORLD_CLOSED' }])
  expect(offer(move(1, { x: 4, y: 1 }))).toMatchObject({ rejected: 'NOT_IN_WORLD' })
  expect(offer(enter(2))).toMatchObject({ rejected: 'NOT_IN_WORLD' })
})

test('a character that goes to a map of another process departs, once, and is not in this loop any more', () => {
  const { offer, step } = aRunner(yard)
  offer(enter(1, { x: 17, y: 8 }))
  step()
  offer(move(1, { x: 18, y: 8 }))
  const departed: TickReport['departed'][number][] = []
  for (let tick = 0; tick < 60; tick++) departed.push(...step().departed)
  expect(departed).toMatchObject([
    { fromMapId: YARD, toMapId: FIELD, to: { x: 1, y: 1 }, character: { characterId: characterId(1) } },
  ])
  expect(offer(move(1, { x: 4, y: 1 }))).toMatchObject({ rejected: 'NOT_IN_WORLD' })
})

test('a character that is between two maps when the second is given up goes on as departed', () => {
  const walking = () => {
    const made = aRunner(yard, field)
    made.offer(enter(1, { x: 17, y: 8 }))
    made.step()
    made.offer(move(1, { x: 18, y: 8 }))
    return made
  }
  const first = walking()
  let ticks = 1
  while (!first.step().changed.some(({ mapId }) => mapId === FIELD)) ticks++
  // The same world, a tick before the character comes to the second map.
  const { runner, step, steps } = walking()
  steps(ticks - 1)
  runner.release([FIELD])
  expect(step().departed).toMatchObject([{ toMapId: FIELD, to: { x: 1, y: 1 } }])
})

test('a map that comes to a loop goes on with its ticks, or the loop with those of the map', () => {
  const ticksOf = (report: Pick<TickReport, 'maps' | 'tick'>) => [report.tick, ...report.maps.map(({ tick }) => tick)]
  const { runner, step, steps } = aRunner()
  steps(5)
  runner.open([{ ...yard, tick: 3 }])
  expect(ticksOf(step())).toEqual([6, 6])
  runner.open([{ ...field, tick: 2 }])
  expect(ticksOf(step())).toEqual([7, 7, 7])
  runner.release([YARD])
  step()
  runner.open([{ ...yard, tick: 1_000 }])
  expect(step()).toMatchObject({ tick: 1_001 })
})

test('a command for a tick that the loop passes over is applied by the next one', () => {
  const { offer, runner, step } = aRunner(yard)
  offer(enter(1))
  step()
  const command = move(1, { x: 4, y: 1 })
  expect(runner.offer({ id: 77, command, mapId: null, clientSequence: null, atTick: 20 })).toBeUndefined()
  runner.open([{ ...field, tick: 500 }])
  expect(step().answers).toMatchObject([{ id: 77, rejected: null }])
})

function watched({ runner, step }: ReturnType<typeof aRunner>) {
  runner.viewers.watch(1, { characterId: characterId(1), everyTicks: 1, projection: plainProjection })
  return () => updatesOf(step().views).map(({ update: { acknowledged, snapshot } }) => ({ acknowledged, snapshot }))
}

test('a map that is handed over goes on to say which command of each client was the last', () => {
  const { offer, runner, step } = aRunner(yard)
  offer(enter(1))
  offer(enter(2))
  step()
  offer(move(1, { x: 4, y: 1 }), { clientSequence: 41 })
  step()
  // One that is refused counts as well.
  offer(move(1, { x: -1, y: 1 }), { clientSequence: 42 })
  step()
  runner.release([YARD])
  const [handedOver] = step().released
  expect(handedOver?.acknowledged).toEqual({ [characterId(1)]: 42 })

  const { acknowledged = {}, snapshot = null, tick = 0 } = handedOver ?? {}
  const successor = aRunner()
  const updates = watched(successor)
  successor.runner.open([{ ...yard, tick, snapshot, acknowledged }])
  expect(updates()).toEqual([{ snapshot: true, acknowledged: 42 }])
  // A number that is read in the database at the same time is older, and does not count.
  successor.offer(enter(1), { acknowledged: 41 })
  expect(updates()).not.toContainEqual(expect.objectContaining({ acknowledged: 41 }))
})

test('a command is reported with its number, whether or not it changes its character, so that the number is saved', () => {
  const { offer, step } = aRunner(yard)
  offer(enter(1))
  step()
  expect(step().changed).toEqual([])
  offer(move(1, { x: -1, y: 1 }), { clientSequence: 5 })
  expect(step().changed).toMatchObject([{ characterId: characterId(1), acknowledged: 5 }])
  expect(step().changed).toEqual([])
})

test('a character that comes from another process keeps the number that was acknowledged there', () => {
  const arrived = aRunner(yard)
  const updates = watched(arrived)
  arrived.offer(enter(1), { acknowledged: 9 })
  expect(updates()).toEqual([{ snapshot: true, acknowledged: 9 }])

  const { offer, step } = aRunner(yard)
  offer(enter(1, { x: 17, y: 8 }))
  step()
  offer(move(1, { x: 18, y: 8 }), { clientSequence: 10 })
  const departed: TickReport['departed'][number][] = []
  for (let tick = 0; tick < 60; tick++) departed.push(...step().departed)
  expect(departed).toMatchObject([{ toMapId: FIELD, acknowledged: 10 }])
})

test('a character that leaves while it is read in the database is not taken in after it, unless its player has it enter', () => {
  const { offer, step } = aRunner(yard)
  const arrive = () => offer(enter(1), { isArrival: true })
  expect(arrive()).toBeUndefined()
  step()
  offer({ type: 'leave', characterId: characterId(1) })
  // Read before the leave, and offered before or after its tick.
  expect(arrive()).toMatchObject({ rejected: null })
  expect(step().left).toHaveLength(1)
  expect(arrive()).toMatchObject({ rejected: 'NOT_IN_WORLD' })
  expect(step().changed).toEqual([])
  expect(offer(enter(1))).toBeUndefined()
  expect(step().changed).toHaveLength(1)
})
