type Bytes = Uint8Array<ArrayBuffer>

/** @returns null where the text is not hexadecimal digits in pairs */
export function bytesOfHex(text: string): Bytes | null {
  if (!/^([0-9a-f]{2})+$/.test(text)) return null
  return Uint8Array.from({ length: text.length / 2 }, (_, at) => Number.parseInt(text.slice(at * 2, at * 2 + 2), 16))
}

export const hexOf = (bytes: Uint8Array): string =>
  Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')

export const sha256 = async (bytes: Bytes): Promise<string> =>
  hexOf(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))

/** JSON with one spelling for one value (RFC 8785): keys sorted by code unit, no white space. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value)
    .filter(([, part]) => part !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, part]) => `${JSON.stringify(key)}:${canonicalJson(part)}`).join(',')}}`
}

/** The hash of a definition, as `Banner.odds.hash` and `PullProof.oddsHash` have it. */
export const oddsHashOf = async (definition: unknown): Promise<string> =>
  await sha256(new TextEncoder().encode(canonicalJson(definition)))
