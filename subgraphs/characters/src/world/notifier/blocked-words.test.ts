import { expect, test } from 'vitest'
import { corridor } from '../../../test/histories.js'
import { aCharacter, aProfile, characterId, ownerId } from '../../../test/small-world.js'
import { updatesOf } from '../../../test/view-updates.js'
import type { Command } from '../simulation/commands.js'
import { createSimulation } from '../simulation/simulation.js'
import { plainProjection } from './projection.js'
import { readBodies, type ViewBody } from './view-bodies.js'
import { createViewers } from './viewers.js'

const SAID = 'Good morning'

/** Five characters at one place, each with a viewer of its number. Those of `unknown` are not introduced. */
function aCrowd({ everyTicks = 1, unknown = [] }: { everyTicks?: number; unknown?: readonly number[] } = {}) {
  const simulation = createSimulation({ ...corridor, map: { ...corridor.map, monsters: [] } }, 1)
  const viewers = createViewers()
  const numbers = [1, 2, 3, 4, 5]
  for (const number of numbers) {
    viewers.watch(number, { characterId: characterId(number), everyTicks, projection: plainProjection })
    if (!unknown.includes(number)) viewers.introduce(aProfile(number))
  }
  const step = (...commands: readonly Command[]) => {
    const { tick } = simulation.step(commands)
    return viewers.after({ tick, at: tick * 40, worldOf: () => simulation.world })
  }
  step(...numbers.map((number): Command => ({ type: 'enter', character: aCharacter(number), at: { x: 70, y: 2 } })))
  const say = (number: number): Command => ({ type: 'say', characterId: characterId(number), text: SAID })
  const wave = (number: number): Command => ({
    type: 'changeAppearance',
    characterId: characterId(number),
    appearance: { hairStyle: 1, hairColor: 1, clothColor: 1 },
  })
  return {
    step,
    say,
    wave,
    block: (number: number, others: readonly number[], blocksVersion = 1) =>
      viewers.introduce(aProfile(number, { blockedIds: others.map(ownerId), blocksVersion })),
    /** By the number of the viewer: what it is told of the tick. */
    told: (...commands: readonly Command[]) =>
      Object.fromEntries(
        updatesOf(step(...commands)).map(({ viewerId, update }) => [
          viewerId,
          update.changes.map(change => change.__typename),
        ]),
      ),
  }
}

test('words reach neither a viewer who has blocked the speaker nor one whom the speaker has blocked', () => {
  const { block, say, told } = aCrowd()
  block(2, [1])
  block(1, [3])
  const words = ['CharacterSaid']
  expect(told(say(1))).toEqual({ 1: words, 4: words, 5: words })
  expect(told(say(2))).toEqual({ 2: words, 3: words, 4: words, 5: words })
  expect(told(say(3))).toEqual({ 2: words, 3: words, 4: words, 5: words })
  block(2, [], 2)
  block(1, [], 2)
  expect(told(say(1))).toEqual({ 1: words, 2: words, 3: words, 4: words, 5: words })
})

test('a viewer who is not told words is told all else of the tick, in one update as before', () => {
  const { block, say, told, wave } = aCrowd()
  block(2, [1])
  const all = ['AppearanceChanged', 'CharacterSaid', 'AppearanceChanged']
  const others = ['AppearanceChanged', 'AppearanceChanged']
  expect(told(wave(3), say(1), wave(1))).toEqual({ 1: all, 2: others, 3: all, 4: all, 5: all })
})

test('words of a block that lasted at their tick do not come with a later update', () => {
  const { block, say, told, wave } = aCrowd({ everyTicks: 3 })
  block(2, [1])
  expect(told(say(1))).toEqual({})
  block(2, [], 2)
  expect(told(wave(3))).toEqual({})
  const later = told()
  expect(later[2]).toEqual(['AppearanceChanged'])
  expect(later[4]).toEqual(['CharacterSaid', 'AppearanceChanged'])
})

test('of a character that is not introduced, nobody else is told words, and it is told none', () => {
  const { block, say, told } = aCrowd({ unknown: [1] })
  const words = ['CharacterSaid']
  expect(told(say(1))).toEqual({ 1: words })
  expect(told(say(2))).toEqual({ 2: words, 3: words, 4: words, 5: words })
  block(1, [2])
  expect(told(say(1))).toEqual({ 1: words, 3: words, 4: words, 5: words })
})

test('a profile that was read before another one does not undo its blocks', () => {
  const { block, say, told } = aCrowd()
  block(2, [1], 5)
  block(2, [], 4)
  expect(told(say(1))).not.toHaveProperty('2')
})

test('viewers who hear the same share one list, and nothing is written once more for others', () => {
  const listsOf = (...blocks: readonly (readonly [number, number])[]) => {
    const { block, say, step, wave } = aCrowd()
    for (const [by, other] of blocks) block(by, [other])
    const bodies = step(say(1), wave(3))
    if (bodies === null) throw new Error('Expected the viewers to be told')
    /** By viewer: where the list is that it shares; null for the one who has it first, and for one of its own. */
    const shared = new Map<number, number | null>()
    const texts = new Map<number, string>()
    readBodies(bodies, ({ parts, viewerId }: ViewBody) => {
      const [, list] = parts
      shared.set(viewerId, list?.byteOffset ?? null)
      texts.set(viewerId, Buffer.concat(parts).toString())
    })
    return { shared, texts, written: Buffer.from(bodies.buffer).toString().split(SAID).length - 1 }
  }
  const open = listsOf()
  const [, shared] = [...open.shared.values()]
  expect(shared).toEqual(expect.any(Number))
  expect([...open.shared.values()]).toEqual([null, shared, shared, shared, shared])
  const withBlocks = listsOf([2, 1], [4, 5])
  const still = withBlocks.shared.get(3)
  expect(still).toEqual(expect.any(Number))
  expect([...withBlocks.shared.values()]).toEqual([null, null, still, still, still])
  expect([...withBlocks.texts].filter(([, text]) => !text.includes(SAID)).map(([viewer]) => viewer)).toEqual([2])
  expect(withBlocks.written).toBe(open.written)
})
