/**
 * Checks whether a page of another site could have sent this GET without a CORS preflight. Browsers send
 * Sec-Fetch-Site on connections that they trust; otherwise a browser is recognised by the headers that it
 * always sends. A client that is no browser acts only for itself, and all that a GET can bring it are answers
 * of queries.
 */
export function couldComeFromAnotherSite(headers: ReadonlyMap<string, string>): boolean {
  const site = headers.get('sec-fetch-site')
  if (site !== undefined) return site !== 'same-origin' && site !== 'none'
  if (['origin', 'referer', 'cookie'].some(name => headers.has(name))) return true
  return /^(Mozilla|Opera)\//i.test(headers.get('user-agent') ?? '')
}
