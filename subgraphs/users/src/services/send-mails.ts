import { mailText, type Letter } from '../domain/mail-text.js'
import {
  MAIL_ATTEMPTS_MAX,
  MAIL_LEASE_MS,
  pauseAfter,
  TOKEN_LIFETIME_MS,
  type QueuedMail,
  type TokenPurpose,
} from '../domain/mail.js'
import { hashSecret } from '../identity/secrets.js'
import type { Mailer } from '../mail/mailer.js'
import { insertAccountToken } from '../repositories/account-token.js'
import { findClaim } from '../repositories/email-claim.js'
import { deleteMail, leaseMails, postponeMail } from '../repositories/mail.js'
import { findUsers, findUsersByEmail } from '../repositories/user.js'
import type { Needs } from './needs.js'
import { mailsTo } from './queue-mail.js'
import { countOrWait } from './sign-in-limits.js'

const BATCH = 10

/**
 * Sends the mails that are due. A mail is deleted after a server has taken it, so one that was sent by a
 * process that died then is sent again, with a token of its own.
 */
export async function sendMails(needs: Needs): Promise<void> {
  const { mailer, pool, clock } = needs
  if (mailer === null) return
  for (;;) {
    const now = clock.now()
    const until = new Date(now.getTime() + MAIL_LEASE_MS)
    const mails = await leaseMails(pool, { now, until, limit: BATCH })
    await Promise.all(mails.map(mail => sendMail(needs, mailer, mail)))
    if (mails.length < BATCH) return
  }
}

async function sendMail(needs: Needs, mailer: Mailer, mail: QueuedMail): Promise<void> {
  const { pool, clock, logger, settings } = needs
  const { id, kind, address, attempts } = mail
  try {
    const letter = await letterOf(needs, mail)
    if (letter !== null) {
      const outcome = await mailer.send({ to: address, ...mailText(letter, settings.mailOrigin) })
      if (outcome === 'REFUSED') logger.warn({ mail: id, kind }, 'the mail server refuses the address of a mail')
    }
    await deleteMail(pool, id)
  } catch (error) {
    if (attempts >= MAIL_ATTEMPTS_MAX) {
      logger.error({ err: error, mail: id, kind, attempts }, 'a mail was given up')
      return await deleteMail(pool, id)
    }
    logger.warn({ err: error, mail: id, kind, attempts }, 'a mail could not be sent, it is tried again')
    await postponeMail(pool, id, new Date(clock.now().getTime() + pauseAfter(attempts)))
  }
}

/** Null where there is nothing to say any more, or too much was said to this address. */
async function letterOf(needs: Needs, mail: QueuedMail): Promise<Letter | null> {
  if (mail.attempts === 1 && (await countOrWait(needs, [mailsTo(mail)])) !== null) return null
  return await decideLetter(needs, mail)
}

async function decideLetter(needs: Needs, mail: QueuedMail): Promise<Letter | null> {
  const { kind, address, userId } = mail
  const holder = (await findUsersByEmail(needs.pool, [address])).get(address)
  if (kind === 'RESET_PASSWORD') {
    if (holder === undefined) return null
    return await letterWithToken(needs, { purpose: kind, user: holder, address })
  }
  const user = userId === null ? undefined : (await findUsers(needs.pool, [userId])).get(userId)
  if (user === undefined) return null
  if (kind === 'PROVIDER_LINKED' || kind === 'PROVIDER_UNLINKED')
    return { about: kind, username: user.username, provider: mail.provider ?? '' }
  if (kind !== 'VERIFY_EMAIL') return { about: kind, username: user.username }
  if ((await findClaim(needs.pool, user.id)) !== address) return null
  return holder === undefined || holder.id === user.id
    ? await letterWithToken(needs, { purpose: kind, user, address })
    : { about: 'ADDRESS_HAS_ACCOUNT', username: holder.username }
}

async function letterWithToken(
  { pool, clock, newSecret }: Needs,
  { purpose, user, address }: { purpose: TokenPurpose; user: { id: string; username: string }; address: string },
): Promise<Letter> {
  const token = newSecret()
  const expiresAt = new Date(clock.now().getTime() + TOKEN_LIFETIME_MS[purpose])
  await insertAccountToken(pool, { tokenHash: hashSecret(token), purpose, userId: user.id, address, expiresAt })
  return { about: purpose, username: user.username, token }
}
