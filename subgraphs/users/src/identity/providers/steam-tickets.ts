import type { Clock } from '@waystone/kit/clock'
import { RequestFault } from '@waystone/kit/errors'
import type { Logger } from '@waystone/kit/logger'
import * as z from 'zod'
import type { ProviderTokenFault } from '../../errors.js'
import { hashSecret } from '../secrets.js'
import type { ProvenIdentity, RefusedProof } from './proof.js'
import { STEAM_ISSUER, type SteamSettings } from './steam-settings.js'

export interface SteamTickets {
  /** @param ticket of ISteamUser::GetAuthTicketForWebApi, in hexadecimal digits */
  read(ticket: string): Promise<ProvenIdentity | RefusedProof>
}

const REQUEST_TIMEOUT_MS = 5_000
/** A ticket has at most 2,560 bytes. */
const TICKET_LENGTH_MAX = 5_120
const HEXADECIMAL = /^(?:[0-9a-f]{2})+$/
/** Steam does not tell until when it accepts a ticket; the license in it is renewed every three weeks. */
const TICKET_KEPT_MS = 30 * 86_400_000

const answerOf = z.object({
  response: z.union([
    z.object({
      params: z.object({
        result: z.literal('OK'),
        /** Of the player: a borrower's where the game is shared within a family. */
        steamid: z.string().regex(/^[0-9]{1,20}$/),
        publisherbanned: z.boolean(),
      }),
    }),
    z.object({ error: z.object({ errorcode: z.number() }) }),
  ]),
})

/** Steam says "Invalid ticket" (101) of all that is forged, canceled, expired or made for another identity. */
const faults: ReadonlyMap<number, ProviderTokenFault> = new Map([
  [3, 'MALFORMED'],
  [102, 'OTHER_CLIENT'],
])

/** Has Steam's Web API verify session tickets. The key goes in a header, so that no URL holds it. */
export function createSteamTickets(
  { appId, key, identity, apiUrl }: SteamSettings & { readonly key: string; readonly apiUrl: string },
  { clock, logger, timeoutMs = REQUEST_TIMEOUT_MS }: { clock: Clock; logger: Logger; timeoutMs?: number },
): SteamTickets {
  const ask = async (ticket: string) => {
    const query = new URLSearchParams({ appid: String(appId), ticket, identity })
    const response = await fetch(`${apiUrl}/ISteamUserAuth/AuthenticateUserTicket/v1/?${query.toString()}`, {
      headers: { 'x-webapi-key': key },
      // Another host would be shown the key.
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    })
    if (!response.ok) throw new Error(`Steam answered ${response.status}`)
    return answerOf.parse(await response.json()).response
  }
  return {
    read: async given => {
      const ticket = given.toLowerCase()
      if (ticket.length > TICKET_LENGTH_MAX || !HEXADECIMAL.test(ticket)) return { refused: 'MALFORMED' }
      let answer: Awaited<ReturnType<typeof ask>>
      try {
        answer = await ask(ticket)
      } catch (error) {
        // 403 is a wrong key, which the operator has to mend; the error names neither key nor ticket.
        logger.warn({ err: error }, 'Steam cannot verify a ticket')
        throw new RequestFault('SERVICE_UNAVAILABLE', 'Steam cannot verify a ticket now')
      }
      if ('error' in answer) return { refused: faults.get(answer.error.errorcode) ?? 'NOT_ACCEPTED' }
      if (answer.params.publisherbanned) return { refused: 'BANNED' }
      return {
        issuer: STEAM_ISSUER,
        subject: answer.params.steamid,
        verifiedEmail: null,
        name: null,
        proofHash: hashSecret(`steam ${ticket}`),
        expiresAt: new Date(clock.now().getTime() + TICKET_KEPT_MS),
      }
    },
  }
}
