import { artOfClass } from '../domain/classes.js'
import { statsOf } from '../domain/stats.js'
import type { Character as CharacterRow } from '../domain/character.js'
import type { Context } from '../context.js'
import type { CharacterResolvers } from '../generated/graphql.js'

/** As the last finished tick left it, while it is in the world: the database is up to a second behind. */
const live = ({ id }: CharacterRow, { world }: Context) => world.running?.loop.live.character(id)

export const Character: CharacterResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.character(id),
  owner: character => ({ id: character.userId }),
  art: character => artOfClass(character.class),
  level: (character, _, context) => live(character, context)?.level ?? character.level,
  experience: (character, _, context) => live(character, context)?.experience ?? character.experience,
  stats: (character, _, context) => {
    const now = live(character, context)
    const stats = statsOf(character.class, now?.level ?? character.level)
    return { ...stats, hp: Math.min(stats.maxHp, now?.hp ?? character.hp ?? stats.maxHp) }
  },
  appearance: (character, _, context) => live(character, context)?.appearance ?? character.appearance,
  map: (character, _, context) => context.content.mapOf(live(character, context)?.mapId ?? character.mapId),
  position: (character, _, context) => live(character, context)?.position ?? character.position,
  target: (character, _, context) => live(character, context)?.target ?? null,
  pets: async ({ id }, _, { loaders, world }) => {
    const saved = await loaders.petsOf(id)
    const now = world.running?.loop.live
    if (now?.character(id) === undefined) return saved
    // A pet that has run away stays in the database until the writer comes by.
    const kept = new Set(now.pets(id).map(({ petId }) => petId))
    return saved.filter(pet => kept.has(pet.id))
  },
  online: (character, _, context) => live(character, context) !== undefined,
}
