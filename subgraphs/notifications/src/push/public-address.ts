import { lookup as systemLookup, type LookupAddress } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { Agent, type Dispatcher } from 'undici'
import { isPublicAddress } from '../domain/public-address.js'
import { PUSH_TIMEOUT_MS } from './provider.js'

/** An address that may not be called: calling it again would not help. */
export class ForbiddenAddress extends Error {
  override readonly name = 'ForbiddenAddress'
}

type Resolve = (
  hostname: string,
  options: { readonly all: true },
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

/**
 * Resolves names for connections to addresses that clients have given. The check is made of the very addresses that
 * are connected to: a name that answers otherwise the next time gains nothing.
 */
export const publicLookup =
  (resolve: Resolve = systemLookup): LookupFunction =>
  (hostname, options, done) => {
    resolve(hostname, { all: true }, (error, addresses) => {
      if (error !== null) return done(error, '', 0)
      const [first] = addresses
      if (first === undefined || !addresses.every(({ address }) => isPublicAddress(address)))
        return done(new ForbiddenAddress(`${hostname} is no address of the public internet`), '', 0)
      return options.all === true ? done(null, addresses) : done(null, first.address, first.family)
    })
  }

/** Calls no address but public ones. A host that is an address itself is never resolved, so it is checked here. */
export function createPublicAgent(): Dispatcher {
  const timeouts = { headersTimeout: PUSH_TIMEOUT_MS, bodyTimeout: PUSH_TIMEOUT_MS }
  const agent = new Agent({ ...timeouts, connect: { lookup: publicLookup(), timeout: PUSH_TIMEOUT_MS } })
  return agent.compose(dispatch => (options, handler) => {
    const host = new URL(String(options.origin)).hostname.replace(/^\[|\]$/g, '')
    if (isIP(host) !== 0 && !isPublicAddress(host))
      throw new ForbiddenAddress(`${host} is no address of the public internet`)
    return dispatch(options, handler)
  })
}
