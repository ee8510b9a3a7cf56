import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { findExecutable } from '@waystone/kit/debian-tools'

/**
 * A program on PATH, by one of its names; on Debian as root its packages are installed first. Tests that need
 * it fail elsewhere: they are never left out in silence. @throws Error that says what to install.
 */
export function findProgram(names: readonly string[], packages: readonly string[]): string {
  const onPath = () => names.map(name => findExecutable(name)).find(file => file !== undefined)
  const found = onPath()
  if (found !== undefined) return found
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    execFileSync('apt-get', ['-qq', 'update'], { env, stdio: 'ignore' })
    execFileSync('apt-get', ['-qq', '-y', '--no-install-recommends', 'install', ...packages], { env, stdio: 'ignore' })
  }
  const installed = onPath()
  if (installed === undefined)
    throw new Error(`Expected ${names[0]} on PATH: install it (Debian: apt-get install ${packages.join(' ')}).`)
  return installed
}
