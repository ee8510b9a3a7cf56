import { resultType } from '@waystone/kit/graphql'
import type { Resolvers } from '../generated/graphql.js'
import { Character } from './character.js'
import { CharacterClassProfile } from './character-class-profile.js'
import { Mutation } from './mutation.js'
import { Query } from './query.js'
import { User } from './user.js'
import { WorldMap } from './world-map.js'

export const resolvers: Resolvers = {
  Query,
  Mutation,
  Character,
  CharacterClassProfile,
  User,
  WorldMap,
  CreateCharacterResult: resultType('Character'),
  CharacterResult: resultType('Character'),
  CommandResult: resultType('CommandAccepted'),
}
