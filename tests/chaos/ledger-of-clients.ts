import type { ClaimAnswer, PullAnswer, PurchaseAnswer } from './operations.js'

export interface Player {
  readonly id: string
  readonly name: string
  /** The newest access token. */
  token: string
}

/** An operation with a key that was answered: its answer to the client must stay true. */
export type Answered = {
  readonly player: Player
  readonly input: KeyedInput
  /** An attempt came to an error before the answer, or the operation was sent twice at once. */
  readonly wasRepeated: boolean
} & (
  | { readonly kind: 'purchase'; readonly answer: PurchaseAnswer }
  | { readonly kind: 'pull'; readonly answer: PullAnswer }
)

export interface KeyedInput {
  readonly idempotencyKey: string
  readonly [field: string]: unknown
}

export interface Counts {
  /** Sign-ins, purchases, pulls and claims that were answered. */
  operations: number
  /** Attempts of these that came to an error, and were repeated. */
  errors: number
  reads: number
  failedReads: number
}

/** All answers that the clients received: the record that the servers are checked against. */
export interface ClientLedger {
  readonly counts: Counts
  readonly players: Player[]
  readonly answered: Answered[]
  readonly claimed: { readonly player: Player; readonly answer: ClaimAnswer }[]
  /** Sessions of sign-ins that were answered. */
  readonly sessionIds: string[]
  /** Attempts to sign in that came to an error: each may have happened or not. */
  uncertainSignIns: number
  /** Players with an operation that they sent once and asked about no more: it may have happened or not. */
  readonly walkedOff: Set<Player>
  /** Two answers to one key. */
  readonly conflicts: string[]
  /** Messages of errors, counted. */
  readonly messages: Map<string, number>
  readonly failedReadMessages: string[]
}

export const createClientLedger = (): ClientLedger => ({
  counts: { operations: 0, errors: 0, reads: 0, failedReads: 0 },
  players: [],
  answered: [],
  claimed: [],
  sessionIds: [],
  uncertainSignIns: 0,
  walkedOff: new Set(),
  conflicts: [],
  messages: new Map(),
  failedReadMessages: [],
})

/** The messages of the errors that clients met, each once with its number, and the first of failed reads. */
export const messagesOf = ({ messages, failedReadMessages }: ClientLedger): readonly string[] => [
  ...[...messages].map(([message, count]) => `${count} × ${message}`),
  ...failedReadMessages.slice(0, 5).map(message => `read: ${message}`),
]
