import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { StartError } from '../errors/index.js'
import { binaryDirectories, findExecutable, findExecutableUnder, libraryDirectories } from './find-executable.js'
import { unpackDebianPackage } from './unpack-debian-package.js'

/** The project's own, which git ignores. */
const CACHE_DIRECTORY = fileURLToPath(new URL('../../../../.cache/debian', import.meta.url))

/**
 * Finds commands that come from Debian's packages: on this machine, or else in the package, which is unpacked
 * into the project's .cache once. It takes no root, installs nothing and starts no service.
 * @param packages the package of each command: `{ promtool: 'prometheus', amtool: 'prometheus-alertmanager' }`
 * @returns the file to run for each command.
 * @throws StartError that says how to install what is missing.
 */
export async function requireDebianTools<Tool extends string>(
  packages: Readonly<Record<Tool, string>>,
  options: { cacheDirectory?: string } = {},
): Promise<Record<Tool, string>> {
  const { cacheDirectory = CACHE_DIRECTORY } = options
  const found = {} as Record<Tool, string>
  const missing: { tool: Tool; cause: unknown }[] = []
  for (const tool of Object.keys(packages) as Tool[]) {
    try {
      found[tool] =
        findExecutable(tool) ?? (await unpackedTool(tool, path.join(cacheDirectory, packages[tool]), packages[tool]))
    } catch (cause) {
      missing.push({ tool, cause })
    }
  }
  if (missing.length === 0) return found
  const names = [...new Set(missing.map(({ tool }) => packages[tool]))]
  throw new StartError(
    `Expected ${missing.map(({ tool }) => tool).join(', ')} on PATH, which could not be fetched from Debian. ` +
      `Install them by: apt-get install -y ${names.join(' ')}`,
    { cause: missing[0]?.cause },
  )
}

/** @returns a script that runs the tool with the libraries that were unpacked beside it. */
async function unpackedTool(tool: string, directory: string, packageName: string): Promise<string> {
  const root = path.join(directory, 'root')
  if (!existsSync(root)) await unpackDebianPackage(packageName, directory)
  const executable = findExecutableUnder(root, tool)
  if (executable === undefined) throw new Error(`The package ${packageName} has no ${tool}`)
  const script = path.join(directory, 'run', tool)
  mkdirSync(path.dirname(script), { recursive: true })
  // Renamed into place, since another process may be running the same script.
  const unfinished = `${script}.${process.pid}`
  writeFileSync(unfinished, scriptOf(executable, root), { mode: 0o755 })
  renameSync(unfinished, script)
  return script
}

/** It is replaced by the tool, so a signal to its process reaches the tool. */
const scriptOf = (executable: string, root: string): string =>
  [
    '#!/bin/sh',
    `export PATH=${quoted(binaryDirectories(root).join(':'))}:"$PATH"`,
    `export LD_LIBRARY_PATH=${quoted(libraryDirectories(root).join(':'))}`,
    `export PYTHONPATH=${quoted(path.join(root, 'usr', 'lib', 'python3', 'dist-packages'))}`,
    `exec ${quoted(executable)} "$@"`,
    '',
  ].join('\n')

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`
