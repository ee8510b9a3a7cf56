/** XLOG_BLCKSZ and the size of a segment, as servers are built by default. */
const PAGE_BYTES = 8_192n
const SEGMENT_BYTES = 16n * 1024n * 1024n
/** Headers of a page, and of the first page of a segment: access/xlog_internal.h of Postgres. */
const PAGE_HEADER_BYTES = 24n
const SEGMENT_HEADER_BYTES = 40n

/** A position in the write-ahead log, such as `16/B374D848`, as a number that can be compared. */
export function walPositionOf(text: string): bigint {
  const [, high, low] = /^([0-9A-F]{1,8})\/([0-9A-F]{1,8})$/i.exec(text) ?? []
  if (high === undefined || low === undefined) throw new Error(`Expected a position such as 16/B374D848, got "${text}"`)
  return (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`)
}

/**
 * Where the last record ends, given where the next one will begin (pg_current_wal_insert_lsn). The two differ
 * by a page's header when a record ends with its page: a replica that has replayed everything would seem to
 * lag for as long as nothing is written.
 */
export function endOfLastRecord(nextRecord: bigint): bigint {
  if (nextRecord % SEGMENT_BYTES === SEGMENT_HEADER_BYTES) return nextRecord - SEGMENT_HEADER_BYTES
  return nextRecord % PAGE_BYTES === PAGE_HEADER_BYTES ? nextRecord - PAGE_HEADER_BYTES : nextRecord
}
