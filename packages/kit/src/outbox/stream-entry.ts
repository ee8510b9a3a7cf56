import type { EventEnvelope } from './event-bus.js'
import type { EventProof } from './event-signatures.js'

/** The fields of an entry, in their order: APPEND writes them, consumers read them by name. */
export const ENTRY_FIELDS = ['event', 'key', 'signature', 'digests'] as const

export const entryValues = (text: string, { keyId, signature, digests }: EventProof): string[] => [
  text,
  keyId,
  signature,
  digests,
]

/** The fields with their values, as XADD takes them. */
export const entryFields = (text: string, proof: EventProof): string[] =>
  entryValues(text, proof).flatMap((value, place) => [ENTRY_FIELDS[place] ?? '', value])

export interface EntryContent {
  /** '' where there is no such field. */
  readonly text: string
  /** Null where one of its fields is missing. */
  readonly proof: EventProof | null
  /** Null when the text is no event. */
  readonly event: EventEnvelope | null
}

/** Reads any entry, since more than a producer may have access to Redis. */
export function readEntry(fields: readonly string[]): EntryContent {
  const valueOf = (name: (typeof ENTRY_FIELDS)[number]): string | undefined => {
    for (let place = 0; place + 1 < fields.length; place += 2) if (fields[place] === name) return fields[place + 1]
    return undefined
  }
  const [text = '', keyId, signature, digests] = ENTRY_FIELDS.map(valueOf)
  const isSigned = keyId !== undefined && signature !== undefined && digests !== undefined
  return { text, proof: isSigned ? { keyId, signature, digests } : null, event: parseEnvelope(text) }
}

export function parseEnvelope(text: string): EventEnvelope | null {
  try {
    const event = JSON.parse(text) as Partial<EventEnvelope> | null
    const isEvent =
      typeof event?.id === 'string' && typeof event.type === 'string' && typeof event.aggregateId === 'string'
    return isEvent ? (event as EventEnvelope) : null
  } catch {
    // Any text may stand there.
    return null
  }
}
