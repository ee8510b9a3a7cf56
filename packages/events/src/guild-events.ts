import * as z from 'zod'
import { positiveAmount } from './shared.js'

const userId = z.uuid()
const guildId = z.uuid()
const guild = { userId, guildId, guildName: z.string() }

/** The data of the events of guilds. */
export const guildEvents = {
  /** A guild exists: the gold that was set aside under its id is spent. */
  founded: z.object(guild),
  /** A deposit is in the guild's book: the gold that was set aside under its id goes to the treasury. */
  deposited: z.object({ userId, guildId, movementId: z.uuid(), amount: positiveAmount }),
  /** Gold has left the guild's book: users moves it from the treasury to the wallet, once a movement. */
  paidOut: z.object({
    userId,
    guildId,
    movementId: z.uuid(),
    amount: positiveAmount,
    reason: z.enum(['WITHDRAWAL', 'DISSOLUTION']),
  }),
  /** `byUserId` took the user in; it is the user where the guild is open. */
  joined: z.object({ ...guild, byUserId: userId }),
  left: z.object(guild),
  kicked: z.object({ ...guild, byUserId: userId }),
  roleChanged: z.object({ ...guild, role: z.enum(['LEADER', 'OFFICER', 'MEMBER']), byUserId: userId }),
  /** The user has applied; `officerIds` are those who may answer. */
  applied: z.object({ ...guild, applicationId: z.uuid(), officerIds: z.array(userId) }),
}
