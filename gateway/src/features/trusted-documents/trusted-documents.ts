import { createHash } from 'node:crypto'
import { unwatchFile, watchFile } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { ConfigError } from '@waystone/kit/config'
import type { Logger } from '@waystone/kit/logger'
import { parseTrustedManifest, type TrustedDocuments } from './trusted-manifest.js'

/** Looking at a file's times is slower than a notification, and right for renamed, linked and mounted files too. */
const WATCH_INTERVAL_MS = 250

/** A manifest file, read again whenever it changes. */
export interface TrustedDocumentsFile {
  /** @throws ConfigError when the manifest cannot be used, saying why. */
  start(): Promise<void>
  /** Those of the last manifest that could be used. */
  current(): TrustedDocuments
  stop(): void
}

const none: TrustedDocuments = {
  size: 0,
  byId: () => undefined,
  hasText: () => false,
  nameOf: () => undefined,
  documentsOf: () => [],
}

export function followTrustedDocuments(options: { path: string; logger: Logger }): TrustedDocumentsFile {
  const { path, logger } = options
  let current = none
  const read = async () => parseTrustedManifest(await readFile(path, 'utf8'), sha256)
  const reload = () => {
    read().then(
      documents => {
        current = documents
        logger.info({ path, documents: documents.size }, 'a new manifest of trusted documents has taken over')
      },
      (error: unknown) =>
        logger.error({ err: error, path }, 'the manifest of trusted documents cannot be used; the old one stays'),
    )
  }
  return {
    start: async () => {
      try {
        current = await read()
      } catch (error) {
        throw new ConfigError([`TRUSTED_DOCUMENTS: ${path}: ${error instanceof Error ? error.message : String(error)}`])
      }
      watchFile(path, { interval: WATCH_INTERVAL_MS, persistent: false }, reload)
    },
    current: () => current,
    stop: () => unwatchFile(path, reload),
  }
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
