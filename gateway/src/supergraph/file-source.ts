import { unwatchFile, watchFile } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { Logger } from '@waystone/kit/logger'
import type { SupergraphSource } from './supergraph-source.js'

/** Looking at a file's times is slower than a notification, and right for renamed, linked and mounted files too. */
const WATCH_INTERVAL_MS = 250

/** A supergraph file, read again whenever it changes. */
export function createFileSource(options: { path: string; logger: Logger }): SupergraphSource {
  const { path, logger } = options
  let changed: (() => void) | undefined
  return {
    description: `the file ${path}`,
    start: async onChange => {
      const supergraphSdl = await readFile(path, 'utf8')
      changed = () => {
        readFile(path, 'utf8').then(onChange, (error: unknown) =>
          logger.error({ err: error, path }, 'the supergraph file cannot be read; the old one stays'),
        )
      }
      watchFile(path, { interval: WATCH_INTERVAL_MS, persistent: false }, changed)
      return supergraphSdl
    },
    stop: async () => {
      if (changed !== undefined) unwatchFile(path, changed)
    },
  }
}
