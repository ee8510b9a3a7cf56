import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { freePort } from '../free-port.js'
import { root } from '../house/tree.js'
import { blocksOf, type Block } from '@waystone/kit/testing'

/** The files of a page in a folder of their own, with only the packages that the page names. */
export interface Project {
  readonly directory: string
  /** Blocks that print something when they are imported. */
  readonly runs: readonly Block[]
  /** Runs a command of a package of the project, such as `tsc`. @throws Error with what it printed, when it fails. */
  run(command: string, ...args: string[]): Promise<void>
  /** Starts Vite's development server. */
  serve(): Promise<string>
  close(): Promise<void>
}

/** Packages that the page installs: name → version. */
export function packagesOf(page: string): ReadonlyMap<string, string> {
  const blocks = blocksOf(page)
  const manifest = JSON.parse(blocks.find(({ file }) => file === 'package.json')?.text ?? '{}') as Record<
    string,
    Record<string, string>
  >
  return new Map(Object.entries({ ...manifest['dependencies'], ...manifest['devDependencies'] }))
}

/** Where the package is installed for tests. */
export const installedAt = (name: string): string => {
  const places = [path.join(root, 'tests/node_modules', name), path.join(root, 'node_modules', name)]
  const found = places.find(existsSync)
  if (found === undefined) throw new Error(`Expected ${name} to be among the packages of tests/package.json`)
  return found
}

/** @param more packages that the page installs later, and files beside those of the page. */
export async function createProject(
  page: string,
  options: { url: string; packages: readonly string[]; files: Readonly<Record<string, string>> },
): Promise<Project> {
  const directory = await mkdtemp(path.join(tmpdir(), 'waystone-page-'))
  const blocks = blocksOf(page).filter(({ file }) => file !== null)
  const runs = blocks.filter(({ flags }) => flags.has('run'))
  const files = new Map([
    ...blocks.map(({ file, text }) => [file ?? '', text.replaceAll('http://127.0.0.1:4000', options.url)] as const),
    ...runs.map(({ file }) => [pageOf(file ?? ''), runner(file ?? '')] as const),
    ...Object.entries(options.files),
  ])
  for (const [file, text] of files) {
    await mkdir(path.dirname(path.join(directory, file)), { recursive: true })
    await writeFile(path.join(directory, file), text)
  }
  await cp(path.join(root, 'possible-types.json'), path.join(directory, 'src/possible-types.json'))
  for (const name of [...packagesOf(page).keys(), ...options.packages]) {
    const link = path.join(directory, 'node_modules', name)
    await mkdir(path.dirname(link), { recursive: true })
    await symlink(installedAt(name), link)
  }
  let server: ChildProcess | undefined
  return {
    directory,
    runs,
    run: async (script, ...args) => {
      const command = promisify(execFile)(process.execPath, [path.join(root, 'node_modules', script), ...args], {
        cwd: directory,
      })
      await command.catch((error: Error & { stdout?: string; stderr?: string }) => {
        throw new Error(`${script}: ${error.message}\n${error.stdout ?? ''}${error.stderr ?? ''}`)
      })
    },
    serve: async () => {
      const port = await freePort()
      const args = ['node_modules/vite/bin/vite.js', '--host', '127.0.0.1', '--port', String(port), '--strictPort']
      server = spawn(process.execPath, args, { cwd: directory, stdio: ['ignore', 'pipe', 'inherit'] })
      const served = server
      await new Promise<void>((resolve, reject) => {
        served.stdout?.on('data', (chunk: Buffer) => {
          if (chunk.toString().includes(String(port))) resolve()
        })
        served.once('exit', code => reject(new Error(`Vite ended with ${code}`)))
      })
      return `http://127.0.0.1:${port}`
    },
    close: async () => {
      server?.kill()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

/** The page that runs a file of the project. */
export const pageOf = (file: string): string => `${path.basename(file, '.ts')}.html`

export const runner = (file: string): string => `<!doctype html>
<link rel="icon" href="data:," />
<script type="module">
  try {
    await import('/${file}')
    document.title = 'done'
  } catch (error) {
    document.title = 'failed: ' + (error.stack ?? error)
  }
</script>
`
