import { connectLive } from '@waystone/kit/testing'
import { vi } from 'vitest'
import type { Game } from './game.js'

interface Cell {
  readonly x: number
  readonly y: number
}

interface Change {
  readonly __typename: string
  readonly characterId?: string
  readonly monsterId?: string
  readonly dropId?: string
  readonly byCharacterId?: string
  readonly to?: Cell
  readonly position?: Cell
  readonly character?: { readonly id: string }
  readonly monster?: { readonly id: string; readonly name: string; readonly position: Cell }
  readonly drop?: { readonly id: string; readonly name: string; readonly position: Cell }
}

/** A character that kills slimes and picks up what they leave, through the public endpoint alone. */
export interface Hunter {
  readonly kills: number
  /** Names of the items that it was told it has, one for each. */
  readonly pickedUp: readonly string[]
  /** Answers of second attempts to pick up the same drop. */
  readonly again: readonly string[]
  /** Hunts until it is told to stop, and picks up the last drops. */
  hunt(isOver: () => boolean): Promise<void>
  leave(): Promise<void>
}

/** An archer strikes so far; a bit less, since slimes wander. */
const REACH = 7
const PICK_UP_REACH = 2
const SOON = { timeout: 4_000, interval: 40 }

const distance = (one: Cell, other: Cell): number => Math.max(Math.abs(one.x - other.x), Math.abs(one.y - other.y))

/** The public endpoint. */
export type Playground = Pick<Game, 'url' | 'ask'>

/** The hunter once it is in the world. */
export async function aHunter(game: Playground, player: { token: string; name: string }): Promise<Hunter> {
  const as = { headers: { authorization: `Bearer ${player.token}` } }
  const { createCharacter } = await game.ask<{ createCharacter: { id: string } }>(
    `mutation { createCharacter(input: { name: "${player.name}", class: ARCHER }) { ... on Character { id } } }`,
    as,
  )
  const { id } = createCharacter
  const command = async (field: string): Promise<string> => {
    const source = `mutation { result: ${field} { __typename ... on CommandRejected { reason } } }`
    const { result } = await game.ask<{ result: { __typename: string; reason?: string } }>(source, as)
    return result.reason ?? result.__typename
  }
  const seen = watch(game, { token: player.token, id })
  await command(`enterWorld(characterId: "${id}")`)
  await vi.waitUntil(() => seen.at !== null, { timeout: 20_000 })

  const until = (isSo: () => boolean): Promise<boolean> =>
    vi.waitUntil(isSo, SOON).then(
      () => true,
      () => false,
    )
  const isNear = (cell: Cell | undefined, reach: number) =>
    cell !== undefined && seen.at !== null && distance(seen.at, cell) <= reach
  const walkTo = async (cell: Cell, reach: number): Promise<void> => {
    if (isNear(cell, reach)) return
    await command(`moveCharacter(characterId: "${id}", to: { x: ${cell.x}, y: ${cell.y} })`)
    await until(() => isNear(cell, reach))
  }
  const pickedUp: string[] = []
  const again: string[] = []
  const pickUpAll = async () => {
    for (const [dropId, { name, position }] of seen.ownDrops) {
      await walkTo(position, PICK_UP_REACH)
      const answer = await command(`pickUpDrop(characterId: "${id}", dropId: "${dropId}")`)
      if (answer === 'DROP_OUT_OF_REACH') continue
      if (answer === 'CommandAccepted') pickedUp.push(name)
      again.push(await command(`pickUpDrop(characterId: "${id}", dropId: "${dropId}")`))
      seen.ownDrops.delete(dropId)
    }
  }
  const strike = async () => {
    const { at } = seen
    const [nearest] = [...seen.slimes].toSorted(
      ([, one], [, other]) => distance(at ?? one, one) - distance(at ?? other, other),
    )
    // Slimes live in the east of the town.
    if (nearest === undefined) return await walkTo({ x: 60, y: 29 }, 1)
    const [monsterId, cell] = nearest
    await walkTo(cell, REACH)
    const answer = await command(`attackMonster(characterId: "${id}", monsterId: "${monsterId}")`)
    if (answer === 'CommandAccepted') await until(() => !seen.slimes.has(monsterId))
  }
  return {
    get kills() {
      return seen.kills
    },
    pickedUp,
    again,
    hunt: async isOver => {
      while (!isOver()) {
        await strike()
        await pickUpAll()
      }
      await pickUpAll()
    },
    leave: async () => {
      await command(`leaveWorld(characterId: "${id}")`)
      seen.close()
    },
  }
}

/** Keeps the state around a character by its updates. */
function watch(game: Playground, { token, id }: { token: string; id: string }) {
  const live = connectLive(game.url, { token })
  const told = live.subscribe<{ worldUpdated: { changes: readonly Change[] } }>(
    `subscription { worldUpdated(characterId: "${id}") { changes { __typename
      ... on CharacterAppeared { character { id } position { x y } } ... on CharacterMoved { characterId to { x y } }
      ... on MonsterAppeared { monster { id name position { x y } } } ... on MonsterMoved { monsterId to { x y } }
      ... on MonsterDied { monsterId byCharacterId } ... on MonsterLeft { monsterId }
      ... on DropAppeared { drop { id name position { x y } } } } } }`,
  )
  const seen = {
    at: null as Cell | null,
    slimes: new Map<string, Cell>(),
    ownDrops: new Map<string, { readonly name: string; readonly position: Cell }>(),
    kills: 0,
    close: () => live.close(),
  }
  const apply = (change: Change, isOwnKill: boolean) => {
    const { character, characterId, drop, monster, monsterId = '', position, to } = change
    if (character?.id === id) seen.at = position ?? seen.at
    if (characterId === id) seen.at = to ?? seen.at
    if (monster !== undefined && monster.name.endsWith('Slime')) seen.slimes.set(monster.id, monster.position)
    if (to !== undefined && seen.slimes.has(monsterId)) seen.slimes.set(monsterId, to)
    if (/^Monster(Died|Left)$/.test(change.__typename)) seen.slimes.delete(monsterId)
    if (change.byCharacterId === id && change.__typename === 'MonsterDied') seen.kills++
    if (drop !== undefined && isOwnKill) seen.ownDrops.set(drop.id, drop)
  }
  void (async () => {
    for (;;) {
      const { changes } = (await told.nextData()).worldUpdated
      const isOwnKill = changes.some(change => change.__typename === 'MonsterDied' && change.byCharacterId === id)
      for (const change of changes) apply(change, isOwnKill)
    }
  })().catch(() => {
    // The connection was closed.
  })
  return seen
}
