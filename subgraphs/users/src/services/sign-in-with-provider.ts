import { randomUUID } from 'node:crypto'
import { networkOf } from '@waystone/kit/http'
import { normalName } from '@waystone/kit/names'
import { withTransaction, type Queryable } from '@waystone/kit/postgres'
import { SIGN_INS_WINDOW_MS } from '../domain/attempt-limit.js'
import { problemOfDisplayName, problemOfEmail, problemOfTimeZone } from '../domain/profile.js'
import type { Client } from '../domain/session.js'
import { isBanned } from '../domain/user.js'
import { accountBanned, emailTaken, invalidInput, providerTokenRefused, tooManyAttempts } from '../errors.js'
import type { ProvenIdentity } from '../identity/providers/proof.js'
import { takenBy } from '../repositories/account.js'
import { useProof } from '../repositories/account-token.js'
import { findUserOfIdentity, insertIdentity } from '../repositories/credential.js'
import { issueTokens } from './begin-session.js'
import { lockAccount } from './ensure-account.js'
import { answerEntry, enterAccount } from './enter-account.js'
import { makeAccount } from './make-account.js'
import type { Needs } from './needs.js'
import { proveIdentity, proveSteamTicket, type GivenToken, type Proof } from './prove-identity.js'
import { countOrWait, keyOf } from './sign-in-limits.js'
import { signUpLimit } from './sign-up.js'

interface Request<Given> {
  readonly input: Given & { readonly timeZone?: string | null | undefined }
  readonly client: Client
}

const PLAYER_NAME = 'Player'

export const signInWithProvider = (needs: Needs, { input, client }: Request<GivenToken>) =>
  signInBy(needs, { timeZone: input.timeZone ?? 'UTC', client }, () => proveIdentity(needs, input))

export const signInWithSteam = (needs: Needs, { input, client }: Request<{ readonly ticket: string }>) =>
  signInBy(needs, { timeZone: input.timeZone ?? 'UTC', client }, () => proveSteamTicket(needs, input))

/**
 * Begins a session of the account that the identity is linked to, or makes an account for it. An identity
 * is never linked by an e-mail address: an account that has the address of a new identity is told, and may
 * link it by linkProvider.
 */
async function signInBy(
  needs: Needs,
  { timeZone, client }: { timeZone: string; client: Client },
  prove: () => Promise<Proof>,
) {
  const problem = problemOfTimeZone(timeZone)
  if (problem !== null) return invalidInput(problem)
  const network = networkOf(client.remoteAddress)
  const limit = { max: needs.settings.signInsPerNetworkMax, windowMs: SIGN_INS_WINDOW_MS }
  const wait = await countOrWait(needs, [{ key: `sign-in ${keyOf('network', network)}`, limit }])
  if (wait !== null) return tooManyAttempts(wait)
  const proof = await prove()
  if ('__typename' in proof) return proof

  const userId = await findUserOfIdentity(needs.pool, proof)
  if (userId !== null) return await enter(needs, { userId, proof, client })
  const waitForNew = await countOrWait(needs, [signUpLimit(needs, client)])
  if (waitForNew !== null) return tooManyAttempts(waitForNew, 'SIGN_UP')
  try {
    const begun = await withTransaction(needs.pool, tx => make(needs, tx, { proof, timeZone, client }))
    return begun === null ? usedToken() : await issueTokens(needs, begun, [])
  } catch (error) {
    const what = takenBy(error)
    if (what === 'EMAIL') return emailTaken()
    if (what !== 'IDENTITY') throw error
  }
  // Two proofs of one new identity came at once, and the other one has made the account.
  const madeMeanwhile = await findUserOfIdentity(needs.pool, proof)
  if (madeMeanwhile === null) throw new Error('An identity is linked and has no account')
  return await enter(needs, { userId: madeMeanwhile, proof, client })
}

const usedToken = () => providerTokenRefused('USED')

interface Entry {
  readonly userId: string
  readonly proof: ProvenIdentity
  readonly client: Client
}

async function enter(needs: Needs, { userId, proof, client }: Entry) {
  const at = needs.clock.now()
  const entered = await withTransaction(needs.pool, async tx => {
    const standing = await lockAccount(needs, tx, userId)
    // Under the lock: a reset of the password may have unlinked it.
    if (standing === null || (await findUserOfIdentity(tx, proof)) !== userId) return providerTokenRefused('UNLINKED')
    if (!(await useProof(tx, proof))) return usedToken()
    if (isBanned(standing, at)) return accountBanned()
    return await enterAccount(needs, tx, { userId, standing, client, at })
  })
  return '__typename' in entered ? entered : await answerEntry(needs, entered)
}

/** Null for a proof that has signed in before. */
async function make(
  needs: Needs,
  tx: Queryable,
  { proof, timeZone, client }: { proof: ProvenIdentity; timeZone: string; client: Client },
) {
  if (!(await useProof(tx, proof))) return null
  const verifiedEmail = ownAddress(proof)
  const displayName = nameOf(proof)
  const begun = await makeAccount(needs, tx, { kind: 'player', displayName, timeZone, verifiedEmail, client })
  const { userId } = begun.session
  await insertIdentity(tx, { ...proof, id: randomUUID(), userId, at: begun.at })
  return begun
}

/** An address that the provider has verified, and that could be one of ours. */
export const ownAddress = ({ verifiedEmail }: ProvenIdentity): string | null =>
  verifiedEmail !== null && problemOfEmail(verifiedEmail) === null ? verifiedEmail : null

function nameOf({ name }: ProvenIdentity): string {
  const displayName = normalName(name ?? '')
  return problemOfDisplayName(displayName) === null ? displayName : PLAYER_NAME
}
