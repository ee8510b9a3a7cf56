import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CHARACTERS, corridor, history, settingOf, walks } from '../../../test/histories.js'
import { aCharacter, aProfile, characterId } from '../../../test/small-world.js'
import { updatesOf } from '../../../test/view-updates.js'
import type { Command } from '../simulation/commands.js'
import { createSimulation, type Simulation } from '../simulation/simulation.js'
import { readUuid } from '../simulation/uuid-words.js'
import type { ViewChange } from './view-change.js'
import { plainProjection } from './projection.js'
import type { ViewUpdate } from './view-update.js'
import { createViewers, SHARED_PROJECTIONS_MAX } from './viewers.js'
import { CrowdCap } from './crowd-cap.js'
import { seesCell, viewAround, type ViewRectangle } from './view-rectangle.js'

/** A client: it knows what its updates have told it, and where that is. */
function aClient() {
  const known = new Map<string, string>()
  const faults: string[] = []
  const place = (id: string, { x, y }: { x: number; y: number }) => known.set(id, `${x},${y}`)
  const move = (id: string, to: { x: number; y: number }) => {
    if (!known.has(id)) faults.push(`${id} moves before it has appeared`)
    place(id, to)
  }
  const remove = (id: string) => {
    if (!known.delete(id)) faults.push(`${id} leaves before it has appeared`)
  }
  const apply = (change: ViewChange) => {
    switch (change.__typename) {
      case 'CharacterAppeared':
        return place(change.characterId, change.position)
      case 'MonsterAppeared':
        return place(change.monster.id, change.monster.position)
      case 'DropAppeared':
        return place(change.drop.id, change.drop.position)
      case 'PetAppeared':
        return place(change.petId, change.position)
      case 'CharacterMoved':
        return move(change.characterId, change.to)
      case 'MonsterMoved':
        return move(change.monsterId, change.to)
      case 'PetMoved':
        return move(change.petId, change.to)
      case 'CharacterLeft':
        return remove(change.characterId)
      case 'MonsterDied':
      case 'MonsterLeft':
        return remove(change.monsterId)
      case 'DropTaken':
      case 'DropLeft':
        return remove(change.dropId)
      case 'PetLeft':
        return remove(change.petId)
      case 'AppearanceChanged':
      case 'CharacterDamaged':
      case 'CharacterDied':
      case 'CharacterLeveledUp':
      case 'CharacterSaid':
      case 'MapChanged':
      case 'MonsterDamaged':
        return undefined
    }
  }
  let sequence = 0
  return {
    known,
    faults,
    take: (update: ViewUpdate) => {
      if (update.snapshot) known.clear()
      if (update.sequence !== (update.snapshot ? 1 : sequence + 1)) faults.push(`${update.sequence} after ${sequence}`)
      sequence = update.sequence
      for (const change of update.changes) apply(change)
    },
  }
}

/** The entities in view, by the tables alone. */
function standingIn({ world }: Simulation, view: ViewRectangle): ReadonlyMap<string, string> {
  const { characters, monsters, drops, pets } = world.state
  const found = new Map<string, string>()
  const note = (id: string, { x, y }: { x: number; y: number }) => {
    if (seesCell(view, x, y)) found.set(id, `${x},${y}`)
  }
  for (const [id, row] of world.rowOfCharacter) note(id, characters.at(row))
  for (const monster of monsters.rows) if (monster.hp > 0) note(`${world.map.code}m${monster.row}`, monster)
  for (const drop of drops.rows) if (drop.active === 1) note(`${world.map.code}d${drop.number}`, drop)
  for (const pet of pets.rows) if (pet.active === 1 && pet.summoned === 1) note(readUuid(pet), pet)
  return found
}

/**
 * Watches the world of each character, and compares what its client knows with what stands there, after each
 * update.
 */
function watch(simulation: Simulation, everyTicks: number) {
  const viewers = createViewers()
  const ids = Array.from({ length: CHARACTERS }, (_, index) => characterId(index + 1))
  const clients = ids.map(aClient)
  const views = new Map<number, ViewRectangle | null>()
  const caps = new Map(ids.map((_, viewer) => [viewer, new CrowdCap()]))
  const capOf = (viewer: number) => caps.get(viewer) ?? new CrowdCap()
  let compared = 0
  for (const [viewer, id] of ids.entries())
    viewers.watch(viewer, { characterId: id, everyTicks, projection: plainProjection })
  return {
    viewers,
    compared: () => compared,
    levels: () => [...caps.values()].map(({ level }) => level),
    faults: () => clients.flatMap(({ faults }) => faults),
    step: (commands: readonly Command[]) => {
      const { tick } = simulation.step(commands)
      const updates = updatesOf(viewers.after({ tick, at: tick * 40, worldOf: () => simulation.world }))
      for (const { viewerId, update } of updates) clients[viewerId]?.take(update)
      for (const [viewer, id] of ids.entries()) {
        const row = simulation.world.rowOfCharacter.get(id)
        const at = row === undefined ? null : simulation.world.state.characters.at(row)
        const before = views.get(viewer) ?? null
        const view =
          at === null
            ? null
            : capOf(viewer).view({ x: at.x, y: at.y, before, tick }, seen => standingIn(simulation, seen).size)
        views.set(viewer, view)
        if (view === null || !updates.some(({ viewerId }) => viewerId === viewer)) continue
        compared++
        expect(clients[viewer]?.known).toEqual(standingIn(simulation, view))
      }
    },
  }
}

test('whatever happens, a client that applies its updates knows exactly what stands in its view', () => {
  fc.assert(
    fc.property(history, fc.integer({ min: 1, max: 4 }), ({ seed, mapId, ticks }, everyTicks) => {
      const watched = watch(createSimulation(settingOf(mapId), seed), everyTicks)
      for (const commands of ticks) watched.step(commands)
      expect(watched.faults()).toEqual([])
    }),
    { numRuns: 100, endOnFailure: true },
  )
}, 120_000)

test('on a map that is wider than the view, tiles come into view and go from it without anything lost or left behind', () => {
  let compared = 0
  fc.assert(
    fc.property(walks, fc.integer({ min: 1, max: 4 }), ({ seed, first, legs }, everyTicks) => {
      const watched = watch(createSimulation(corridor, seed), everyTicks)
      watched.step(first)
      for (const { command, ticks } of legs) {
        watched.step([command])
        for (let tick = 1; tick < ticks; tick++) watched.step([])
      }
      expect(watched.faults()).toEqual([])
      compared += watched.compared()
    }),
    { numRuns: 100, endOnFailure: true },
  )
  expect(compared).toBeGreaterThan(1_000)
}, 120_000)

test('in a crowd, clients know what stands in their smaller views', () => {
  const crowd = 220
  const levels = new Set<number>()
  fc.assert(
    fc.property(
      fc.integer(),
      fc.array(fc.integer({ min: 20, max: 120 }), { minLength: 10, maxLength: 30 }),
      (seed, to) => {
        const watched = watch(createSimulation(corridor, seed), 1)
        watched.step(
          Array.from({ length: crowd }, (_, index) => ({
            type: 'enter',
            character: aCharacter(index + 1),
            at: { x: 55 + (index % 30), y: 1 + (index % 4) },
          })),
        )
        for (const [leg, x] of to.entries()) {
          // Now and then half of the crowd leaves and the views grow again.
          const gone = leg % 6 === 5 ? Math.floor(crowd / 2) : 0
          watched.step([
            ...Array.from(
              { length: gone },
              (_, index): Command => ({ type: 'leave', characterId: characterId(crowd - index) }),
            ),
            ...Array.from(
              { length: 12 },
              (_, index): Command => ({
                type: 'move',
                characterId: characterId(1 + ((leg * 12 + index) % crowd)),
                to: { x, y: 1 + (index % 4) },
              }),
            ),
          ])
          for (let tick = 0; tick < 12; tick++) watched.step([])
          for (const level of watched.levels()) levels.add(level)
        }
        expect(watched.faults()).toEqual([])
      },
    ),
    { numRuns: 10, endOnFailure: true },
  )
  expect(levels.size).toBeGreaterThan(2)
}, 120_000)

test('the view is the twenty cells around a character and the rest of their tiles, with two cells of play', () => {
  expect(viewAround(50, 50, null)).toEqual({ x0: 3, y0: 3, x1: 8, y1: 8 })
  const before = viewAround(44, 50, null)
  expect(before).toEqual({ x0: 3, y0: 3, x1: 8, y1: 8 })
  // 45 + 20 lies on tile 8, 53 − 22 on tile 3, and 54 − 22 on tile 4.
  expect([43, 52, 53, 54].map(x => viewAround(x, 50, before).x0)).toEqual([2, 3, 3, 4])
  const walked = viewAround(52, 50, before)
  expect(walked).toEqual({ x0: 3, y0: 3, x1: 9, y1: 8 })
  expect(viewAround(50, 50, walked)).toBe(walked)
})

test('a viewer around whom nothing changes hears nothing; one that has missed something gets a snapshot', () => {
  const simulation = createSimulation({ ...corridor, map: { ...corridor.map, monsters: [] } }, 1)
  const viewers = createViewers()
  viewers.watch(1, { characterId: characterId(1), everyTicks: 1, projection: plainProjection })
  for (const number of [1, 2, 3]) viewers.introduce(aProfile(number))
  const step = (...commands: readonly Command[]) => {
    const { tick } = simulation.step(commands)
    const bodies = viewers.after({ tick, at: tick * 40, worldOf: () => simulation.world })
    return updatesOf(bodies).map(({ update: { sequence, snapshot, changes: told } }) => [
      sequence,
      snapshot,
      told.map(change => change.__typename),
    ])
  }
  expect(step()).toEqual([])
  expect(step({ type: 'enter', character: aCharacter(1), at: { x: 70, y: 2 } })).toEqual([
    [1, true, ['CharacterAppeared']],
  ])
  expect(step()).toEqual([])
  const far = aCharacter(2)
  expect(step({ type: 'enter', character: far, at: { x: 20, y: 2 } })).toEqual([])
  expect(step({ type: 'enter', character: aCharacter(3), at: { x: 75, y: 2 } })).toEqual([
    [2, false, ['CharacterAppeared']],
  ])
  expect(step({ type: 'say', characterId: far.characterId, text: 'Is anybody here?' })).toEqual([])
  expect(step({ type: 'say', characterId: characterId(3), text: 'Good morning' })).toEqual([
    [3, false, ['CharacterSaid']],
  ])
  viewers.resync(1)
  expect(step()).toEqual([[1, true, ['CharacterAppeared', 'CharacterAppeared']]])
  expect(step({ type: 'leave', characterId: characterId(1) })).toEqual([[2, false, ['CharacterLeft']]])
  expect(step({ type: 'say', characterId: characterId(3), text: 'Farewell' })).toEqual([])
})

test('of a map that is let go of, viewers see their character leave, and hear nothing of its last changes again', () => {
  const simulation = createSimulation(corridor, 1)
  const viewers = createViewers()
  viewers.watch(1, { characterId: characterId(1), everyTicks: 1, projection: plainProjection })
  simulation.step([{ type: 'enter', character: aCharacter(1), at: { x: 70, y: 2 } }])
  const after = (tick: number, worldOf: () => Simulation['world'] | undefined) =>
    updatesOf(viewers.after({ tick, at: tick * 40, worldOf })).map(({ update }) =>
      update.changes.map(change => change.__typename),
    )
  expect(after(1, () => simulation.world)[0]).toContain('CharacterAppeared')
  viewers.release(simulation.world)
  expect(after(2, () => undefined)).toEqual([['CharacterLeft']])
  expect(after(3, () => undefined)).toEqual([])
})

test('viewers of more selections than share their texts are told the same as everyone', () => {
  const simulation = createSimulation(corridor, 3)
  const viewers = createViewers()
  const selections = 3 * SHARED_PROJECTIONS_MAX
  for (let viewer = 0; viewer < selections; viewer++) {
    const projection = { ...plainProjection, key: `selection ${viewer}` }
    viewers.watch(viewer, { characterId: characterId(1 + (viewer % 2)), everyTicks: 1, projection })
  }
  const enter = (number: number): Command => ({
    type: 'enter',
    character: aCharacter(number),
    at: { x: 60 + number * 4, y: 2 },
  })
  simulation.step([enter(1), enter(2)])
  for (let tick = 1; tick <= 100; tick++) {
    const updates = updatesOf(viewers.after({ tick, at: tick * 40, worldOf: () => simulation.world }))
    for (const { update, viewerId } of updates)
      expect(update).toEqual(updates.find(first => first.viewerId === viewerId % 2)?.update)
    expect(updates.length % (selections / 2)).toBe(0)
    const to = { x: 40 + tick, y: 2 }
    simulation.step(tick % 20 === 0 ? [{ type: 'move', characterId: characterId(1), to }] : [])
  }
})
