import { createHash } from 'node:crypto'

/**
 * A UUID (version 8, RFC 9562) that follows from its parts: folding the same events again gives the same ids.
 * The parts are joined by a newline, which none of them holds.
 */
export function derivedId(...parts: readonly (string | number)[]): string {
  const bytes = createHash('sha256').update(parts.join('\n')).digest().subarray(0, 16)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** The id of a user's completion of a quest. */
export const completionId = (of: { userId: string; questId: string; number: number }): string =>
  derivedId('quest completion', of.userId, of.questId, of.number)
