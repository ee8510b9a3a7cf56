import { accessSync, constants, existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { StartError } from '../errors/index.js'
import { unpackDebianRedis } from './unpack-debian-redis.js'

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
    await unpackDebianRedis(cacheDirectory).catch((error: unknown) => {
      throw notFound(error)
    })
  }
  return {
    command: path.join(root, 'usr', 'bin', 'redis-server'),
    env: { PATH: process.env['PATH'] ?? '', LD_LIBRARY_PATH: libraryDirectories(root).join(path.delimiter) },
  }
}

const findOnPath = () => names.map(findExecutable).find(file => file !== undefined)

function findExecutable(name: string): string | undefined {
  const directories = (process.env['PATH'] ?? '').split(path.delimiter).filter(directory => directory !== '')
  return directories.map(directory => path.join(directory, name)).find(isExecutable)
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    // Not there, or not ours to run.
    return false
  }
}

/** Debian keeps libraries by the machine's kind: usr/lib/x86_64-linux-gnu, usr/lib/aarch64-linux-gnu. */
function libraryDirectories(root: string): string[] {
  return [path.join(root, 'usr', 'lib'), path.join(root, 'lib')].filter(existsSync).flatMap(lib =>
    readdirSync(lib)
      .filter(name => name.includes('-linux-gnu'))
      .map(name => path.join(lib, name)),
  )
}

const notFound = (cause?: unknown) =>
  new StartError(
    'Expected redis-server on PATH and could not fetch it: install it (Debian and Ubuntu: apt-get install redis-server; macOS: brew install redis).',
    { cause },
  )
