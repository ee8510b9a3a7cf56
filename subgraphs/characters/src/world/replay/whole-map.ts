import { appeared, viewOf, type ViewChange } from '../notifier/view-change.js'
import type { ViewUpdate } from '../notifier/view-update.js'
import type { MapWorld } from '../simulation/state.js'
import type { ReplayedTick } from './replay-stretch.js'

/** Sees a whole map, where other viewers see what is near: a snapshot first, then what each tick has changed. */
export interface WholeMapView {
  /** Null for a tick that has changed nothing. */
  after(replayed: Pick<ReplayedTick, 'tick' | 'at' | 'outcome' | 'simulation'>): ViewUpdate | null
}

export function createWholeMapView(): WholeMapView {
  let sequence = 0
  return {
    after: ({ tick, at, outcome, simulation }) => {
      const { world } = simulation
      const snapshot = sequence === 0
      const changes = snapshot ? everything(world) : outcome.changes.map(change => viewOf(world, change))
      if (!snapshot && changes.length === 0) return null
      sequence++
      return { tick, at, sequence, snapshot, acknowledged: null, changes }
    },
  }
}

function everything(world: MapWorld): ViewChange[] {
  const { characters, monsters, drops, pets } = world.state
  return [
    ...characters.rows.filter(({ active }) => active === 1).map(({ row }) => appeared.character(world, row)),
    ...monsters.rows.filter(({ hp }) => hp > 0).map(({ row }) => appeared.monster(world, row)),
    ...drops.rows.filter(({ active }) => active === 1).map(({ row }) => appeared.drop(world, row)),
    ...pets.rows.filter(pet => pet.active === 1 && pet.summoned === 1).map(({ row }) => appeared.pet(world, row)),
  ]
}
