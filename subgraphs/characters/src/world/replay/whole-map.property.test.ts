import fc from 'fast-check'
import { expect, test } from 'vitest'
import { history, settingOf } from '../../../test/histories.js'
import type { ViewChange } from '../notifier/view-change.js'
import { createSimulation, restoreSimulation, type Simulation } from '../simulation/simulation.js'
import type { TickOutcome } from '../simulation/outcome.js'
import { createWholeMapView, type WholeMapView } from './whole-map.js'

/** The ids that a change names, and the cell where it puts what it names. */
const idOf = (change: ViewChange): string =>
  'characterId' in change
    ? change.characterId
    : 'monsterId' in change
      ? change.monsterId
      : 'monster' in change
        ? change.monster.id
        : 'drop' in change
          ? change.drop.id
          : 'dropId' in change
            ? change.dropId
            : 'petId' in change
              ? change.petId
              : ''
const cellOf = (change: ViewChange): string | undefined => {
  const found =
    'monster' in change
      ? change.monster.position
      : 'drop' in change
        ? change.drop.position
        : 'to' in change
          ? change.to
          : 'position' in change
            ? change.position
            : undefined
  return found === undefined ? undefined : `${found.x},${found.y}`
}
const isGone = ({ __typename }: ViewChange): boolean => /Left$|Taken$/.test(__typename) || __typename === 'MonsterDied'

const see = (view: WholeMapView, simulation: Simulation, outcome: TickOutcome) =>
  view.after({ tick: outcome.tick, at: outcome.tick * 40, outcome, simulation })

test('who folds the updates of a whole map knows at every tick what stands where', () => {
  fc.assert(
    fc.property(history, ({ seed, mapId, ticks }) => {
      const simulation = createSimulation(settingOf(mapId), seed)
      const view = createWholeMapView()
      const known = new Map<string, string>()
      let sequence = 0
      for (const commands of ticks) {
        const outcome = simulation.step(commands)
        const update = see(view, simulation, outcome)
        expect(update === null).toBe(sequence > 0 && outcome.changes.length === 0)
        for (const change of update?.changes ?? []) {
          const cell = cellOf(change)
          if (isGone(change)) known.delete(idOf(change))
          else if (cell !== undefined) known.set(idOf(change), cell)
        }
        if (update !== null) sequence++
        expect(update ?? { sequence, snapshot: false }).toMatchObject({
          sequence,
          snapshot: update !== null && sequence === 1,
        })
        const everything = see(createWholeMapView(), simulation, outcome)?.changes ?? []
        expect(known).toEqual(new Map(everything.map(change => [idOf(change), cellOf(change)])))
      }
    }),
    { numRuns: 50 },
  )
}, 60_000)

test('the updates of a replay are those of the world that was, from any tick on', () => {
  fc.assert(
    fc.property(history, fc.nat(), ({ seed, mapId, ticks }, cut) => {
      const at = cut % ticks.length
      const world = createSimulation(settingOf(mapId), seed)
      for (const commands of ticks.slice(0, at)) world.step(commands)
      const replayed = restoreSimulation(settingOf(mapId), world.snapshot())
      const [live, again] = [createWholeMapView(), createWholeMapView()]
      for (const commands of ticks.slice(at))
        expect(see(again, replayed, replayed.step(commands))).toEqual(see(live, world, world.step(commands)))
    }),
    { numRuns: 100 },
  )
}, 60_000)
