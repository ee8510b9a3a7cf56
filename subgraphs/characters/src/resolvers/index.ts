import { resultType } from '@waystone/kit/graphql'
import type { Resolvers } from '../generated/graphql.js'
import { Character } from './character.js'
import { Mutation } from './mutation.js'
import { Query } from './query.js'
import { User } from './user.js'
import { WorldMap } from './world-map.js'

export const resolvers: Resolvers = {
  Query,
  Mutation,
  Character,
  User,
  WorldMap,
  CreateCharacterResult: resultType('Character'),
  CharacterResult: resultType('Character'),
  CommandResult: resultType('CommandAccepted'),
}
