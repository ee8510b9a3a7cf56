const NAME_LENGTH_MAX = 64

/**
 * Checks that a text names a zone of the IANA time zone database, such as Europe/Paris: the zones that users
 * choose and that their events carry. Offsets such as +05:30, which Intl takes from Node 22 on, are no names:
 * they know no summer time, and one version of Node would count days by them where another refuses them.
 */
export function isTimeZone(name: string): boolean {
  if (name.length > NAME_LENGTH_MAX || !/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(name)) return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    // A RangeError is how Intl says that it knows no such zone.
    return false
  }
}
