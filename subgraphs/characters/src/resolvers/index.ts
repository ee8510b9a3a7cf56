import { resultType } from '@waystone/kit/graphql'
import type { Resolvers } from '../generated/graphql.js'
import { Character } from './character.js'
import { CharacterClassProfile } from './character-class-profile.js'
import { MonsterDrop, MonsterKind } from './monster-kind.js'
import { Mutation } from './mutation.js'
import { Pet } from './pet.js'
import { Portal } from './portal.js'
import { Query } from './query.js'
import { Subscription } from './subscription.js'
import { User } from './user.js'
import { CharacterAppeared, MapChanged, PetAppeared } from './world-change.js'
import { CharacterConnection, WorldMap } from './world-map.js'

export const resolvers: Resolvers = {
  Query,
  Mutation,
  Subscription,
  Character,
  CharacterConnection,
  CharacterClassProfile,
  User,
  WorldMap,
  Portal,
  MonsterKind,
  MonsterDrop,
  Pet,
  CharacterAppeared,
  MapChanged,
  PetAppeared,
  CreateCharacterResult: resultType('Character'),
  CharacterResult: resultType('Character'),
  RenamePetResult: resultType('Pet'),
  CommandResult: resultType('CommandAccepted'),
  WorldChange: resultType('MapChanged'),
}
