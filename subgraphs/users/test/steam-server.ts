import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export const STEAM_APP_ID = 480
export const STEAM_WEB_API_KEY = '0123456789ABCDEF0123456789ABCDEF'

/** A player of Steam, and whom else Steam knows about the ticket. */
interface Ticket {
  readonly steamId: string
  readonly ownerSteamId: string
  readonly appId: number
  readonly identity: string
  readonly isBanned: boolean
  isCanceled: boolean
}

/**
 * A server that speaks ISteamUserAuth/AuthenticateUserTicket as Steam's Web API does: answers and refusals with
 * status 200, 403 and a page for a wrong key, 400 for a missing parameter.
 */
export async function startSteam() {
  const tickets = new Map<string, Ticket>()
  const requests: { readonly url: URL; readonly headers: IncomingHttpHeaders }[] = []
  const fault = { answer: null as ((response: ServerResponse) => void) | null }
  let players = 0

  const answer = (query: URLSearchParams): unknown => {
    const ticket = tickets.get(query.get('ticket') ?? '')
    if (ticket === undefined || ticket.isCanceled || query.get('identity') !== ticket.identity)
      return { error: { errorcode: 101, errordesc: 'Invalid ticket' } }
    if (query.get('appid') !== String(ticket.appId))
      return { error: { errorcode: 102, errordesc: 'Ticket for other app' } }
    const { steamId: steamid, ownerSteamId: ownersteamid, isBanned: publisherbanned } = ticket
    return { params: { result: 'OK', steamid, ownersteamid, vacbanned: false, publisherbanned } }
  }
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://steam')
    requests.push({ url, headers: request.headers })
    if (fault.answer !== null) return fault.answer(response)
    const sendPage = (status: number, words: string) =>
      response.writeHead(status, { 'content-type': 'text/html' }).end(`<html><h1>${words}</h1></html>`)
    if (url.pathname !== '/ISteamUserAuth/AuthenticateUserTicket/v1/') return void sendPage(404, 'Not Found')
    if (request.headers['x-webapi-key'] !== STEAM_WEB_API_KEY) return void sendPage(403, 'Forbidden')
    if (['appid', 'ticket'].some(name => !url.searchParams.has(name))) return void sendPage(400, 'Bad Request')
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ response: answer(url.searchParams) }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    /** Answers in Steam's place, until it is null again. */
    fault,
    aPlayer: (): string => String(76_561_197_960_265_728n + BigInt((players += 1))),
    /** ISteamUser::GetAuthTicketForWebApi, in hexadecimal digits. */
    ticketOf: (steamId: string, more: Partial<Ticket> = {}): string => {
      const ticket = randomBytes(234).toString('hex')
      const usual = { appId: STEAM_APP_ID, identity: 'waystone', isBanned: false, isCanceled: false }
      tickets.set(ticket, { steamId, ownerSteamId: steamId, ...usual, ...more })
      return ticket
    },
    /** ISteamUser::CancelAuthTicket. */
    cancel: (ticket: string) => Object.assign(tickets.get(ticket) ?? {}, { isCanceled: true }),
    close: () => {
      server.closeAllConnections()
      return new Promise(resolve => server.close(resolve))
    },
  }
}

export type Steam = Awaited<ReturnType<typeof startSteam>>

export const steamSettingsOf = ({ url }: Pick<Steam, 'url'>): Record<string, string> => ({
  STEAM_APP_ID: String(STEAM_APP_ID),
  STEAM_WEB_API_KEY,
  STEAM_API_URL: url,
})
