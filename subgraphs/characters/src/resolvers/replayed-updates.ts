import type { Loaders } from '../loaders.js'
import type { ViewChange } from '../world/notifier/view-change.js'
import type { ViewUpdate } from '../world/notifier/view-update.js'

/** Without the coming of characters and pets that are gone since: nothing is left to show of them. */
export async function onlyKnown(
  updates: readonly ViewUpdate[],
  loaders: Pick<Loaders, 'character' | 'pet'>,
): Promise<readonly ViewUpdate[]> {
  const changes = updates.flatMap(update => update.changes)
  const goneOf = async (ids: readonly string[], find: (id: string) => Promise<unknown>) => {
    const found = await Promise.all([...new Set(ids)].map(async id => [id, await find(id)] as const))
    return found.flatMap(([id, entity]) => (entity === null ? [id] : []))
  }
  const gone = new Set([
    ...(await goneOf(
      changes.flatMap(change => (change.__typename === 'CharacterAppeared' ? [change.characterId] : [])),
      loaders.character,
    )),
    ...(await goneOf(
      changes.flatMap(change => (change.__typename === 'PetAppeared' ? [change.petId] : [])),
      loaders.pet,
    )),
  ])
  if (gone.size === 0) return updates
  const isShown = (change: ViewChange) =>
    !(
      (change.__typename === 'CharacterAppeared' && gone.has(change.characterId)) ||
      (change.__typename === 'PetAppeared' && gone.has(change.petId))
    )
  return updates.map(update => ({ ...update, changes: update.changes.filter(isShown) }))
}

/**
 * Has graphql-js complete one update in a turn of the event loop: the ten thousands of fields of a long replay would
 * keep every other request waiting.
 */
export function oneATurn<Item>(items: readonly Item[]): readonly Promise<Item>[] {
  let turn: Promise<unknown> = Promise.resolve()
  return items.map(item => {
    const given = turn.then(() => new Promise<Item>(resolve => setImmediate(resolve, item)))
    turn = given
    return given
  })
}
