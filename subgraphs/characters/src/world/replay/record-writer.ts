import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { constants, gzip } from 'node:zlib'
import type { Logger } from '@waystone/kit/logger'
import type { Pool } from '@waystone/kit/postgres'
import { saveRecordings, type SavedRecording } from '../../repositories/world-recording.js'
import type { WorldContent } from '../content/world-content.js'
import { contentVersionOf } from './content-version.js'
import type { Recording } from './map-recorder.js'

/** Recordings that wait for a database that stalls, compressed: more, and the oldest are dropped. */
export const WAITING_BYTES_MAX = 16 * 1_024 * 1_024
/** Recordings of one statement: those of a minute of ten maps, and more. */
const BATCH_MAX = 200
/** After a failure. */
const RETRY_MS = 1_000
/** A process that ends waits for its last recordings no longer. */
const CLOSE_MS = 2_000

/**
 * Saves what is recorded of the maps. Nothing waits for it: neither a tick nor a gain, nor the end of the process for
 * long. Recordings that are dropped are a gap, which a replay names.
 */
export interface RecordWriter {
  /** @param epoch of the lease under which the map runs */
  take(recording: Recording, epoch: number): void
  close(): Promise<void>
}

export function createRecordWriter(needs: {
  readonly pool: Pool
  readonly logger: Logger
  readonly content: WorldContent
}): RecordWriter {
  const { content, logger, pool } = needs
  const versions = new Map(content.maps.map(({ id }) => [id, contentVersionOf(content, id)]))
  const waiting = new Set<SavedRecording>()
  let waitingBytes = 0
  /** Not compressed yet. */
  let takenBytes = 0
  let isSaving = false
  let isClosed = false
  let compressed = Promise.resolve()
  let saved = Promise.resolve()

  const warnOfGap = () => logger.warn('recordings of the world are dropped: the database does not keep up')
  const remove = (recording: SavedRecording) => {
    if (waiting.delete(recording)) waitingBytes -= recording.data.length
  }
  const add = (recording: SavedRecording) => {
    waiting.add(recording)
    waitingBytes += recording.data.length
    if (waitingBytes > WAITING_BYTES_MAX) warnOfGap()
    // A set is walked in the order of insertion: the oldest go first.
    for (const oldest of waiting) {
      if (waitingBytes <= WAITING_BYTES_MAX) break
      remove(oldest)
    }
    if (!isSaving) saved = save()
  }
  const save = async (): Promise<void> => {
    isSaving = true
    while (waiting.size > 0) {
      const batch = [...waiting].slice(0, BATCH_MAX)
      try {
        await saveRecordings(pool, batch)
        for (const recording of batch) remove(recording)
      } catch (error) {
        logger.warn({ err: error, recordings: waiting.size }, 'recordings of the world cannot be saved')
        if (isClosed) break
        await delay(RETRY_MS, undefined, { ref: false })
      }
    }
    isSaving = false
  }
  return {
    take: ({ bytes, ...name }, epoch) => {
      if (takenBytes > WAITING_BYTES_MAX) return warnOfGap()
      takenBytes += bytes.length
      const contentVersion = versions.get(name.mapId) ?? ''
      // One after the other: the log stays in its order, and one thread of the pool is busy at most.
      compressed = compressed.then(async () => {
        const data = await compress(bytes)
        takenBytes -= bytes.length
        add({ ...name, epoch, contentVersion, data })
      })
    },
    close: async () => {
      isClosed = true
      await Promise.race([compressed.then(() => saved), delay(CLOSE_MS, undefined, { ref: false })])
    },
  }
}

/** On a thread of Node's pool. Level 1 makes a snapshot a fifth; more takes twice as long for a tenth of it. */
const compress = (bytes: Uint8Array): Promise<Buffer> => promisify(gzip)(bytes, { level: constants.Z_BEST_SPEED })
