import { expect, test } from 'vitest'
import { aCharacter, aProfile, characterId, FIELD, smallWorld, YARD } from '../../../test/small-world.js'
import { updatesOf } from '../../../test/view-updates.js'
import { plainProjection } from '../notifier/projection.js'
import type { Command } from '../simulation/commands.js'
import { createLiveWorld } from './live-world.js'
import { createWorldRunner, QUEUE_MAX } from './world-runner.js'

function aRunner(options: { tick?: number } = {}) {
  const { tick = 0 } = options
  const runner = createWorldRunner(smallWorld({ lines: ['monsters 1 slime in 16,1 to 18,2'] }), {
    maps: [
      { mapId: YARD, tick, seed: 1 },
      { mapId: FIELD, tick, seed: 2 },
    ],
  })
  const live = createLiveWorld(tick)
  let id = 0
  const offer = (command: Command, clientSequence: number | null = null, atTick = 0) =>
    runner.offer({ id: id++, command, mapId: command.type === 'enter' ? YARD : null, clientSequence, atTick })
  const step = () => {
    const report = runner.tick(1_000)
    live.apply({ ...report, status: null })
    return report
  }
  return { live, offer, runner, step }
}
const enter = (number: number, at = { x: 2, y: 2 }): Command => ({ type: 'enter', character: aCharacter(number), at })
const move = (number: number, to = { x: 4, y: 1 }): Command => ({ type: 'move', characterId: characterId(number), to })

test('the answer of a command names the tick that has applied it, or says why it was refused', () => {
  const { offer, step } = aRunner({ tick: 500 })
  expect(offer(enter(1))).toBeUndefined()
  expect(offer(move(1))).toBeUndefined()
  expect(offer(move(1, { x: 0, y: 0 }))).toBeUndefined()
  expect(step().answers).toEqual([
    { id: 0, tick: 501, rejected: null },
    { id: 1, tick: 501, rejected: null },
    { id: 2, tick: 501, rejected: 'IN_WALL' },
  ])
  expect(offer(move(2))).toEqual({ id: 3, tick: 501, rejected: 'NOT_IN_WORLD' })
  expect(step().answers).toEqual([])
})

test('the twenty-first command of a character within a second is refused, and other characters are not held back', () => {
  const { offer, step } = aRunner()
  offer(enter(1))
  offer(enter(2))
  step()
  const flood = () => Array.from({ length: 30 }, () => offer(move(1))?.rejected)
  const tooMany = 'TOO_MANY_COMMANDS'
  expect(flood().filter(reason => reason === tooMany)).toHaveLength(11)
  expect(offer(move(2))).toBeUndefined()
  for (let tick = 0; tick < 24; tick++) step()
  // The entry was a second ago, the other commands were not.
  expect(flood().filter(reason => reason === undefined)).toHaveLength(1)
  step()
  expect(flood().filter(reason => reason === undefined)).toHaveLength(19)
})

test('a full queue refuses, and takes again after the next tick', () => {
  const { offer, step } = aRunner()
  for (let number = 1; number <= QUEUE_MAX; number++) expect(offer(enter(number))).toBeUndefined()
  expect(offer(enter(QUEUE_MAX + 1))?.rejected).toBe('WORLD_BUSY')
  step()
  expect(offer(enter(QUEUE_MAX + 1))).toBeUndefined()
})

test('a command can name a later tick, where it waits its turn behind those before it', () => {
  const { live, offer, step } = aRunner({ tick: 10 })
  offer(enter(1))
  offer(enter(3))
  step()
  expect(offer(move(1, { x: 3, y: 2 }), null, 15)).toBeUndefined()
  expect(offer(move(2), null, 15)?.rejected).toBe('NOT_IN_WORLD')
  expect(offer({ type: 'leave', characterId: characterId(3) }, null, 14)).toBeUndefined()
  expect(offer(move(3), null, 15)).toBeUndefined()
  expect(offer(move(1, { x: 0, y: 0 }), null, 14)).toBeUndefined()
  expect(offer(move(1, { x: 2, y: 1 }), null, 4)).toBeUndefined()
  const answers = Array.from({ length: 5 }, () => step().answers.map(({ tick, rejected }) => [tick, rejected]))
  expect(answers).toEqual([
    [[12, null]],
    [],
    [
      [14, null],
      [14, 'IN_WALL'],
    ],
    [
      [15, 'NOT_IN_WORLD'],
      [15, null],
    ],
    [],
  ])
  for (let tick = 0; tick < 30; tick++) step()
  expect(live.character(characterId(1))?.position).toEqual({ x: 3, y: 2 })
})

test('commands for later ticks count for the queue', () => {
  const { offer, step } = aRunner()
  for (let number = 1; number <= QUEUE_MAX; number++) expect(offer(enter(number), null, 5)).toBeUndefined()
  expect(offer(enter(QUEUE_MAX + 1))?.rejected).toBe('WORLD_BUSY')
  for (let tick = 1; tick < 5; tick++) expect(step().answers).toEqual([])
  expect(step().answers).toHaveLength(QUEUE_MAX)
  expect(offer(enter(QUEUE_MAX + 1))).toBeUndefined()
})

test('commands whose search for a path does not fit into a tick wait for the next, in their order', () => {
  const { offer, step } = aRunner()
  const numbers = Array.from({ length: 1_200 }, (_, index) => index + 1)
  for (const number of numbers) offer(enter(number))
  step()
  for (const number of numbers) offer(move(number, { x: 14, y: 8 }))
  const answered: number[] = []
  let ticks = 0
  while (answered.length < 1_200) {
    answered.push(...step().answers.map(({ id }) => id))
    ticks++
  }
  expect(ticks).toBeGreaterThan(1)
  expect(answered).toEqual(numbers.map(number => 1_199 + number))
})

test('who goes through a portal is on the other map with the next tick, and heeds commands there', () => {
  const { live, offer, runner, step } = aRunner()
  runner.viewers.watch(9, { characterId: characterId(1), everyTicks: 1, projection: plainProjection })
  offer(enter(1, { x: 17, y: 8 }))
  step()
  expect(live.character(characterId(1))).toMatchObject({ mapId: YARD, position: { x: 17, y: 8 }, level: 1 })
  expect([live.playersOnline, live.playersOn(YARD), live.playersOn(FIELD)]).toEqual([1, 1, 0])
  offer(move(1, { x: 18, y: 8 }))
  const changes: string[] = []
  while (live.playersOn(FIELD) === 0)
    changes.push(...updatesOf(step().views).flatMap(({ update }) => update.changes.map(change => change.__typename)))
  expect(changes).toContain('MapChanged')
  expect(live.character(characterId(1))).toMatchObject({ mapId: FIELD, position: { x: 1, y: 1 } })
  expect([live.playersOnline, live.playersOn(YARD), live.playersOn(FIELD)]).toEqual([1, 0, 1])
  offer(move(1, { x: 2, y: 1 }))
  expect(step().answers.at(-1)?.rejected).toBeNull()

  offer({ type: 'leave', characterId: characterId(1) })
  expect(step().left).toMatchObject([{ mapId: FIELD, character: { characterId: characterId(1) } }])
  expect([live.playersOnline, live.playersOn(FIELD), live.character(characterId(1))]).toEqual([0, 0, undefined])
  expect(offer(move(1))?.rejected).toBe('NOT_IN_WORLD')
})

test('who leaves and enters within one tick is in the world, and heeds commands', () => {
  const { live, offer, step } = aRunner()
  offer(enter(1))
  step()
  offer({ type: 'leave', characterId: characterId(1) })
  offer(enter(1, { x: 9, y: 8 }))
  expect(step().left).toEqual([])
  expect([live.playersOnline, live.character(characterId(1))?.position]).toEqual([1, { x: 9, y: 8 }])
  expect(offer(move(1, { x: 10, y: 8 }))).toBeUndefined()
  expect(step().answers.at(-1)?.rejected).toBeNull()
})

test('an update tells the number of the last command that is in it, applied or refused', () => {
  const { offer, runner, step } = aRunner()
  runner.viewers.watch(1, { characterId: characterId(1), everyTicks: 1, projection: plainProjection })
  const acknowledged = () => updatesOf(step().views).map(({ update }) => update.acknowledged)
  offer(enter(1))
  expect(acknowledged()).toEqual([null])
  offer(move(1, { x: 0, y: 0 }), 41)
  expect(acknowledged()).toEqual([41])
  expect(acknowledged()).toEqual([])
})

test('what a character says in the tick in which it leaves is told, and so is what it says as soon as it is here', () => {
  const { runner, step } = aRunner()
  const offer = (id: number, command: Command, number: number) =>
    runner.offer({ id, command, mapId: YARD, clientSequence: null, profile: aProfile(number) })
  const say = (number: number): Command => ({ type: 'say', characterId: characterId(number), text: 'Hail' })
  runner.viewers.watch(1, { characterId: characterId(1), everyTicks: 1, projection: plainProjection })
  const heard = () => {
    const changes = updatesOf(step().views).flatMap(({ update }) => update.changes)
    return changes.map(change => change.__typename).filter(name => name.startsWith('Character'))
  }
  offer(0, enter(1), 1)
  expect(heard()).toEqual(['CharacterAppeared'])
  offer(1, enter(2), 2)
  offer(2, say(2), 2)
  expect(heard()).toEqual(['CharacterAppeared', 'CharacterSaid'])
  offer(3, say(2), 2)
  offer(4, { type: 'leave', characterId: characterId(2) }, 2)
  expect(heard()).toEqual(['CharacterSaid', 'CharacterLeft'])
})
