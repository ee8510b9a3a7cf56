import { artOfClass } from '../domain/classes.js'
import { statsOf } from '../domain/stats.js'
import type { Character as CharacterRow } from '../domain/character.js'
import type { Context } from '../context.js'
import type { CharacterResolvers } from '../generated/graphql.js'
import type { LiveCharacter } from '../world/loop/messages.js'
import type { Present } from '../world/ownership/calls.js'

/** As the last finished tick left it, while it is in the world: the database is up to a second behind. */
function current<Value>(
  { id }: CharacterRow,
  { live }: Context,
  read: (now: LiveCharacter | null, isOnline: boolean) => Value,
): Value | Promise<Value> {
  const present = live.present(id)
  const readPresent = (found: Present | null) => read(found?.live ?? null, found?.isOnline ?? false)
  return present instanceof Promise ? present.then(readPresent) : readPresent(present)
}

export const Character: CharacterResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.character(id),
  owner: character => ({ id: character.userId }),
  art: character => artOfClass(character.class),
  level: (character, _, context) => current(character, context, now => now?.level ?? character.level),
  experience: (character, _, context) => current(character, context, now => now?.experience ?? character.experience),
  stats: (character, _, context) =>
    current(character, context, now => {
      const stats = statsOf(character.class, now?.level ?? character.level)
      return { ...stats, hp: Math.min(stats.maxHp, now?.hp ?? character.hp ?? stats.maxHp) }
    }),
  appearance: (character, _, context) => current(character, context, now => now?.appearance ?? character.appearance),
  map: (character, _, context) =>
    current(character, context, now => context.content.mapOf(now?.mapId ?? character.mapId)),
  position: (character, _, context) => current(character, context, now => now?.position ?? character.position),
  target: (character, _, context) => current(character, context, now => now?.target ?? null),
  pets: async ({ id }, _, { live, loaders }) => {
    const [saved, present] = await Promise.all([loaders.petsOf(id), live.present(id)])
    if (present === null) return saved
    // A pet that has run away stays in the database until the writer comes by.
    const kept = new Set(present.pets.map(({ petId }) => petId))
    return saved.filter(pet => kept.has(pet.id))
  },
  online: (character, _, context) => current(character, context, (_now, isOnline) => isOnline),
}
