import { createHash } from 'node:crypto'
import { networkOf } from '@waystone/kit/http'
import { withTransaction, type Queryable } from '@waystone/kit/postgres'
import {
  retryAfterSeconds,
  SIGN_INS_WINDOW_MS,
  withinWindow,
  wrongFromNetwork,
  wrongFromOneParty,
  wrongFromStrangers,
  type Limit,
} from '../domain/attempt-limit.js'
import { findAttempts, lockAttempts, saveAttempts } from '../repositories/attempt.js'
import { isKnownNetwork } from '../repositories/known-network.js'
import type { Needs } from './needs.js'

export interface KeyedLimit {
  readonly key: string
  readonly limit: Limit
}

/** The keys that one sign-in is counted by. */
export interface SignInLimits {
  /** Wrong passwords; the first is the party's own, which a right password clears. */
  readonly failures: readonly [KeyedLimit, ...KeyedLimit[]]
  /** Sign-ins of any outcome. */
  readonly signIns: readonly KeyedLimit[]
}

interface Attempt {
  /**
   * As typed: name and address of one account are counted apart, or a wait for one would tell that the other
   * belongs to it.
   */
  readonly name: string
  readonly userId: string | null
  readonly remoteAddress: string
  /** Of a device token that fits the account. */
  readonly deviceId: string | null
}

/**
 * Devices and networks that have signed in to the account before are counted by themselves only, so that no
 * stranger can hold them up. Keys are hashes: a table that is read elsewhere must not tell what was typed.
 */
export async function signInLimits({ pool, settings }: Needs, attempt: Attempt): Promise<SignInLimits> {
  const { name, userId, remoteAddress, deviceId } = attempt
  const network = networkOf(remoteAddress)
  const perAccount = { max: settings.signInsPerAccountMax, windowMs: SIGN_INS_WINDOW_MS }
  const perNetwork = { max: settings.signInsPerNetworkMax, windowMs: SIGN_INS_WINDOW_MS }
  if (userId !== null && deviceId !== null) {
    const party = keyOf('device', userId, deviceId)
    return {
      failures: [{ key: `wrong ${party}`, limit: wrongFromOneParty }],
      signIns: [{ key: `sign-in ${party}`, limit: perAccount }],
    }
  }
  const party = keyOf('name and network', name, network)
  const own: KeyedLimit = { key: `wrong ${party}`, limit: wrongFromOneParty }
  const signIns = [
    { key: `sign-in ${party}`, limit: perAccount },
    { key: `sign-in ${keyOf('network', network)}`, limit: perNetwork },
  ]
  const isKnown = userId !== null && (await isKnownNetwork(pool, { userId, networkHash: networkHash(userId, network) }))
  if (isKnown) return { failures: [own], signIns }
  return {
    failures: [
      own,
      { key: `wrong ${keyOf('name', name)}`, limit: wrongFromStrangers },
      { key: `wrong ${keyOf('network', network)}`, limit: wrongFromNetwork },
    ],
    signIns,
  }
}

/** Hashes a network together with the user's id, so that stored networks cannot be read. */
export const networkHash = (userId: string, network: string): Buffer => digestOf(['known network', userId, network])

/** Counts a sign-in that begins. @returns for how many seconds it must wait instead, or null. */
export const admitSignIn = ({ pool, clock }: Needs, { failures, signIns }: SignInLimits): Promise<number | null> =>
  withTransaction(pool, async tx => {
    const now = clock.now()
    const counted = await lockAttempts(tx, keysOf(signIns), now)
    const failed = await findAttempts(tx, keysOf(failures))
    const wait = longestWait(new Map([...counted, ...failed]), [...signIns, ...failures], now)
    if (wait === null) await countIn(tx, { limits: signIns, counted, now })
    return wait
  })

/**
 * Counts a wrong password under a lock: of guesses made at once no more are told to be wrong than of guesses
 * one by one.
 */
export const countWrongPassword = (needs: Needs, { failures }: SignInLimits): Promise<number | null> =>
  countOrWait(needs, failures)

/** Counts once by each key. @returns for how many seconds it must wait instead, or null. */
export const countOrWait = ({ pool, clock }: Needs, limits: readonly KeyedLimit[]): Promise<number | null> =>
  withTransaction(pool, async tx => {
    const now = clock.now()
    const counted = await lockAttempts(tx, keysOf(limits), now)
    const wait = longestWait(counted, limits, now)
    if (wait === null) await countIn(tx, { limits, counted, now })
    return wait
  })

/** Counts once by each key, within the transaction that has locked them. */
export async function countIn(
  tx: Queryable,
  { limits, counted, now }: { limits: readonly KeyedLimit[]; counted: ReadonlyMap<string, readonly Date[]>; now: Date },
): Promise<void> {
  for (const one of limits) await saveAttempts(tx, countedBy(one, counted, now))
}

export function longestWait(
  attempts: ReadonlyMap<string, readonly Date[]>,
  limits: readonly KeyedLimit[],
  now: Date,
): number | null {
  const waits = limits.map(({ key, limit }) => retryAfterSeconds(attempts.get(key) ?? [], limit, now) ?? 0)
  const longest = Math.max(...waits)
  return longest === 0 ? null : longest
}

export const keysOf = (limits: readonly KeyedLimit[]): readonly string[] => limits.map(({ key }) => key)

const countedBy = ({ key, limit }: KeyedLimit, attempts: ReadonlyMap<string, readonly Date[]>, now: Date) => ({
  key,
  happenedAt: [...withinWindow(attempts.get(key) ?? [], limit, now), now],
  forgettableAt: new Date(now.getTime() + limit.windowMs),
})

/** Names what is counted by a hash of its parts. */
export const keyOf = (kind: string, ...parts: readonly string[]): string =>
  `${kind} ${digestOf(parts).toString('base64url')}`

/** JSON keeps the parts apart. */
const digestOf = (parts: readonly string[]): Buffer => createHash('sha256').update(JSON.stringify(parts)).digest()
