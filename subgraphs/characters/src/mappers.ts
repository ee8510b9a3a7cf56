/** The parent types of this subgraph's resolvers; codegen.ts names them. */
export type { ClassProfile as CharacterClassProfileParent } from './domain/classes.js'
export type { Character as CharacterParent } from './domain/character.js'
export type { WorldMap as WorldMapParent } from './world/content/world-content.js'

/** A user is known here by id alone: users owns the rest. */
export interface UserParent {
  readonly id: string
}
