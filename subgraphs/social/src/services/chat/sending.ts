import type { Message } from '../../domain/message.js'
import type { SendRefusal } from '../../errors.js'

/** A request whose input has been read. */
export interface Sending {
  readonly userId: string
  /** Null for what cannot be the id of a channel. */
  readonly channelId: string | null
  readonly idempotencyKey: string
  readonly text: string
  readonly original: string | null
}

/** Nothing of the user is taken any more. */
export const ERASED = 'erased'

export type SendAnswer = Message | SendRefusal
