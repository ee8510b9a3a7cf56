import type { EntityCache } from '@waystone/kit/cache'

/** Invalidates the cached pets after the commit and before the answer, so that no read is stale. */
export async function forgetPets(
  cache: EntityCache,
  pets: readonly { readonly id: string; readonly characterId: string }[],
): Promise<void> {
  const owners = new Set(pets.map(({ characterId }) => characterId))
  await Promise.all([
    cache.invalidate(
      'pet',
      pets.map(({ id }) => id),
    ),
    cache.invalidate('pets', [...owners]),
  ])
}

/** The same for all pets of characters that are deleted. */
export const forgetPetsOf = (cache: EntityCache, characters: readonly { readonly id: string }[]): Promise<void> =>
  cache.invalidate(
    'pets',
    characters.map(({ id }) => id),
  )
