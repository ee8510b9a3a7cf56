import { accessSync, constants, existsSync, readdirSync } from 'node:fs'
import path from 'node:path'

/** Beside PATH: Debian keeps servers there, and a user's PATH often leaves them out. */
const SERVER_DIRECTORIES = ['/usr/local/sbin', '/usr/sbin', '/sbin']

/** The executable of this name on PATH, or among the machine's servers. */
export function findExecutable(name: string): string | undefined {
  const directories = (process.env['PATH'] ?? '').split(path.delimiter).filter(directory => directory !== '')
  return findIn([...directories, ...SERVER_DIRECTORIES, ...postgresDirectories('/')], name)
}

/** The executable of this name in a tree of unpacked packages. */
export const findExecutableUnder = (root: string, name: string): string | undefined =>
  findIn([...binaryDirectories(root), ...postgresDirectories(root)], name)

export const binaryDirectories = (root: string): string[] =>
  ['usr/bin', 'usr/sbin', 'bin', 'sbin'].map(directory => path.join(root, directory))

/** Debian keeps libraries by the machine's kind: usr/lib/x86_64-linux-gnu, usr/lib/aarch64-linux-gnu. */
export function libraryDirectories(root: string): string[] {
  return [path.join(root, 'usr', 'lib'), path.join(root, 'lib')].filter(existsSync).flatMap(lib =>
    readdirSync(lib)
      .filter(name => name.includes('-linux-gnu'))
      .map(name => path.join(lib, name)),
  )
}

/** Debian keeps the binaries of each major version of PostgreSQL apart; newest first. */
function postgresDirectories(root: string): string[] {
  const versions = path.join(root, 'usr', 'lib', 'postgresql')
  if (!existsSync(versions)) return []
  return readdirSync(versions)
    .toSorted((one, other) => Number(other) - Number(one))
    .map(version => path.join(versions, version, 'bin'))
}

const findIn = (directories: readonly string[], name: string): string | undefined =>
  directories.map(directory => path.join(directory, name)).find(isExecutable)

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    // Not there, or not ours to run.
    return false
  }
}
