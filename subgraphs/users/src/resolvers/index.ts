import { resultType } from '@waystone/kit/graphql'
import type { Resolvers } from '../generated/graphql.js'
import { AdminAction } from './admin-action.js'
import {
  AdminActionConnection,
  LedgerEntryConnection,
  LedgerTransferConnection,
  PurchaseConnection,
  RewardClaimConnection,
  UserConnection,
  UserNoteConnection,
} from './connections.js'
import { LedgerTransfer } from './ledger-transfer.js'
import { Mutation } from './mutation.js'
import { Purchase } from './purchase.js'
import { Query } from './query.js'
import { Subscription } from './subscription.js'
import { Session } from './session.js'
import { UserNote } from './user-note.js'
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
  UserConnection,
  UserNote,
  UserNoteConnection,
  LedgerTransfer,
  LedgerTransferConnection,
  PurchaseConnection,
  SignUpResult: resultType('AuthSession'),
  SignInResult: resultType('AuthSession'),
  RefreshSessionResult: resultType('AuthSession'),
  UpdateProfileResult: resultType('User'),
  BuyCurrencyResult: resultType('Purchase'),
  SignInAsGuestResult: resultType('AuthSession'),
  SignInWithProviderResult: resultType('AuthSession'),
  ResetPasswordResult: resultType('AuthSession'),
  UpgradeGuestResult: resultType('User'),
  LinkProviderResult: resultType('User'),
  ChangePasswordResult: resultType('User'),
  VerifyEmailResult: resultType('User'),
  RequestPasswordResetResult: resultType('MailQueued'),
  ChangeEmailResult: resultType('MailQueued'),
  RequestEmailVerificationResult: resultType('MailQueued'),
  AdjustWalletResult: resultType('Wallet'),
  RefundPurchaseResult: resultType('Purchase'),
  AddUserNoteResult: resultType('UserNote'),
  DeclareCountryResult: resultType('User'),
  DeclareBirthDateResult: resultType('User'),
  GiveConsentResult: resultType('User'),
  CorrectDeclarationResult: resultType('User'),
  RequestAccountDeletionResult: resultType('AccountDeletion'),
  AnswerSecondFactorResult: resultType('AuthSession'),
  BeginTwoFactorResult: resultType('TwoFactorSetup'),
  ConfirmTwoFactorResult: resultType('User'),
  TurnOffTwoFactorResult: resultType('User'),
}
