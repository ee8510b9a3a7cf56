import type { Viewer } from '@waystone/kit/auth'
import type { EntityCache } from '@waystone/kit/cache'
import type { Clock } from '@waystone/kit/clock'
import { createEntityLoader, type RequestReads } from '@waystone/kit/graphql'
import type { Queryable } from '@waystone/kit/postgres'
import DataLoader from 'dataloader'
import type { Character } from './domain/character.js'
import { nameKey, parseName } from './domain/name.js'
import type { Pet } from './domain/pet.js'
import { isVisibleTo } from './domain/visibility.js'
import { findCharacters, findCharactersOfUsers, findIdsByNameKeys, type Prisma } from './repositories/character.js'
import { findPets, findPetsOf } from './repositories/pet.js'
import type { WorldContent } from './world/content/world-content.js'

/** One request's reads: batched, cached, and only what the viewer may see. */
export interface Loaders {
  /** Null for an id that is none, and for a character that the viewer may not see. */
  character(id: string): Promise<Character | null>
  characterByName(name: string): Promise<Character | null>
  /** Oldest first. */
  charactersOfUser(userId: string): Promise<readonly Character[]>
  /** Null for an id that is none, and for a pet of a character that the viewer may not see. */
  pet(id: string): Promise<Pet | null>
  /** Of a character that the viewer may see; first tamed first. */
  petsOf(characterId: string): Promise<readonly Pet[]>
  /** Forgets what this request has read; after a write. */
  clear(): void
}

/** Names that one request may look up at once. */
const NAMES_MAX = 100

export function createLoaders(needs: {
  cache: EntityCache
  content: WorldContent
  clock: Clock
  viewer: Viewer | null
  /** The primary, because the results are cached. */
  pool: Queryable
  prisma: { primary: Prisma; replica: Prisma }
  reads: RequestReads
}): Loaders {
  const { cache, clock, content, pool, viewer, prisma, reads } = needs
  const byId = createEntityLoader({ cache, kind: 'character', read: ids => findCharacters(pool, ids) })
  const byUser = createEntityLoader({ cache, kind: 'roster', read: userIds => findCharactersOfUsers(pool, userIds) })
  const petById = createEntityLoader({ cache, kind: 'pet', read: ids => findPets(pool, ids) })
  const petsByCharacter = createEntityLoader({ cache, kind: 'pets', read: ids => findPetsOf(pool, ids) })
  const idByNameKey = new DataLoader<string, string | null>(
    async keys => {
      const ids = await reads.find(prisma, keys, findIdsByNameKeys)
      return keys.map(key => ids.get(key) ?? null)
    },
    { maxBatchSize: NAMES_MAX },
  )
  const isShown = (character: Character): boolean => isVisibleTo(viewer, character, clock.now())

  /** A kind may have been taken out of the content. */
  const isOfContent = ({ kindId }: Pet) => content.findKind(kindId) !== null

  const character = async (id: string) => {
    const found = await byId.load(id)
    return found !== null && isShown(found) ? found : null
  }
  return {
    character,
    characterByName: async given => {
      const name = parseName(given)
      const id = name === null ? null : await idByNameKey.load(nameKey(name))
      return id === null ? null : await character(id)
    },
    charactersOfUser: async userId => ((await byUser.load(userId)) ?? []).filter(isShown),
    pet: async id => {
      const found = await petById.load(id)
      return found !== null && isOfContent(found) && (await character(found.characterId)) !== null ? found : null
    },
    petsOf: async characterId => ((await petsByCharacter.load(characterId)) ?? []).filter(isOfContent),
    clear: () => {
      petById.clearAll()
      petsByCharacter.clearAll()
      byId.clearAll()
      byUser.clearAll()
      idByNameKey.clearAll()
    },
  }
}
