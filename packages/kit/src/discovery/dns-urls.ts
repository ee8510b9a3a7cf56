import { lookup } from 'node:dns/promises'

/** All addresses of a host name, by the system's resolver: DNS and the machine's other sources of names. */
export type Lookup = (hostname: string) => Promise<readonly { address: string; family: number }[]>

export const systemLookup: Lookup = hostname => lookup(hostname, { all: true })

const DNS = 'dns+'

/** `dns+http://users:4001` stands for an instance at every address that the name resolves to. */
export const isDnsUrl = (url: string): boolean => url.startsWith(DNS)

/** For who needs any one of them: the name itself. */
export const withoutDns = (url: string): string => (isDnsUrl(url) ? url.slice(DNS.length) : url)

/**
 * Each URL that names a host by DNS replaced by one for each of its addresses, sorted.
 * @throws what the lookup throws.
 */
export async function resolveUrls(urls: readonly string[], look: Lookup): Promise<string[]> {
  const resolved = await Promise.all(
    urls.map(async url => (isDnsUrl(url) ? await addressesOf(withoutDns(url), look) : [url])),
  )
  return [...new Set(resolved.flat())]
}

async function addressesOf(text: string, look: Lookup): Promise<string[]> {
  const url = new URL(text)
  const found = await look(url.hostname.replaceAll(/^\[|\]$/g, ''))
  if (found.length === 0) throw new Error(`${url.hostname} has no address`)
  return found
    .map(({ address, family }) => {
      const host = family === 6 ? `[${address}]` : address
      return `${url.protocol}//${host}${url.port === '' ? '' : `:${url.port}`}${url.pathname.replace(/\/$/, '')}`
    })
    .toSorted()
}
