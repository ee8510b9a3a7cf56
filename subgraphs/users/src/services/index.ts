import {
  findAccount,
  grantAdministrator,
  isMadeElsewhere,
  listAdministrators,
  listAdminLog,
  revokeAdministrator,
} from './administrators.js'
import { answerSecondFactor } from './answer-second-factor.js'
import { accessOptions, providerNames } from './access-options.js'
import { adjustWallet } from './adjust-wallet.js'
import { exportUser } from '../repositories/exported.js'
import { createEconomyAudit } from './audit-economy.js'
import { buyCurrency } from './buy-currency.js'
import { changePassword } from './change-password.js'
import { collectOwed } from './collect-owed.js'
import {
  cancelCountryChange,
  correctDeclaration,
  declareBirthDate,
  declareCountry,
  findCountry,
  giveConsent,
  withdrawConsent,
} from './declare.js'
import { endSessions } from './end-sessions.js'
import { eraseAccounts } from './erase-accounts.js'
import { enterExternal } from './enter-external.js'
import { findPlayers } from './find-players.js'
import { listPlayers } from './list-players.js'
import { openAccount } from './ensure-account.js'
import { countUsers, listUsers } from './find-users.js'
import { createFollower } from './follow-external.js'
import { confirmationOf, takeListedNotices, takePaymentNotice } from './follow-payment.js'
import { followRestore } from './follow-restore.js'
import { followWallet } from './follow-wallet.js'
import { linkProvider, linkSteam } from './link-provider.js'
import { countClaims, countLedger, listLedger, listRewardClaims } from './list-pages.js'
import { countAdminActions, listAdminActions } from './list-admin-actions.js'
import { countPurchases, listPurchases } from './list-purchases.js'
import { countTransfers, listTransfers } from './list-transfers.js'
import type { Needs } from './needs.js'
import { prune } from './prune.js'
import { recoverPurchases } from './recover-purchases.js'
import { standingAtLaw } from './purchase-law.js'
import { refreshSession } from './refresh-session.js'
import { recoverRefunds, refundPurchase } from './refund-purchase.js'
import { requestPasswordReset, resetPassword } from './reset-password.js'
import { listSigningKeys, rotateSigningKey } from './rotate-signing-key.js'
import { sendMails } from './send-mails.js'
import { cancelDeletionFor, requestAccountDeletion, requestDeletionFor } from './request-account-deletion.js'
import { setUserStatus } from './set-user-status.js'
import { releaseReservation, reserveFirstPrice, reservePrice } from './settle-reservation.js'
import type { Sight } from './sight-external.js'
import { signInAsGuest } from './sign-in-as-guest.js'
import { signInWithProvider, signInWithSteam } from './sign-in-with-provider.js'
import { signIn } from './sign-in.js'
import { signUp } from './sign-up.js'
import { createSweep } from './sweep-external.js'
import { beginTwoFactor, confirmTwoFactor, resetTwoFactor, turnOffTwoFactor } from './two-factor.js'
import { unlinkProvider } from './unlink-provider.js'
import { updateProfile } from './update-profile.js'
import { upgradeGuest } from './upgrade-guest.js'
import { addUserNote, countUserNotes, listNotes } from './user-notes.js'
import { changeEmail, requestEmailVerification, verifyEmail } from './verify-email.js'

export type Services = ReturnType<typeof createServices>

type Request<UseCase extends (needs: Needs, request: never) => unknown> = Parameters<UseCase>[1]

/** Prices of a pull after its first one. */
interface OtherPrices {
  readonly others?: readonly Pick<Request<typeof reservePrice>, 'currency' | 'amount' | 'kind'>[] | undefined
}
/** As gacha asks for it: the reservation has the id of the pull. */
type ForPull<Reserved> = Omit<Reserved, 'id' | 'purpose' | 'guildId'> & { readonly pullId: string }
const ofPull = (id: string) => ({ id, purpose: 'PULL', guildId: null }) as const

/** The use cases, each bound to what it needs. */
export const createServices = (needs: Needs, sight: Sight) => ({
  signUp: (request: Request<typeof signUp>) => signUp(needs, request),
  signIn: (request: Request<typeof signIn>) => signIn(needs, request),
  signInAsGuest: (request: Request<typeof signInAsGuest>) => signInAsGuest(needs, request),
  upgradeGuest: (request: Request<typeof upgradeGuest>) => upgradeGuest(needs, request),
  signInWithProvider: (request: Request<typeof signInWithProvider>) => signInWithProvider(needs, request),
  signInWithSteam: (request: Request<typeof signInWithSteam>) => signInWithSteam(needs, request),
  linkProvider: (request: Request<typeof linkProvider>) => linkProvider(needs, request),
  linkSteam: (request: Request<typeof linkSteam>) => linkSteam(needs, request),
  unlinkProvider: (request: Request<typeof unlinkProvider>) => unlinkProvider(needs, request),
  changePassword: (request: Request<typeof changePassword>) => changePassword(needs, request),
  requestPasswordReset: (request: Request<typeof requestPasswordReset>) => requestPasswordReset(needs, request),
  resetPassword: (request: Request<typeof resetPassword>) => resetPassword(needs, request),
  changeEmail: (request: Request<typeof changeEmail>) => changeEmail(needs, request),
  requestEmailVerification: (request: Request<typeof requestEmailVerification>) =>
    requestEmailVerification(needs, request),
  verifyEmail: (request: Request<typeof verifyEmail>) => verifyEmail(needs, request),
  answerSecondFactor: (request: Request<typeof answerSecondFactor>) => answerSecondFactor(needs, request),
  beginTwoFactor: (request: Request<typeof beginTwoFactor>) => beginTwoFactor(needs, request),
  confirmTwoFactor: (request: Request<typeof confirmTwoFactor>) => confirmTwoFactor(needs, request),
  turnOffTwoFactor: (request: Request<typeof turnOffTwoFactor>) => turnOffTwoFactor(needs, request),
  resetTwoFactor: (request: Request<typeof resetTwoFactor>) => resetTwoFactor(needs, request),
  isTwoFactorRequired: needs.settings.isTwoFactorRequired,
  accessOptions: () => accessOptions(needs),
  providerNames: () => providerNames(needs),
  sendMails: () => sendMails(needs),
  refreshSession: (request: Request<typeof refreshSession>) => refreshSession(needs, request),
  endSessions: (request: Request<typeof endSessions>) => endSessions(needs, request),
  updateProfile: (request: Request<typeof updateProfile>) => updateProfile(needs, request),
  declareCountry: (request: Request<typeof declareCountry>) => declareCountry(needs, request),
  cancelCountryChange: (request: Request<typeof cancelCountryChange>) => cancelCountryChange(needs, request),
  declareBirthDate: (request: Request<typeof declareBirthDate>) => declareBirthDate(needs, request),
  giveConsent: (request: Request<typeof giveConsent>) => giveConsent(needs, request),
  withdrawConsent: (request: Request<typeof withdrawConsent>) => withdrawConsent(needs, request),
  correctDeclaration: (request: Request<typeof correctDeclaration>) => correctDeclaration(needs, request),
  findCountry: (request: Request<typeof findCountry>) => findCountry(needs, request),
  standingAtLaw: (declared: Request<typeof standingAtLaw>) => standingAtLaw(needs, declared),
  requestAccountDeletion: (request: Request<typeof requestAccountDeletion>) => requestAccountDeletion(needs, request),
  requestDeletionFor: (request: Request<typeof requestDeletionFor>) => requestDeletionFor(needs, request),
  cancelDeletionFor: (request: Request<typeof cancelDeletionFor>) => cancelDeletionFor(needs, request),
  eraseAccounts: () => eraseAccounts(needs),
  followRestore: (known: Request<typeof followRestore>) => followRestore(needs, known),
  exportUser: (page: Parameters<typeof exportUser>[1]) => exportUser(needs.pool, page),
  setUserStatus: (request: Request<typeof setUserStatus>) => setUserStatus(needs, request),
  findAccount: (text: string) => findAccount(needs, text),
  grantAdministrator: (change: Request<typeof grantAdministrator>) => grantAdministrator(needs, change),
  revokeAdministrator: (change: Request<typeof revokeAdministrator>) => revokeAdministrator(needs, change),
  isMadeElsewhere: (userId: string) => isMadeElsewhere(needs, userId),
  listAdministrators: () => listAdministrators(needs),
  listAdminLog: () => listAdminLog(needs),
  listAdminActions: (request: Request<typeof listAdminActions>) => listAdminActions(needs, request),
  countAdminActions: (userId: string | null) => countAdminActions(needs, userId),
  listUsers: (request: Request<typeof listUsers>) => listUsers(needs, request),
  countUsers: (request: Request<typeof countUsers>) => countUsers(needs, request),
  listTransfers: (request: Request<typeof listTransfers>) => listTransfers(needs, request),
  countTransfers: (request: Request<typeof countTransfers>) => countTransfers(needs, request),
  listPurchases: (request: Request<typeof listPurchases>) => listPurchases(needs, request),
  countPurchases: (request: Request<typeof countPurchases>) => countPurchases(needs, request),
  addUserNote: (request: Request<typeof addUserNote>) => addUserNote(needs, request),
  listNotes: (request: Request<typeof listNotes>) => listNotes(needs, request),
  countNotes: (request: Request<typeof countUserNotes>) => countUserNotes(needs, request),
  adjustWallet: (request: Request<typeof adjustWallet>) => adjustWallet(needs, request),
  refundPurchase: (request: Request<typeof refundPurchase>) => refundPurchase(needs, request),
  recoverRefunds: () => recoverRefunds(needs),
  auditEconomy: createEconomyAudit(needs),
  openAccount: (userId: string) => openAccount(needs, userId),
  buyCurrency: (request: Request<typeof buyCurrency>) => buyCurrency(needs, request),
  confirmationOf: (purchase: Request<typeof confirmationOf>) => confirmationOf(needs, purchase),
  takePaymentNotice: (notice: Request<typeof takePaymentNotice>) => takePaymentNotice(needs, notice),
  takeListedNotices: () => takeListedNotices(needs),
  collectOwed: () => collectOwed(needs),
  recoverPurchases: () => recoverPurchases(needs),
  reservePrice: ({ pullId, others, ...price }: ForPull<Request<typeof reservePrice>> & OtherPrices) => {
    const reserved = { userId: price.userId, isOddsNamed: price.isOddsNamed, ...ofPull(pullId) }
    if (others === undefined) return reservePrice(needs, { ...price, ...reserved })
    return reserveFirstPrice(needs, { ...reserved, prices: [price, ...others] })
  },
  releaseReservation: ({ pullId, userId }: ForPull<Request<typeof releaseReservation>>) =>
    releaseReservation(needs, { userId, ...ofPull(pullId) }),
  reserveGuildGold: (gold: Omit<Request<typeof reservePrice>, 'currency' | 'kind'>) =>
    reservePrice(needs, { ...gold, currency: 'GOLD' }),
  releaseGuildGold: (gold: Request<typeof releaseReservation>) => releaseReservation(needs, gold),
  followWallet: (userId: string) => followWallet(needs, userId),
  listLedger: (request: Request<typeof listLedger>) => listLedger(needs, request),
  countLedger: (request: Request<typeof countLedger>) => countLedger(needs, request),
  listRewardClaims: (request: Request<typeof listRewardClaims>) => listRewardClaims(needs, request),
  countRewardClaims: (request: Request<typeof countClaims>) => countClaims(needs, request),
  prune: () => prune(needs),
  listSigningKeys: () => listSigningKeys(needs),
  rotateSigningKey: (request: Request<typeof rotateSigningKey>) => rotateSigningKey(needs, request),
  /** True if signUp makes accounts; otherwise another application does. */
  makesAccounts: needs.external === null,
  userOfExternalId: (externalId: string) => sight.userOf(externalId),
  listPlayers: (page: Parameters<typeof listPlayers>[1]) => listPlayers(needs, page),
  findPlayers: (userIds: readonly string[]) => findPlayers(needs, userIds),
  enterExternal: (credential: string) => enterExternal(needs, credential),
  followExternal: createFollower(needs),
  sweepExternal: createSweep(needs),
})
