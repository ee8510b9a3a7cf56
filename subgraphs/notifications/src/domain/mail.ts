import type { Attachment } from './attachment.js'

/** One user's copy of a mail. */
export interface Mail {
  readonly id: string
  readonly userId: string
  readonly from: string
  readonly subject: string
  readonly body: string
  readonly attachments: readonly Attachment[]
  readonly sentAt: Date
  readonly expiresAt: Date | null
  readonly readAt: Date | null
  readonly claimedAt: Date | null
}

/** A mail that was claimed stays claimed; another one can be until it expires. */
export const isExpired = ({ expiresAt, claimedAt }: Pick<Mail, 'expiresAt' | 'claimedAt'>, now: Date): boolean =>
  claimedAt === null && expiresAt !== null && expiresAt <= now
