import type { CommandRejection } from '../../domain/command-rejection.js'
import { CHANCE_ONE } from '../content/monster-kinds.js'
import { distance, type CharacterRow, type DropRow, type MonsterRow } from './entities.js'
import { characterIdOf, kindAt, spawnOf, type MapWorld } from './state.js'

/** The killer alone may pick a drop up for ten seconds; after a minute the drop is gone. */
export const OWNED_TICKS = 250
export const LASTING_TICKS = 1_500
export const PICK_UP_REACH = 2

/** Leaves what a killed monster had, each of its drops by its own chance. */
export function leaveDrops(world: MapWorld, monster: MonsterRow, killer: CharacterRow): void {
  const { kind: kindIndex } = spawnOf(world, monster)
  const { random, drops } = world.state
  for (const [slot, { chance, name }] of kindAt(world, kindIndex).drops.entries()) {
    if (random.below(CHANCE_ONE) >= chance) continue
    const drop = drops.take()
    const { x, y } = monster
    drop.x = x
    drop.y = y
    drop.number = world.state.nextDrop++
    drop.kind = kindIndex
    drop.slot = slot
    drop.owner = killer.serial
    drop.ownedFor = OWNED_TICKS
    drop.lastsFor = LASTING_TICKS
    world.rowOfDrop.set(drop.number, drop.row)
    world.tiles.drops.add(drop.row, x, y)
    world.changes.push({ type: 'dropAppeared', number: drop.number, name, x, y })
  }
}

/** @returns why it stays where it is; null when the character has it */
export function pickUp(world: MapWorld, character: CharacterRow, number: number): CommandRejection | null {
  const row = world.rowOfDrop.get(number)
  if (row === undefined) return 'NO_SUCH_DROP'
  const drop = world.state.drops.at(row)
  if (distance(character, drop) > PICK_UP_REACH) return 'DROP_OUT_OF_REACH'
  if (drop.ownedFor > 0 && drop.owner !== character.serial) return 'DROP_OWNED'
  const { x, y } = drop
  const characterId = characterIdOf(world, character.row)
  world.gains.push({ type: 'pickedUp', characterId, itemId: itemOf(world, drop).itemId, dropNumber: number })
  world.changes.push({ type: 'dropTaken', number, byCharacterId: characterId, x, y })
  remove(world, drop)
  return null
}

export function itemOf(world: MapWorld, drop: DropRow): { readonly itemId: string; readonly name: string } {
  const item = kindAt(world, drop.kind).drops[drop.slot]
  if (item === undefined) throw new RangeError(`Drop ${drop.number} holds nothing`)
  return item
}

/** One tick of all drops. */
export function ageDrops(world: MapWorld): void {
  for (const drop of world.state.drops.rows) {
    if (drop.active !== 1) continue
    if (drop.ownedFor > 0) drop.ownedFor--
    drop.lastsFor--
    if (drop.lastsFor > 0) continue
    world.changes.push({ type: 'dropLeft', number: drop.number, x: drop.x, y: drop.y })
    remove(world, drop)
  }
}

function remove(world: MapWorld, drop: DropRow): void {
  world.tiles.drops.remove(drop.row, drop.x, drop.y)
  world.rowOfDrop.delete(drop.number)
  world.state.drops.release(drop)
}
