import type { Resolvers } from '../generated/graphql.js'
import { Channel } from './channel.js'
import { DirectChannelResult, Message, SendMessageResult } from './message.js'
import { MessageReport } from './message-report.js'
import { Mutation } from './mutation.js'
import { Query } from './query.js'
import { Subscription } from './subscription.js'
import { User } from './user.js'

export const resolvers: Resolvers = {
  Query,
  Mutation,
  Subscription,
  User,
  Channel,
  Message,
  MessageReport,
  SendMessageResult,
  DirectChannelResult,
}
