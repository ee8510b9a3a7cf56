import ipaddr from 'ipaddr.js'

/** Checks that an address is of the public internet: neither of this machine, nor of a network behind it. */
export function isPublicAddress(address: string): boolean {
  // Of an IPv4 address that is written as IPv6, the IPv4 one counts.
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast'
}

/** Names that are resolved within a network only, or on the machine itself (RFC 6761, RFC 6762, RFC 8375, RFC 9476). */
const PRIVATE_SUFFIXES = ['alt', 'home.arpa', 'internal', 'invalid', 'local', 'localhost', 'onion', 'test']

/**
 * Checks that a host of a URL can be one of the public internet: a public address, or a name with a dot that is of no
 * private domain. The addresses of a name are checked when it is called (push/public-address.ts).
 */
export function isPublicHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  if (ipaddr.isValid(host)) return isPublicAddress(host)
  return host.includes('.') && !PRIVATE_SUFFIXES.some(suffix => host.endsWith(`.${suffix}`))
}
