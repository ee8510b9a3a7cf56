import { resultType } from '@waystone/kit/graphql'
import type { Resolvers } from '../generated/graphql.js'
import { Character } from './character.js'
import { CharacterClassProfile } from './character-class-profile.js'
import { Mutation } from './mutation.js'
import { Query } from './query.js'
import { Subscription } from './subscription.js'
import { User } from './user.js'
import { CharacterAppeared, MapChanged } from './world-change.js'
import { WorldMap } from './world-map.js'

export const resolvers: Resolvers = {
  Query,
  Mutation,
  Subscription,
  Character,
  CharacterClassProfile,
  User,
  WorldMap,
  CharacterAppeared,
  MapChanged,
  CreateCharacterResult: resultType('Character'),
  CharacterResult: resultType('Character'),
  CommandResult: resultType('CommandAccepted'),
  WorldChange: resultType('MapChanged'),
}
