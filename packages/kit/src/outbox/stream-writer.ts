import { lagsOf, type ConsumerLag } from './consumer-lag.js'
import type { EventSigner } from './event-signatures.js'
import type { OutboxRow } from './outbox-rows.js'
import { entryValues } from './stream-entry.js'
import { hasAcknowledged, type StreamPosition } from './stream-positions.js'
import { shardOf, shards, streamKey } from './streams.js'
import type { StreamScripts } from './stream-scripts.js'

/**
 * Appends to the streams of one producer as their only writer, and knows what was acknowledged. Not for use
 * by two at once.
 */
export interface StreamWriter {
  /**
   * All of the rows, or nothing and 'lost' when a stream does not end where this writer left it: then
   * `forget`, and send all again.
   */
  append(rows: readonly OutboxRow[]): Promise<{ id: string; streamId: string }[] | 'lost'>
  /** The rows that every group has acknowledged since the last call. */
  acknowledged(): Promise<string[] | 'lost'>
  unconfirmedCount(): number
  /** How far each group was behind in each stream at the last call of `acknowledged`. */
  lags(): readonly ConsumerLag[]
  /** Takes the streams as they are: events that were appended before count as not sent. */
  forget(): void
}

interface Sent {
  readonly rowId: string
  readonly streamId: string
}

export function createStreamWriter(options: {
  producer: string
  /** The groups whose acknowledgement a row needs. */
  groups: readonly string[]
  signer: EventSigner
  scripts: StreamScripts
}): StreamWriter {
  const { producer, groups, signer, scripts } = options
  const keys = shards.map(shard => streamKey(producer, shard))
  /** By shard, where it ends; null until the streams were looked at. */
  let ends: string[] | null = null
  /** By shard, in the order of appending. */
  let unconfirmed: Sent[][] = shards.map(() => [])
  /** By shard, the position that all groups have acknowledged: everything before can be trimmed. */
  let trimBefore: string[] = shards.map(() => '')
  let lags: readonly ConsumerLag[] = []

  const look = async (expected: readonly string[]) => {
    const [state, ...streams] = (await scripts.positions.run(keys, [...expected, ...trimBefore])) as [
      string,
      ...StreamPosition[],
    ]
    return state === 'LOST' ? 'lost' : streams
  }

  const append: StreamWriter['append'] = async rows => {
    if (ends === null) {
      const streams = await look(keys.map(() => ''))
      if (streams === 'lost') return 'lost'
      ends = streams.map(([end]) => end)
    }
    const placed = rows.map(row => {
      const shard = shardOf(row.event.aggregateId)
      return { row, shard, stream: keys[shard] ?? '', text: JSON.stringify(row.event) }
    })
    const proofs = signer.sign(placed)
    const valuesOf = ({ text }: { text: string }, place: number) => {
      const proof = proofs[place]
      if (proof === undefined) throw new Error('Expected a proof for each entry')
      return entryValues(text, proof)
    }
    const used = [...new Set(placed.map(({ shard }) => shard))]
    const placeOf = new Map(used.map((shard, index) => [shard, index + 1]))
    const known = ends
    const [state, ...ids] = (await scripts.append.run(
      used.map(shard => keys[shard] ?? ''),
      [
        ...used.map(shard => known[shard] ?? ''),
        ...placed.flatMap((entry, place) => [placeOf.get(entry.shard) ?? 0, ...valuesOf(entry, place)]),
      ],
    )) as [string, ...string[]]
    if (state === 'LOST') return 'lost'
    return placed.map(({ row, shard }, index) => {
      const id = ids[index] ?? ''
      known[shard] = id
      unconfirmed[shard]?.push({ rowId: row.id, streamId: id })
      return { id: row.id, streamId: `${shard}:${id}` }
    })
  }

  const acknowledged: StreamWriter['acknowledged'] = async () => {
    const streams = await look(ends ?? keys.map(() => ''))
    if (streams === 'lost') return 'lost'
    const confirmed: string[] = []
    for (const [shard, [, positions]] of streams.entries()) {
      const sent = unconfirmed[shard] ?? []
      const waiting = sent.findIndex(
        ({ streamId }) => !groups.every(group => hasAcknowledged(positions, group, streamId)),
      )
      const done = sent.splice(0, waiting === -1 ? sent.length : waiting)
      confirmed.push(...done.map(({ rowId }) => rowId))
      const last = done.at(-1)
      if (last !== undefined) trimBefore[shard] = last.streamId
    }
    lags = streams.flatMap(([, positions], shard) =>
      lagsOf({ groups, shard, sent: unconfirmed[shard] ?? [], positions }),
    )
    return confirmed
  }

  return {
    append,
    acknowledged,
    unconfirmedCount: () => unconfirmed.reduce((total, sent) => total + sent.length, 0),
    lags: () => lags,
    forget: () => {
      ends = null
      unconfirmed = shards.map(() => [])
      trimBefore = shards.map(() => '')
    },
  }
}
