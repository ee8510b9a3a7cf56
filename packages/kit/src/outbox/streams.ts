import { createHash } from 'node:crypto'

/** Each producer's events are spread over this many streams by aggregate; changing it needs drained outboxes. */
export const SHARDS = 8
export const shards: readonly number[] = Array.from({ length: SHARDS }, (_, shard) => shard)

/** The hash tag keeps all streams of a producer in one slot of a cluster: one script may append to several. */
export const streamKey = (producer: string, shard: number): string => `events:{${producer}}:${shard}`

/** By group and shard, the claim of who may read. */
export const ownersKey = (producer: string): string => `events:{${producer}}:owners`

export const shardOf = (aggregateId: string): number =>
  createHash('sha1').update(aggregateId.toLowerCase()).digest().readUInt32BE(0) % SHARDS

/** Where a stream that does not exist, or never held anything, ends. */
export const STREAM_START = '0-0'

/** Negative when `a` stands before `b`. */
export function compareStreamIds(a: string, b: string): number {
  const [aMs, aSequence] = partsOf(a)
  const [bMs, bSequence] = partsOf(b)
  return aMs - bMs || aSequence - bSequence
}

function partsOf(id: string): [ms: number, sequence: number] {
  const [ms, sequence] = id.split('-')
  return [Number(ms), Number(sequence ?? 0)]
}
