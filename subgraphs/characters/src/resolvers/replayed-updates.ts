import type { Loaders } from '../loaders.js'
import type { ViewUpdate } from '../world/notifier/view-update.js'

/** Without the coming of characters that have been purged since: nothing is left to show of them. */
export async function onlyKnown(
  updates: readonly ViewUpdate[],
  loaders: Pick<Loaders, 'character'>,
): Promise<readonly ViewUpdate[]> {
  const ids = new Set(
    updates.flatMap(({ changes }) =>
      changes.flatMap(change => (change.__typename === 'CharacterAppeared' ? [change.characterId] : [])),
    ),
  )
  const found = await Promise.all([...ids].map(async id => [id, await loaders.character(id)] as const))
  const gone = new Set(found.flatMap(([id, character]) => (character === null ? [id] : [])))
  if (gone.size === 0) return updates
  return updates.map(update => ({
    ...update,
    changes: update.changes.filter(
      change => change.__typename !== 'CharacterAppeared' || !gone.has(change.characterId),
    ),
  }))
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
