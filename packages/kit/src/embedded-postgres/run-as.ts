import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import path from 'node:path'
import { StartError } from '../errors/index.js'

/** The user that Postgres runs as when this process is root: it refuses to run as root. */
export interface ServerUser {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

const candidates = ['postgres', 'nobody']
const OTHERS_MAY_SEARCH = 0o001

/** @returns undefined when we are not root, so that Postgres simply runs as we do. */
export function serverUser(): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined
  for (const name of candidates) {
    const [uid, gid] = [idOf(name, '-u'), idOf(name, '-g')]
    if (uid !== null && gid !== null) return { name, uid, gid }
  }
  throw new StartError(`Postgres does not run as root: expected a user named ${candidates.join(' or ')}, found none.`)
}

function idOf(name: string, flag: '-u' | '-g'): number | null {
  const { status, stdout } = spawnSync('id', [flag, name], { encoding: 'utf8' })
  return status === 0 ? Number(stdout) : null
}

/**
 * Checks that a user who owns none of these directories can walk to `target` (root's home, for one, is closed
 * to others).
 */
export function isReachableByOthers(target: string): boolean {
  for (let directory = path.resolve(target); ; directory = path.dirname(directory)) {
    if ((statSync(directory).mode & OTHERS_MAY_SEARCH) === 0) return false
    if (directory === path.dirname(directory)) return true
  }
}
