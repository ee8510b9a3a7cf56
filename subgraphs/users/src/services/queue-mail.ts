import { randomUUID } from 'node:crypto'
import { networkOf } from '@waystone/kit/http'
import type { Queryable } from '@waystone/kit/postgres'
import {
  limitToAddress,
  mailsFromNetwork,
  mailsOfParty,
  TOKEN_LIFETIME_MS,
  type MailKind,
  type TokenPurpose,
} from '../domain/mail.js'
import { addressOf } from '../domain/account-address.js'
import type { Client } from '../domain/session.js'
import type { AccountAccess } from '../repositories/account.js'
import { saveClaim } from '../repositories/email-claim.js'
import { insertMail } from '../repositories/mail.js'
import type { Needs } from './needs.js'
import { countOrWait, keyOf, type KeyedLimit } from './sign-in-limits.js'

/** Queues a mail, to be sent after the commit. Its text, and whether it is sent at all, is decided then. */
export const queueMail = (
  { clock }: Needs,
  tx: Queryable,
  mail: { kind: MailKind; address: string; userId: string | null; provider?: string },
): Promise<void> => insertMail(tx, { provider: null, ...mail, id: randomUUID(), at: clock.now() })

/** Tells the owner of a verified address of a change in how the account is signed in to. */
export async function mailOfProvider(
  needs: Needs,
  tx: Queryable,
  mail: { kind: 'PROVIDER_LINKED' | 'PROVIDER_UNLINKED'; access: AccountAccess; provider: string },
): Promise<void> {
  const { userId, email, emailVerified } = mail.access
  const address = addressOf(email)
  if (needs.mailer === null || !emailVerified || address === null) return
  await queueMail(needs, tx, { kind: mail.kind, address, userId, provider: mail.provider })
}

/**
 * Notes the address that a user says to have, and mails it a token. Taken and free addresses are the same
 * work and the same answer.
 * @param claim.isMailed false where the network has asked for too many mails to the address: it can be asked for later
 */
export async function claimEmail(
  needs: Needs,
  tx: Queryable,
  { userId, address, isMailed }: { userId: string; address: string; isMailed: boolean },
): Promise<void> {
  await saveClaim(tx, { userId, address, at: needs.clock.now() })
  if (isMailed) await queueMail(needs, tx, { kind: 'VERIFY_EMAIL', address, userId })
}

/**
 * Counts a request for mail. @returns for how many seconds it must wait instead, or null.
 * @param request.userId the account that asks; null for a request that needs none
 */
export function admitMailRequest(
  needs: Needs,
  { address, client, userId }: { address: string; client: Client; userId: string | null },
): Promise<number | null> {
  const network = networkOf(client.remoteAddress)
  return countOrWait(needs, [
    mailsOfNetwork(address, client),
    { key: keyOf('mail requests', network), limit: mailsFromNetwork },
    ...(userId === null ? [] : [{ key: keyOf('mail of account', userId), limit: mailsOfParty }]),
  ])
}

/** Counts the mail that a new or upgraded account comes with. @returns whether it may be sent. */
export const admitFirstMail = async (
  needs: Needs,
  { address, client }: { address: string; client: Client },
): Promise<boolean> => (await countOrWait(needs, [mailsOfNetwork(address, client)])) === null

const mailsOfNetwork = (address: string, { remoteAddress }: Client): KeyedLimit => ({
  key: keyOf('mail request', address, networkOf(remoteAddress)),
  limit: mailsOfParty,
})

/** The count of mails to one address, over all requesters. */
export const mailsTo = ({ kind, address }: { kind: MailKind; address: string }): KeyedLimit => ({
  key: keyOf('mail', kind, address),
  limit: limitToAddress(kind),
})

export const mailQueued = (purpose: TokenPurpose) =>
  ({ __typename: 'MailQueued', tokenLifetimeSeconds: TOKEN_LIFETIME_MS[purpose] / 1_000 }) as const
