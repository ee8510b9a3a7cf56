/** In the order in which they are looked for: Edge and Opera name Chrome, too, and Chrome names Safari. */
const BROWSERS = [
  ['Edge', /\bEdg\w*\//],
  ['Opera', /\bOPR\//],
  ['Firefox', /\bFirefox\//],
  ['Chromium', /\bHeadlessChrome\/|\bChromium\//],
  ['Chrome', /\bChrome\//],
  ['Safari', /\bSafari\//],
] as const
const SYSTEMS = [
  ['Android', /\bAndroid\b/],
  ['iOS', /\b(iPhone|iPad)\b/],
  ['Windows', /\bWindows\b/],
  ['macOS', /\bMac OS X\b/],
  ['Linux', /\bLinux\b/],
] as const

/** Such as `Firefox, Linux`; of what is no browser the first word, such as `vitest`. */
export function clientName(userAgent: string | null): string | null {
  if (userAgent === null || userAgent.trim() === '') return null
  const browser = BROWSERS.find(([, pattern]) => pattern.test(userAgent))?.[0]
  if (browser === undefined) return userAgent.trim().split(/[\s/]/)[0] ?? null
  const system = SYSTEMS.find(([, pattern]) => pattern.test(userAgent))?.[0]
  return system === undefined ? browser : `${browser}, ${system}`
}
