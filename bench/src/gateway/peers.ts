import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../processes.js'

export const peersDirectory = path.join(root, 'bench', 'peers')

const INSTALL_TIMEOUT_MS = 15 * 60_000

/**
 * Installs other servers, which are no part of the project's own installation, as their lock file says.
 * @returns why they cannot be measured, or null.
 */
export function installPeers(directory = peersDirectory): string | null {
  const installed = path.join(directory, 'node_modules', '.package-lock.json')
  if (existsSync(installed) && isCurrent(installed, directory)) return null
  const { status, stderr, error } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: directory,
    encoding: 'utf8',
    timeout: INSTALL_TIMEOUT_MS,
  })
  return status === 0 ? null : (error?.message ?? stderr).slice(-1_000)
}

/** npm notes in node_modules what it has installed: the lock file without the root. */
function isCurrent(installedFile: string, directory: string): boolean {
  const packagesOf = (file: string): Record<string, { version?: string; optional?: boolean }> =>
    (JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, { version?: string; optional?: boolean }> })
      .packages
  const installed = packagesOf(installedFile)
  return Object.entries(packagesOf(path.join(directory, 'package-lock.json'))).every(
    ([name, { version, optional }]) => name === '' || optional === true || installed[name]?.version === version,
  )
}
