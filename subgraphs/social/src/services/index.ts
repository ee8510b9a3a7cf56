import { exportUser } from '../repositories/exported.js'
import { createChatServices } from './chat/index.js'
import { createGuildServices } from './guilds/index.js'
import { answerFriendRequest } from './friends/answer-friend-request.js'
import { blockUser, unblockUser } from './friends/block-user.js'
import { followFriends, type FriendsRevision } from './friends/follow-friends.js'
import { removeFriend } from './friends/remove-friend.js'
import { sendFriendRequest } from './friends/send-friend-request.js'
import type { GuildVersion } from './guilds/follow-guild.js'
import type { Needs } from './needs.js'
import { answerPartyInvitation } from './parties/answer-party-invitation.js'
import { followInvitations, followParty, type NewestParties } from './parties/follow-party.js'
import { inviteToParty } from './parties/invite-to-party.js'
import { kickFromParty, makePartyLeader } from './parties/lead-party.js'
import { leaveParty } from './parties/leave-party.js'
import { setPartyCharacter } from './parties/set-party-character.js'
import { sweepParties } from './parties/sweep-parties.js'
import { followFriendPresence, type ChangedFriends } from './presence/follow-friend-presence.js'
import { reportConnections } from './presence/report-connections.js'
import { setPresence } from './presence/set-presence.js'
import { sweepGateways, sweepStranded } from './presence/sweep-presence.js'

export type Services = ReturnType<typeof createServices>

type Request<UseCase extends (needs: never, request: never) => unknown> = Parameters<UseCase>[1]

interface Reads {
  readonly changedFriends: ChangedFriends
  readonly friendsRevision: FriendsRevision
  readonly guildVersion: GuildVersion
  readonly newestParties: NewestParties
}

/** The use cases, each bound to what it needs. */
export const createServices = (needs: Needs & Reads) => ({
  exportUser: (page: Request<typeof exportUser>) => exportUser(needs.pool, page),
  sendFriendRequest: (request: Request<typeof sendFriendRequest>) => sendFriendRequest(needs, request),
  answerFriendRequest: (answer: Request<typeof answerFriendRequest>) => answerFriendRequest(needs, answer),
  removeFriend: (of: Request<typeof removeFriend>) => removeFriend(needs, of),
  blockUser: (of: Request<typeof blockUser>) => blockUser(needs, of),
  unblockUser: (of: Request<typeof unblockUser>) => unblockUser(needs, of),
  followFriends: (request: Request<typeof followFriends>) => followFriends(needs, request),
  setPresence: (wanted: Request<typeof setPresence>) => setPresence(needs, wanted),
  reportConnections: (report: Request<typeof reportConnections>) => reportConnections(needs, report),
  sweepGateways: () => sweepGateways(needs),
  sweepStranded: () => sweepStranded(needs),
  followFriendPresence: (userId: string) => followFriendPresence(needs, userId),
  inviteToParty: (request: Request<typeof inviteToParty>) => inviteToParty(needs, request),
  answerPartyInvitation: (answer: Request<typeof answerPartyInvitation>) => answerPartyInvitation(needs, answer),
  leaveParty: (userId: string) => leaveParty(needs, userId),
  kickFromParty: (of: Request<typeof kickFromParty>) => kickFromParty(needs, of),
  makePartyLeader: (of: Request<typeof makePartyLeader>) => makePartyLeader(needs, of),
  setPartyCharacter: (of: Request<typeof setPartyCharacter>) => setPartyCharacter(needs, of),
  sweepParties: () => sweepParties(needs),
  followParty: (userId: string) => followParty(needs, userId),
  followInvitations: (userId: string) => followInvitations(needs, userId),
  ...createChatServices(needs),
  ...createGuildServices(needs),
})
