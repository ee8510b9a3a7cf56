import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { importSPKI, jwtVerify } from 'jose'

export const PACKAGE_NAME = 'com.example.waystone'
const CLIENT_EMAIL = 'purchases@waystone.iam.gserviceaccount.com'
const SCOPE = 'https://www.googleapis.com/auth/androidpublisher'
const PAGE_SIZE = 2

interface Sale {
  productId: string
  purchaseState: number
  acknowledgementState: number
  obfuscatedExternalAccountId?: string
  purchaseType?: number
  quantity?: number
  voidedTimeMillis?: string
}

/**
 * A server that speaks the part of Google's APIs that is used here: token exchange, purchases.products,
 * voided purchases.
 */
export async function startPlayStore(now: () => Date) {
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const publicKey = await importSPKI(keys.publicKey.export({ type: 'spki', format: 'pem' }).toString(), 'RS256')
  const sales = new Map<string, Sale>()
  const accessTokens = new Set<string>()
  /** Requests that were carried out, by method and what follows the package's name. */
  const requests: string[] = []
  /** Called once, when the next answer about a sale has been made and before it is sent. */
  const next = { afterRead: null as (() => Promise<void>) | null }
  const faults = { path: null as RegExp | null, moment: 'before' as 'before' | 'after' }
  let url = ''

  const grant = async (form: URLSearchParams) => {
    const { payload } = await jwtVerify(form.get('assertion') ?? '', publicKey, {
      issuer: CLIENT_EMAIL,
      audience: `${url}/token`,
      algorithms: ['RS256'],
      currentDate: now(),
    })
    if (payload['scope'] !== SCOPE) throw new Error('The scope is another')
    const token = randomUUID()
    accessTokens.add(token)
    requests.push('POST /token')
    return { access_token: token, expires_in: 3600, token_type: 'Bearer' }
  }
  const voided = (start: number) => {
    const all = [...sales].filter(([, { voidedTimeMillis }]) => voidedTimeMillis !== undefined)
    const following =
      start + PAGE_SIZE < all.length ? { tokenPagination: { nextPageToken: String(start + PAGE_SIZE) } } : {}
    const page = all.slice(start, start + PAGE_SIZE)
    return { voidedPurchases: page.map(([purchaseToken, sale]) => ({ purchaseToken, ...sale })), ...following }
  }
  const answer = async (method: string, target: URL, incoming: IncomingMessage): Promise<[number, unknown]> => {
    if (target.pathname === '/token') return [200, await grant(new URLSearchParams(await text(incoming)))]
    if (!accessTokens.has((incoming.headers.authorization ?? '').replace('Bearer ', ''))) return [401, {}]
    const base = `/androidpublisher/v3/applications/${PACKAGE_NAME}/purchases`
    const place = target.pathname.replace(base, '')
    requests.push(`${method} ${place}`)
    if (place === '/voidedpurchases') return [200, voided(Number(target.searchParams.get('token') ?? 0))]
    const [, productId, token = ''] = /^\/products\/([^/]+)\/tokens\/([^/:]+)/.exec(place) ?? []
    const sale = sales.get(token)
    if (sale === undefined) return [404, { error: { code: 404 } }]
    if (sale.productId !== productId) return [400, { error: { code: 400 } }]
    if (!place.endsWith(':acknowledge')) {
      const shown = { kind: 'androidpublisher#productPurchase', ...sale }
      const { afterRead } = next
      next.afterRead = null
      await afterRead?.()
      return [200, shown]
    }
    sale.acknowledgementState = 1
    return [204, undefined]
  }
  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const target = new URL(incoming.url ?? '/', url)
    const isFaulty = faults.path?.test(`${incoming.method} ${target.pathname}`) ?? false
    if (isFaulty && faults.moment === 'before') return void outgoing.destroy()
    const [status, body] = await answer(incoming.method ?? '', target, incoming).catch(() => [400, {}] as const)
    if (isFaulty) return void outgoing.destroy()
    outgoing
      .writeHead(status, { 'content-type': 'application/json' })
      .end(body === undefined ? '' : JSON.stringify(body))
  }
  const server = createServer((incoming, outgoing) => void serve(incoming, outgoing))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  return {
    url,
    sales,
    requests,
    faults,
    next,
    /** The JSON key of the service account. */
    credentials: JSON.stringify({
      type: 'service_account',
      client_email: CLIENT_EMAIL,
      private_key: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }),
      token_uri: `${url}/token`,
    }),
    /** Google forgets every access token that it has given. */
    endAccessTokens: () => accessTokens.clear(),
    /** @returns the purchase token. */
    sell: (sale: Partial<Sale>): string => {
      const token = randomUUID().replaceAll('-', '.')
      sales.set(token, { productId: 'diamonds_500', purchaseState: 0, acknowledgementState: 0, ...sale })
      return token
    },
    close: () => {
      server.closeAllConnections()
      return new Promise(resolve => server.close(resolve))
    },
  }
}
