import type { Logger } from '@waystone/kit/logger'
import type { Pool } from '@waystone/kit/postgres'
import { findBlockLists } from '../../repositories/block-list.js'
import { findCharacters } from '../../repositories/character.js'
import type { WorldLoop } from '../loop/world-loop.js'
import { NO_BLOCKS, profileOf } from './seen-character.js'

/** The profiles of characters that the loop was told. */
export interface Introductions {
  /** Tells the loop the profiles of these characters, as the database has them now. */
  introduce(characterIds: readonly string[]): Promise<void>
  /** The version of the blocks that the loop was told last of a character; NO_BLOCKS for none. */
  blocksVersionOf(characterId: string): number
}

/**
 * Tells the loop the name and the owner of each character that comes into the world, which never change, and whom the
 * owner has blocked. Until it has heard them, updates in which the character appears are executed by graphql-js, and
 * words of the character and to it are told to nobody else.
 */
export function introduceCharacters(
  loop: Pick<WorldLoop, 'introduce' | 'onTick'>,
  { logger, pool }: { logger: Logger; pool: Pool },
): Introductions {
  /** Of each character of the loop, the version of its owner's blocks. */
  const known = new Map<string, number>()
  const introduce: Introductions['introduce'] = async ids => {
    const [found, blocks] = await Promise.all([findCharacters(pool, ids), findBlockLists(pool, ids)])
    const profiles = ids.flatMap(characterId => {
      const character = known.has(characterId) ? found.get(characterId) : undefined
      return character === undefined ? [] : [profileOf(character, blocks.get(characterId))]
    })
    loop.introduce(profiles)
    for (const { blocksVersion, characterId } of profiles)
      known.set(characterId, Math.max(blocksVersion, known.get(characterId) ?? NO_BLOCKS))
  }
  loop.onTick(({ changed, departed, left, released }) => {
    const come: string[] = []
    for (const { characterId } of changed) if (!known.has(characterId)) come.push(characterId)
    for (const id of come) known.set(id, NO_BLOCKS)
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
  return { introduce, blocksVersionOf: characterId => known.get(characterId) ?? NO_BLOCKS }
}
