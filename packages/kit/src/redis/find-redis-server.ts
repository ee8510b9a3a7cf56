import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { findExecutable, libraryDirectories, unpackDebianPackage } from '../debian-tools/index.js'
import { StartError } from '../errors/index.js'

/** How to run a Redis server here. */
export interface RedisBinary {
  readonly command: string
  readonly env: Readonly<Record<string, string>>
}

const names = ['redis-server', 'valkey-server']
/** The project's own, which git ignores. */
const CACHE_DIRECTORY = fileURLToPath(new URL('../../../../.cache/redis', import.meta.url))

/**
 * The Redis server on PATH; else Debian's package, unpacked into the project's .cache (no root needed,
 * nothing installed).
 * @throws Error that says what to install.
 */
export async function findRedisServer(
  options: { cacheDirectory?: string; onProgress?: ((message: string) => void) | undefined } = {},
): Promise<RedisBinary> {
  const { cacheDirectory = CACHE_DIRECTORY, onProgress = () => {} } = options
  const installed = findOnPath()
  if (installed !== undefined) return { command: installed, env: { PATH: process.env['PATH'] ?? '' } }
  const root = path.join(cacheDirectory, 'root')
  if (!existsSync(root)) {
    if (findExecutable('apt-get') === undefined || findExecutable('dpkg-deb') === undefined) throw notFound()
    onProgress('no redis-server on PATH: fetching Debian’s package (once)')
    await unpackDebianPackage('redis-server', cacheDirectory).catch((error: unknown) => {
      throw notFound(error)
    })
  }
  return {
    command: path.join(root, 'usr', 'bin', 'redis-server'),
    env: { PATH: process.env['PATH'] ?? '', LD_LIBRARY_PATH: libraryDirectories(root).join(path.delimiter) },
  }
}

const findOnPath = () => names.map(findExecutable).find(file => file !== undefined)

const notFound = (cause?: unknown) =>
  new StartError(
    'Expected redis-server on PATH and could not fetch it: install it (Debian and Ubuntu: apt-get install redis-server; macOS: brew install redis).',
    { cause },
  )
