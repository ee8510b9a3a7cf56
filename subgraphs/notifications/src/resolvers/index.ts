import type { Resolvers } from '../generated/graphql.js'
import { User } from './user.js'

export const resolvers: Resolvers = { User }
