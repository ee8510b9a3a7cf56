import type { Logger } from '@waystone/kit/logger'
import type { Pool } from '@waystone/kit/postgres'
import { findCharacters } from '../../repositories/character.js'
import type { WorldLoop } from '../loop/world-loop.js'

/**
 * Tells the loop the name and the owner of each character that comes into the world, which never change. Until
 * it has heard them, updates in which the character appears are executed by graphql-js.
 */
export function introduceCharacters(
  loop: Pick<WorldLoop, 'introduce' | 'onTick'>,
  { logger, pool }: { logger: Logger; pool: Pool },
): void {
  const known = new Set<string>()
  const introduce = async (ids: readonly string[]) => {
    const found = await findCharacters(pool, ids)
    const profiles = ids.flatMap(characterId => {
      const character = known.has(characterId) ? found.get(characterId) : undefined
      return character === undefined ? [] : [{ characterId, name: character.name, ownerId: character.userId }]
    })
    loop.introduce(profiles)
  }
  loop.onTick(({ changed, departed, left, released }) => {
    const come: string[] = []
    for (const { characterId } of changed) if (!known.has(characterId)) come.push(characterId)
    for (const id of come) known.add(id)
    for (const { character } of left) known.delete(character.characterId)
    for (const { character } of departed) known.delete(character.characterId)
    for (const { characterIds } of released) for (const id of characterIds) known.delete(id)
    if (come.length === 0) return
    introduce(come).catch((error: unknown) => {
      // They are introduced with their next change.
      for (const id of come) known.delete(id)
      logger.warn({ err: error, characters: come.length }, 'characters could not be introduced to their viewers')
    })
  })
}
