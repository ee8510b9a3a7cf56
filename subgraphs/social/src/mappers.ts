/** The parent types of this subgraph's resolvers; codegen.ts names them. */

/** A user is known here by id alone: users owns the rest. */
export interface UserParent {
  readonly id: string
}

export type { Channel as ChannelParent } from './domain/channel.js'
export type { Message as MessageParent } from './domain/message.js'
export type { MessageReport as MessageReportParent } from './repositories/message-report.js'
