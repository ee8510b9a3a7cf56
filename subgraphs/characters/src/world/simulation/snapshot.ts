import { createState, type State } from './state.js'

/** A copy of a state: integers only, so it is posted, written and compared as bytes. */
export interface Snapshot {
  readonly tick: number
  readonly nextSerial: number
  readonly nextDrop: number
  readonly gainsHeld: number
  readonly random: Int32Array
  readonly characters: Int32Array
  readonly monsters: Int32Array
  readonly drops: Int32Array
  readonly pets: Int32Array
}

export const takeSnapshot = (state: State): Snapshot => ({
  tick: state.tick,
  nextSerial: state.nextSerial,
  nextDrop: state.nextDrop,
  gainsHeld: state.gainsHeld,
  random: state.random.words.slice(),
  characters: state.characters.copy(),
  monsters: state.monsters.copy(),
  drops: state.drops.copy(),
  pets: state.pets.copy(),
})

export function restoreState(snapshot: Snapshot): State {
  const state = createState(snapshot.random.slice())
  state.tick = snapshot.tick
  state.nextSerial = snapshot.nextSerial
  state.nextDrop = snapshot.nextDrop
  state.gainsHeld = snapshot.gainsHeld
  state.characters.restore(snapshot.characters)
  state.monsters.restore(snapshot.monsters)
  state.drops.restore(snapshot.drops)
  state.pets.restore(snapshot.pets)
  return state
}
