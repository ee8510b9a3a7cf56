import { withTransaction, type Queryable } from '@waystone/kit/postgres'
import type { Client } from '../domain/session.js'
import { problemOfCode, readCode, type GivenCode } from '../domain/two-factor.js'
import { isBanned } from '../domain/user.js'
import { accountBanned, invalidInput, secondFactorRefused, tooManyAttempts } from '../errors.js'
import { hashSecret } from '../identity/secrets.js'
import { deleteChallenge, findChallenge, type SignInChallenge } from '../repositories/sign-in-challenge.js'
import { findFactor } from '../repositories/two-factor.js'
import { admitCode, checkCode, limitsOfSignIn } from './check-code.js'
import { answerEntry, enterProven } from './enter-account.js'
import { lockAccount } from './ensure-account.js'
import type { Needs } from './needs.js'
import { admitSignIn, type SignInLimits } from './sign-in-limits.js'

/** Challenges have 43 characters; nothing longer is hashed. */
const CHALLENGE_LENGTH_MAX = 256

interface Request {
  readonly input: { readonly challenge: string; readonly code: string }
  readonly client: Client
}

/** Completes a sign-in that `enterAccount` has answered by a challenge. */
export async function answerSecondFactor(needs: Needs, { input, client }: Request) {
  const code = readCode(input.code)
  if (code === null) return invalidInput(problemOfCode())
  const expired = secondFactorRefused('CHALLENGE_EXPIRED')
  if (input.challenge.length > CHALLENGE_LENGTH_MAX) return expired
  const challengeHash = hashSecret(input.challenge)
  const challenge = await findChallenge(needs.pool, { challengeHash, now: needs.clock.now() })
  if (challenge === null) return expired
  const limits = await limitsOfSignIn(needs, { ...challenge, remoteAddress: client.remoteAddress })
  const blockedFor = await admitSignIn(needs, limits)
  if (blockedFor !== null) return tooManyAttempts(blockedFor)

  const at = needs.clock.now()
  const entered = await withTransaction(needs.pool, tx =>
    enter(needs, tx, { challenge, challengeHash, code, client, limits, at }),
  )
  if ('__typename' in entered) return entered
  const issued = await answerEntry(needs, entered)
  return { ...issued, deviceToken: needs.deviceTokens.make(challenge.userId, at, challenge.deviceId) }
}

interface Answer {
  readonly challenge: SignInChallenge
  readonly challengeHash: Buffer
  readonly code: GivenCode
  readonly client: Client
  readonly limits: SignInLimits
  readonly at: Date
}

async function enter(needs: Needs, tx: Queryable, answer: Answer) {
  const { challenge, challengeHash, code, client, limits, at } = answer
  const { userId } = challenge
  const blocked = await admitCode(tx, limits, at)
  if (blocked !== null) return blocked
  const standing = await lockAccount(needs, tx, userId)
  const factor = await findFactor(tx, userId)
  // Under the lock: another answer, or a change of the account, may have ended the sign-in meanwhile.
  const isOpen = (await findChallenge(tx, { challengeHash, now: at })) !== null
  if (standing === null || !standing.twoFactorEnabled || factor === null || !isOpen)
    return secondFactorRefused('CHALLENGE_EXPIRED')
  if (isBanned(standing, at)) return accountBanned()
  const refusal = await checkCode(needs, tx, { userId, factor, code, limits, at })
  if (refusal !== null) return refusal
  await deleteChallenge(tx, challengeHash)
  return await enterProven(needs, tx, { userId, standing, client, at })
}
