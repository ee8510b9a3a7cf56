import fc from 'fast-check'
import { expect, test } from 'vitest'
import { content, HISTORIES, history, settingOf } from '../../../test/histories.js'
import { FIELD, YARD } from '../../../test/small-world.js'
import { levelAt } from '../../domain/experience.js'
import { logOfBytes } from '../replay/log-bytes.js'
import type { Recording } from '../replay/map-recorder.js'
import { snapshotOfBytes } from '../replay/snapshot-bytes.js'
import { restoreSimulation } from '../simulation/simulation.js'
import type { Command } from '../simulation/commands.js'
import { createLiveWorld } from './live-world.js'
import type { LiveCharacter } from './messages.js'
import { createWorldRunner } from './world-runner.js'

const MAPS = [YARD, FIELD]
/** Two histories at once, one for each map: characters go from one to the other, and some commands name later ticks. */
const journeys = fc.record({
  histories: fc.tuple(history, history),
  delays: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 20 }),
})

/** Plays the histories on a world of both maps, and looks at every report. */
function play(
  {
    histories,
    delays,
  }: { histories: readonly { ticks: readonly (readonly Command[])[] }[]; delays: readonly number[] },
  look: (
    seen: ReturnType<typeof createLiveWorld>,
    report: ReturnType<ReturnType<typeof createWorldRunner>['tick']>,
  ) => void,
) {
  const recordings: Recording[] = []
  const runner = createWorldRunner(
    content,
    { maps: MAPS.map((mapId, index) => ({ mapId, tick: 0, seed: index + delays.length })) },
    recording => recordings.push(recording),
  )
  const live = createLiveWorld(0)
  const ticks = Math.max(...histories.map(each => each.ticks.length))
  const answers = new Map<number, number>()
  let id = 0
  const answer = (of: number) => answers.set(of, (answers.get(of) ?? 0) + 1)
  // A few more, for commands that wait.
  for (let tick = 1; tick <= ticks + 10; tick++) {
    for (const [index, each] of histories.entries())
      for (const command of each.ticks[tick - 1] ?? []) {
        const atTick = tick + (delays[id % delays.length] ?? 0)
        const mapId = command.type === 'enter' ? (MAPS[index] ?? YARD) : null
        const refused = runner.offer({ id, command, mapId, clientSequence: null, atTick })
        if (refused !== undefined) answer(refused.id)
        id++
      }
    const report = runner.tick(tick * 40)
    for (const given of report.answers) answer(given.id)
    live.apply({ ...report, status: null })
    look(live, report)
  }
  runner.flush()
  return { recordings, given: id, answers }
}

test('every command is answered once, and a character is on one map at most, out of walls, with the level that its experience gives', () => {
  fc.assert(
    fc.property(journeys, journey => {
      const { answers, given } = play(journey, (live, report) => {
        const standing = new Map<string, LiveCharacter>()
        for (const character of report.changed) {
          expect(standing.has(character.characterId), character.characterId).toBe(false)
          standing.set(character.characterId, character)
          const { grid } = content.mapOf(character.mapId)
          expect(grid.isWalkable(character.position.x, character.position.y)).toBe(true)
          expect(character.level).toBe(levelAt(character.experience))
        }
        expect(live.playersOn(YARD) + live.playersOn(FIELD)).toBe(live.playersOnline)
        for (const { character } of report.left) expect(live.character(character.characterId)).toBeUndefined()
      })
      expect([...answers.keys()].toSorted((one, other) => one - other)).toEqual(
        Array.from({ length: given }, (_, number) => number),
      )
      expect([...answers.values()].filter(times => times !== 1)).toEqual([])
    }),
    { numRuns: Math.ceil(HISTORIES / 4) },
  )
}, 240_000)

test('over all maps, experience is what characters came with and what kills gave, and no drop is picked up twice', () => {
  let [kills, shares] = [0, 0]
  fc.assert(
    fc.property(journeys, ({ delays, histories }) => {
      const gained = new Map<string, number>()
      const start = new Map<string, number>()
      const pickedUp: string[] = []
      // A character that leaves and comes back brings another experience, that of its record.
      const stayed = histories.map(({ ticks }) => ({
        ticks: ticks.map(commands => commands.filter(({ type }) => type !== 'leave')),
      }))
      play({ delays, histories: stayed }, (_, report) => {
        for (const { gains, mapId } of report.maps)
          for (const gain of gains) {
            if (gain.type === 'pickedUp') pickedUp.push(`${mapId} ${gain.dropNumber}`)
            if (gain.type !== 'killed' && gain.type !== 'shared') continue
            if (gain.type === 'killed') kills++
            else shares++
            gained.set(gain.characterId, (gained.get(gain.characterId) ?? 0) + gain.experience)
          }
        for (const { characterId, experience } of report.changed) {
          const before = start.get(characterId) ?? experience - (gained.get(characterId) ?? 0)
          start.set(characterId, before)
          expect(experience).toBe(before + (gained.get(characterId) ?? 0))
        }
      })
      expect(new Set(pickedUp).size).toBe(pickedUp.length)
    }),
    { numRuns: Math.ceil(HISTORIES / 4) },
  )
  expect(kills).toBeGreaterThan(10)
  expect(shares).toBeGreaterThan(0)
}, 240_000)

test('what a world of two maps has recorded replays to its hashes, each map by itself', () => {
  fc.assert(
    fc.property(journeys, journey => {
      const hashes = new Map(MAPS.map(mapId => [mapId, [] as number[]]))
      const { recordings } = play(journey, (_, report) => {
        for (const { hash, mapId } of report.maps) hashes.get(mapId)?.push(hash)
      })
      for (const mapId of MAPS) {
        const own = recordings.filter(recording => recording.mapId === mapId)
        const snapshot = own.find(({ type }) => type === 'snapshot')
        const simulation = restoreSimulation(settingOf(mapId), snapshotOfBytes(snapshot?.bytes ?? new Uint8Array()))
        const replayed = own
          .filter(({ type }) => type === 'log')
          .flatMap(({ bytes }) => [...logOfBytes(bytes)])
          .map(({ commands, hash }) => {
            simulation.step(commands)
            expect(simulation.hash()).toBe(hash)
            return hash
          })
        expect(replayed).toEqual(hashes.get(mapId))
      }
    }),
    { numRuns: Math.ceil(HISTORIES / 4) },
  )
}, 240_000)
