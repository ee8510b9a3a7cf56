import type { Connection } from '@waystone/kit/graphql'
import type { Character } from './domain/character.js'
import type { MonsterKind } from './world/content/monster-kinds.js'
import type { ViewChange } from './world/notifier/view-change.js'

/** The parents of this subgraph's types are; codegen.ts names them. */
export type { ClassProfile as CharacterClassProfileParent } from './domain/classes.js'
export type { Character as CharacterParent } from './domain/character.js'
export type { Pet as PetParent } from './domain/pet.js'
export type { MonsterKind as MonsterKindParent } from './world/content/monster-kinds.js'
export type { Portal as PortalParent, WorldMap as WorldMapParent } from './world/content/world-content.js'

export type { ViewUpdate as WorldUpdateParent } from './world/notifier/view-update.js'

type Told<Typename extends ViewChange['__typename']> = Extract<ViewChange, { readonly __typename: Typename }>
export type CharacterAppearedParent = Told<'CharacterAppeared'>
export type MapChangedParent = Told<'MapChanged'>
export type PetAppearedParent = Told<'PetAppeared'>

/** Counted only where it is asked for. */
export type CharacterConnectionParent = Omit<Connection<Character>, 'totalCount'> & { readonly mapId: string }
export type MonsterDropParent = MonsterKind['drops'][number]

/** A user is known here by id alone: users owns the rest. */
export interface UserParent {
  readonly id: string
}
