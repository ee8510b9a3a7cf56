import { mkdirSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { ConfigError } from '@waystone/kit/config'
import { deleteEmbeddedPostgres } from '@waystone/kit/embedded-postgres'
import { runningSystem } from '@waystone/kit/running-system'
import {
  contentOf,
  foreignEntries,
  isDataDirectory,
  mark,
  MARK_FILE,
  OWN_FILES,
  postgresDirectory,
  redisDirectory,
} from './data-entries.js'

const NAMED_MAX = 10

/**
 * Makes the data directory, or takes one that is ours or empty, and marks it.
 * @throws ConfigError when it holds something else, so that nothing of another program gets among our data.
 */
export function openDataDirectory(directory: string): void {
  const content = contentOf(directory)
  if (content.length > 0 && !isDataDirectory(directory))
    throw new ConfigError([
      `--data: expected a data directory of Waystone or an empty one, but ${directory} holds ${named(content.map(entry => entry.name))}; name a directory of its own, such as ${path.join(directory, 'waystone')}`,
    ])
  mkdirSync(directory, { recursive: true })
  writeFileSync(path.join(directory, MARK_FILE), `${JSON.stringify(mark)}\n`)
}

/**
 * `--fresh`: deletes what Waystone has made in its data directory, entry by entry, and leaves the directory itself.
 * @throws ConfigError before anything is deleted: when the directory bears no mark, holds anything else, or is in use.
 */
export async function deleteData(directory: string): Promise<void> {
  const content = contentOf(directory)
  if (content.length === 0) return
  if (!isDataDirectory(directory))
    throw new ConfigError([
      `--fresh: ${directory} is no data directory of Waystone (it has no ${MARK_FILE}) and holds ${named(content.map(entry => entry.name))}; nothing was deleted`,
    ])
  const foreign = foreignEntries(directory)
  if (foreign.length > 0)
    throw new ConfigError([
      `--fresh: ${directory} holds more than Waystone has made: ${named(foreign)}; nothing was deleted. Move that elsewhere, or name another directory with --data`,
    ])
  const pid = await runningSystem(directory)
  if (pid !== null)
    throw new ConfigError([
      `--fresh: process ${pid} runs on ${directory}; nothing was deleted. Stop that process first`,
    ])
  await deleteEmbeddedPostgres(postgresDirectory(directory))
  await rm(redisDirectory(directory), { recursive: true, force: true })
  for (const file of OWN_FILES) await rm(path.join(directory, file), { force: true })
}

const named = (names: readonly string[]): string =>
  names.length <= NAMED_MAX
    ? names.join(', ')
    : `${names.slice(0, NAMED_MAX).join(', ')} and ${names.length - NAMED_MAX} more`
