import { resultType } from '@waystone/kit/graphql'
import type { Resolvers } from '../generated/graphql.js'
import { AdminAction } from './admin-action.js'
import { AdminActionConnection, LedgerEntryConnection, RewardClaimConnection } from './connections.js'
import { Mutation } from './mutation.js'
import { Purchase } from './purchase.js'
import { Query } from './query.js'
import { Subscription } from './subscription.js'
import { Session } from './session.js'
import { User } from './user.js'
import { Wallet } from './wallet.js'

export const resolvers: Resolvers = {
  Query,
  Mutation,
  Subscription,
  User,
  Wallet,
  Session,
  Purchase,
  LedgerEntryConnection,
  RewardClaimConnection,
  AdminAction,
  AdminActionConnection,
  SignUpResult: resultType('AuthSession'),
  SignInResult: resultType('AuthSession'),
  RefreshSessionResult: resultType('AuthSession'),
  UpdateProfileResult: resultType('User'),
  BuyCurrencyResult: resultType('Purchase'),
  RequestAccountDeletionResult: resultType('AccountDeletion'),
}
