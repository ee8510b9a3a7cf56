import fc from 'fast-check'
import { expect, test } from 'vitest'
import { history, settingOf } from '../../../test/histories.js'
import { aCharacter, characterId } from '../../../test/small-world.js'
import type { Command } from '../simulation/commands.js'
import { createSimulation, restoreSimulation } from '../simulation/simulation.js'
import { createByteReader, createByteWriter } from './bytes.js'
import { createLogWriter, logOfBytes, type LoggedTick } from './log-bytes.js'
import { bytesOfSnapshot, snapshotOfBytes } from './snapshot-bytes.js'

test('numbers, words and texts are read as they were written', () => {
  const numbers = fc.array(fc.oneof(fc.maxSafeNat(), fc.nat(300)))
  const signed = fc.array(fc.integer())
  const text = fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map(code => String.fromCharCode(code)) })
  fc.assert(
    fc.property(numbers, signed, text, fc.uuid(), (uints, ints, said, uuid) => {
      const writer = createByteWriter()
      for (const value of uints) writer.uint(value)
      for (const value of ints) writer.int(value)
      for (const value of ints) writer.word(value)
      writer.text(said)
      writer.uuid(uuid)
      writer.words(Int32Array.from(ints))
      const reader = createByteReader(writer.take())
      expect(uints.map(() => reader.uint())).toEqual(uints)
      expect(ints.map(() => reader.int())).toEqual(ints)
      expect(ints.map(() => reader.word())).toEqual(ints)
      expect(reader.text()).toBe(said)
      expect(reader.uuid()).toBe(uuid)
      expect([...reader.words()]).toEqual(ints)
      expect(reader.isAtEnd).toBe(true)
      expect(() => reader.byte()).toThrow('Expected 1 more bytes')
      expect(writer.length).toBe(0)
    }),
  )
})

/** Commands that histories, which are of players, do not have. */
const ofOthers: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ type: fc.constant('holdGains' as const), held: fc.boolean() }),
  fc.record({
    type: fc.constant('gainExperience' as const),
    characterId: fc.constantFrom(1, 2, 3, 4).map(characterId),
    amount: fc.nat(100_000),
  }),
)

test('a log and a snapshot of any history give the same commands, times and state hashes when they are replayed', () => {
  fc.assert(
    fc.property(
      history,
      fc.array(ofOthers, { maxLength: 5 }),
      fc.array(fc.integer({ min: -5_000, max: 90_000 })),
      ({ seed, mapId, ticks }, others, delays) => {
        const simulation = createSimulation(settingOf(mapId), seed, 4_000_000_000)
        const log = createLogWriter()
        const logged: LoggedTick[] = []
        let at = 1_790_000_000_000
        let snapshot: Uint8Array = new Uint8Array()
        const middle = Math.floor(ticks.length / 2)
        for (const [index, commands] of ticks.entries()) {
          if (index === middle) snapshot = bytesOfSnapshot(simulation.snapshot())
          at += delays[index] ?? 40
          const given = [...commands, ...others]
          const { results, tick } = simulation.step(given)
          logged.push({ tick, at, commands: given.slice(0, results.length), hash: simulation.hash() })
        }
        for (const tick of logged) log.write(tick)
        expect(log.ticks).toBe(ticks.length)
        const read = [...logOfBytes(log.take())]
        expect(read).toEqual(logged)
        expect(log.ticks).toBe(0)

        const restored = restoreSimulation(settingOf(mapId), snapshotOfBytes(snapshot))
        const hashes = read.slice(middle).map(({ commands }) => {
          restored.step(commands)
          return restored.hash()
        })
        expect(hashes).toEqual(logged.slice(middle).map(({ hash }) => hash))
      },
    ),
    { numRuns: 100 },
  )
}, 60_000)

test('a command of a character that is known takes seven bytes at most, and an idle tick seven', () => {
  const log = createLogWriter()
  const enter: Command = { type: 'enter', character: aCharacter(1), at: null }
  const move: Command = { type: 'move', characterId: characterId(1), to: { x: 199, y: 150 } }
  const write = (tick: number, commands: readonly Command[]) => log.write({ tick, at: tick * 40, commands, hash: -1 })
  const lengthOf = (ticks: readonly (readonly Command[])[]) => {
    write(1, [enter])
    for (const [index, commands] of ticks.entries()) write(index + 2, commands)
    return log.take().length
  }
  expect(lengthOf([[], []]) - lengthOf([[]])).toBeLessThanOrEqual(7)
  expect(lengthOf([[move, move]]) - lengthOf([[move]])).toBeLessThanOrEqual(7)
})
