/** The counts of one operation of one client. */
export interface UsageRecord {
  readonly operation: string | null
  readonly kind: string
  /** SHA-256 of the document. */
  readonly document: string
  readonly clientName: string | null
  readonly clientVersion: string | null
  readonly fields: readonly string[]
}

export interface UsageCount extends UsageRecord {
  readonly count: number
  /** Requests that were answered with errors, data or not. */
  readonly errors: number
  readonly durationMsTotal: number
  readonly durationMsMax: number
}

/** Operations and clients that are told apart in one interval; clients choose both. */
const RECORDS_MAX = 2_000
/** Of names that clients choose. */
const NAME_CHARACTERS_MAX = 100

/** Adds up what was used since the last time it was taken. */
export interface UsageCounts {
  add(record: () => UsageRecord, key: string, request: { durationMs: number; hasErrors: boolean }): void
  /** Hands over what was counted, and how many requests found no place among it. */
  take(): { counts: readonly UsageCount[]; uncounted: number }
}

export function createUsageCounts(recordsMax = RECORDS_MAX): UsageCounts {
  let byKey = new Map<string, { -readonly [Field in keyof UsageCount]: UsageCount[Field] }>()
  let uncounted = 0
  return {
    add: (record, key, { durationMs, hasErrors }) => {
      let count = byKey.get(key)
      if (count === undefined) {
        if (byKey.size >= recordsMax) {
          uncounted++
          return
        }
        count = { ...shortened(record()), count: 0, errors: 0, durationMsTotal: 0, durationMsMax: 0 }
        byKey.set(key, count)
      }
      count.count++
      if (hasErrors) count.errors++
      count.durationMsTotal += durationMs
      count.durationMsMax = Math.max(count.durationMsMax, durationMs)
    },
    take: () => {
      const taken = { counts: [...byKey.values()], uncounted }
      byKey = new Map()
      uncounted = 0
      return taken
    },
  }
}

const shortened = (record: UsageRecord): UsageRecord => ({
  ...record,
  operation: record.operation?.slice(0, NAME_CHARACTERS_MAX) ?? null,
  clientName: record.clientName?.slice(0, NAME_CHARACTERS_MAX) ?? null,
  clientVersion: record.clientVersion?.slice(0, NAME_CHARACTERS_MAX) ?? null,
})
