import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const COMMAND_TIMEOUT_MS = 180_000

/**
 * Fetches a Debian package and its missing dependencies, and unpacks them to `directory`/root: apt's usual
 * sources, but none of apt's own directories, so that it takes no root, installs nothing and starts nothing.
 */
export async function unpackDebianPackage(name: string, directory: string): Promise<void> {
  mkdirSync(path.dirname(directory), { recursive: true })
  const unfinished = mkdtempSync(`${directory}.`)
  const debs = path.join(unfinished, 'debs')
  const root = path.join(unfinished, 'root')
  mkdirSync(debs)
  mkdirSync(root)
  try {
    const apt = await aptThatKnows(name, unfinished)
    // Simulated on the machine's real state: only the packages that are missing here.
    const { stdout } = await apt(['--simulate', '--no-install-recommends', 'install', name], unfinished)
    const packages = [...stdout.matchAll(/^Inst (\S+)/gm)].flatMap(match => match[1] ?? [])
    await apt(['download', ...packages], debs)
    for (const deb of readdirSync(debs)) {
      await run('dpkg-deb', ['--extract', path.join(debs, deb), root], { timeout: COMMAND_TIMEOUT_MS })
    }
    mkdirSync(directory, { recursive: true })
    renameSync(root, path.join(directory, 'root'))
  } catch (error) {
    // Another process that fetched at the same time was faster.
    if (!existsSync(path.join(directory, 'root'))) throw error
  } finally {
    rmSync(unfinished, { recursive: true, force: true })
  }
}

type Apt = (args: readonly string[], cwd: string) => Promise<{ stdout: string }>

/** With the machine's package lists where it has them; else with lists of our own. */
async function aptThatKnows(name: string, directory: string): Promise<Apt> {
  const withLists = (options: readonly string[]): Apt => {
    const settings = [...options, `APT::Sandbox::User=${os.userInfo().username}`, 'Debug::NoLocking=1']
    const flags = settings.flatMap(setting => ['-o', setting])
    return async (args, cwd) => await run('apt-get', ['-qq', ...flags, ...args], { cwd, timeout: COMMAND_TIMEOUT_MS })
  }
  const cache = path.join(directory, 'apt-cache')
  mkdirSync(path.join(cache, 'archives', 'partial'), { recursive: true })
  const usual = withLists([`Dir::Cache=${cache}`])
  try {
    await usual(['--simulate', 'install', name], directory)
    return usual
  } catch {
    // The machine has no lists, as most container images do.
    const lists = path.join(directory, 'apt-lists')
    mkdirSync(path.join(lists, 'partial'), { recursive: true })
    const own = withLists([`Dir::Cache=${cache}`, `Dir::State::lists=${lists}`])
    await own(['update'], directory)
    return own
  }
}
