/**
 * Whether a page of another site could have had this GET sent, without its browser asking first. Browsers
 * tell by Sec-Fetch-Site, where the connection is one that they trust; otherwise a browser is known by what
 * it always sends. What is no browser acts for nobody but itself, and answers of queries are all that a GET
 * can bring it.
 */
export function couldComeFromAnotherSite(headers: ReadonlyMap<string, string>): boolean {
  const site = headers.get('sec-fetch-site')
  if (site !== undefined) return site !== 'same-origin' && site !== 'none'
  if (['origin', 'referer', 'cookie'].some(name => headers.has(name))) return true
  return /^(Mozilla|Opera)\//i.test(headers.get('user-agent') ?? '')
}
