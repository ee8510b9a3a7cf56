import { readdirSync, readFileSync, type Dirent } from 'node:fs'
import path from 'node:path'
import { ConfigError } from '@waystone/kit/config'
import { foreignEntriesOfEmbeddedPostgres } from '@waystone/kit/embedded-postgres'
import * as z from 'zod'
import { parseSecrets } from './secrets.js'

/** Where Postgres and Redis work within a data directory. */
export const postgresDirectory = (dataDirectory: string): string => path.join(dataDirectory, 'postgres')
export const redisDirectory = (dataDirectory: string): string => path.join(dataDirectory, 'redis')
/** The distributed set-up keeps a data directory of its own within that of the standalone. */
const DISTRIBUTED = 'distributed'

/** A directory that holds this file is a data directory of Waystone. */
export const MARK_FILE = 'waystone.json'
const markSchema = z.object({ kind: z.literal('waystone-data'), version: z.literal(1) })
export const mark: z.infer<typeof markSchema> = { kind: 'waystone-data', version: 1 }

/** Says that the demo player has played. */
export const DEMO_FILE = 'demo.json'

/** The mark comes last, so that a deletion that was cut off can be run again. */
export const OWN_FILES = [
  ...['secrets.json', 'internal-secrets.json', 'databases.json'].flatMap(file => [file, `${file}.new`]),
  DEMO_FILE,
  MARK_FILE,
]
const OWN_DIRECTORIES = new Set(['postgres', 'redis'])
const REDIS_ENTRIES = /^(dump\.rdb|temp-[\w.-]+|appendonlydir|appendonly\.aof|users\.acl)$/

/**
 * Checks that the directory has the mark, or was made by a version before the mark: then it is recognised by
 * its secrets.
 */
export function isDataDirectory(directory: string): boolean {
  if (markSchema.safeParse(readJson(path.join(directory, MARK_FILE))).success) return true
  return parseSecrets(readJson(path.join(directory, 'secrets.json'))) !== null
}

/** Lists what a data directory holds, without that of the distributed set-up within it. */
export const contentOf = (directory: string): readonly Dirent[] =>
  entriesOf(directory).filter(
    entry => !(entry.name === DISTRIBUTED && entry.isDirectory() && isDataDirectory(path.join(directory, DISTRIBUTED))),
  )

/**
 * Lists what Waystone did not make: other names, links in place of its own, and other entries within its
 * directories.
 */
export function foreignEntries(directory: string): readonly string[] {
  const content = contentOf(directory)
  const redis = content.some(entry => entry.name === 'redis' && entry.isDirectory())
    ? entriesOf(redisDirectory(directory))
    : []
  return [
    ...content.filter(entry => !isOwn(entry)).map(nameOf),
    ...redis
      .filter(entry => entry.isSymbolicLink() || !REDIS_ENTRIES.test(entry.name))
      .map(entry => path.join('redis', nameOf(entry))),
    ...foreignEntriesOfEmbeddedPostgres(postgresDirectory(directory)).map(entry => path.relative(directory, entry)),
  ]
}

const isOwn = (entry: Dirent): boolean =>
  (entry.isFile() && OWN_FILES.includes(entry.name)) || (entry.isDirectory() && OWN_DIRECTORIES.has(entry.name))

const nameOf = (entry: Dirent): string => (entry.isSymbolicLink() ? `${entry.name} (a symbolic link)` : entry.name)

/** @returns none when there is no such directory. A link is followed where it is the directory itself. */
function entriesOf(directory: string): readonly Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw new ConfigError([`--data: ${directory} cannot be read as a directory: ${String(error)}`])
  }
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    // Not there, or not ours: both are no mark.
    return null
  }
}
