import { RequestFault } from '@waystone/kit/errors'
import { parseUuid } from '@waystone/kit/graphql'
import { groupCalls, withTransaction } from '@waystone/kit/postgres'
import { invalidMessage } from '../../errors.js'
import { keyProblem, parseMessageText } from '../../domain/message-text.js'
import type { Needs } from '../needs.js'
import { sendTogether } from './send-together.js'
import { ERASED, type SendAnswer, type Sending } from './sending.js'

export interface SendRequest {
  readonly userId: string
  readonly input: { readonly channelId: string; readonly text: string; readonly idempotencyKey: string }
}

/** Messages of one transaction; in a busy channel, its commit is what takes the time. */
const TOGETHER_MAX = 100
const TRANSACTIONS_MAX = 2
/** So many have to wait before a second transaction begins: two of one channel only wait for each other. */
const SECOND_FROM = 20

/** Messages that come while others are being written share the next transaction: one commit for all of them. */
export function createSendMessage(needs: Needs): (request: SendRequest) => Promise<SendAnswer> {
  const send = groupCalls<Sending, SendAnswer | typeof ERASED>({
    run: sendings => withTransaction(needs.pool, tx => sendTogether(tx, sendings, needs.clock.now())),
    // A repeat finds what the first one has written.
    key: ({ userId, idempotencyKey }) => `${userId} ${idempotencyKey}`,
    sizeMax: TOGETHER_MAX,
    runsMax: TRANSACTIONS_MAX,
    extraRunFrom: SECOND_FROM,
  })
  return async ({ userId, input: { channelId, text: given, idempotencyKey } }) => {
    const badKey = keyProblem(idempotencyKey, 'idempotencyKey')
    if (badKey !== null) return invalidMessage(badKey)
    const text = parseMessageText(given, 'text')
    if ('problem' in text) return invalidMessage(text.problem)
    const answer = await send({ userId, channelId: parseUuid(channelId), idempotencyKey, ...text })
    if (answer === ERASED) throw new RequestFault('UNAUTHENTICATED', 'The account is deleted')
    return answer
  }
}
