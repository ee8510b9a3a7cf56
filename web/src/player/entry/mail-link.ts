/** The request of a link in a mail: `ACCOUNT_PAGE_URL#action=…&token=…`. */
export interface MailLink {
  readonly action: 'verify-email' | 'reset-password'
  readonly token: string
}

/** @param hash of a location, with its `#`. @returns null for any other fragment */
export function parseMailLink(hash: string): MailLink | null {
  const parameters = new URLSearchParams(hash.slice(1))
  const action = parameters.get('action')
  const token = parameters.get('token')
  if (token === null || token === '') return null
  return action === 'verify-email' || action === 'reset-password' ? { action, token } : null
}

/**
 * The link that this page was opened by. Its token leaves the address at once: neither the history nor a
 * bookmark keeps it.
 */
export function takeMailLink(): MailLink | null {
  const link = parseMailLink(location.hash)
  if (link !== null) history.replaceState(null, '', location.pathname + location.search)
  return link
}
