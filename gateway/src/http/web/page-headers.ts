/**
 * Headers of the built pages and of everything beside them: a worker has the policy of its own file.
 * Scripts come from files of this server alone. Styles may be inline: the accessible primitives of the pages
 * (Base UI) write `<style>` elements for scrolling, and a style can run nothing. Blobs are pictures that the
 * page has drawn, and workers of the map's renderer.
 */
export function pageHeaders(host: string | undefined): Readonly<Record<string, string>> {
  return {
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data: blob:",
      "font-src 'self'",
      `connect-src 'self'${socketsOf(host)}`,
      "worker-src 'self' blob:",
      "manifest-src 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "form-action 'self'",
    ].join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': UNUSED_FEATURES.map(feature => `${feature}=()`).join(', '),
  }
}

/** Of the browser, which no page here uses. */
const UNUSED_FEATURES = ['camera', 'microphone', 'geolocation', 'payment', 'usb', 'serial', 'hid', 'display-capture']

/** A host of a header as it may stand in a policy: a client of its own could write anything there. */
const HOST = /^([a-z0-9.-]{1,253}|\[[0-9a-f:.]{2,45}\])(:\d{1,5})?$/i

/** WebSockets of the same host: Safari before 15.4 does not count them as 'self'. */
const socketsOf = (host: string | undefined): string =>
  host !== undefined && HOST.test(host) ? ` ws://${host} wss://${host}` : ''
