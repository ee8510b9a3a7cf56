import { execFile, spawn } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { findProgram } from '../find-program.js'
import { root } from '../house/tree.js'

const NEWTONSOFT = '/usr/lib/cli/Newtonsoft.Json-5.0/Newtonsoft.Json.dll'
const samples = path.join(root, 'docs/samples')
const run = promisify(execFile)

/** A sample that can be run against a Waystone. */
export interface Sample {
  readonly language: 'csharp' | 'gdscript'
  /** Runs it to its end. @returns the lines that it printed. */
  play(endpoint: string): Promise<string[]>
  /** Starts it, to show the wallet live. */
  watch(endpoint: string): { lines(): readonly string[]; stop(): void }
  close(): Promise<void>
}

/** Compiles docs/samples/csharp with Mono's compiler. */
export async function csharpSample(): Promise<Sample> {
  const packages = ['mono-mcs', 'libmono-system-net-http4.0-cil', 'libnewtonsoft-json5.0-cil']
  const [mcs, mono] = [findProgram(['mcs'], packages), findProgram(['mono'], packages)]
  const directory = await mkdtemp(path.join(tmpdir(), 'waystone-csharp-'))
  const program = path.join(directory, 'Program.exe')
  const sources = (await readdir(path.join(samples, 'csharp'))).filter(file => file.endsWith('.cs'))
  await run(mcs, [
    '-langversion:7',
    '-warnaserror',
    `-out:${program}`,
    '-r:System.Net.Http',
    `-r:${NEWTONSOFT}`,
    ...sources.map(file => path.join(samples, 'csharp', file)),
  ])
  await copyFile(NEWTONSOFT, path.join(directory, path.basename(NEWTONSOFT)))
  return sample('csharp', { command: mono, args: [program], directory })
}

/** Runs docs/samples/godot with Godot's headless server. */
export async function godotSample(): Promise<Sample> {
  const godot = findProgram(['godot3-server'], ['godot3-server'])
  const directory = await mkdtemp(path.join(tmpdir(), 'waystone-godot-'))
  await mkdir(path.join(directory, 'data'))
  return sample('gdscript', { command: godot, args: ['--path', path.join(samples, 'godot')], directory })
}

function sample(
  language: Sample['language'],
  { command, args, directory }: { command: string; args: readonly string[]; directory: string },
): Sample {
  // Godot keeps settings in its user's folders.
  const env = {
    ...process.env,
    HOME: directory,
    XDG_DATA_HOME: directory,
    XDG_CONFIG_HOME: directory,
    LC_ALL: 'C.UTF-8',
  }
  return {
    language,
    play: async endpoint => {
      const { stdout } = await run(command, [...args, endpoint], { env, timeout: 60_000 })
      return linesOf(stdout)
    },
    watch: endpoint => {
      // Line by line, also where the output is no terminal.
      const child = spawn('stdbuf', ['-oL', command, ...args, endpoint, 'watch'], {
        env,
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      let printed = ''
      child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()))
      return { lines: () => linesOf(printed), stop: () => void child.kill('SIGKILL') }
    },
    close: () => rm(directory, { recursive: true, force: true }),
  }
}

/** Without the banner of Godot. */
const linesOf = (printed: string): string[] =>
  printed.split('\n').filter(line => line.trim() !== '' && !line.startsWith('Godot Engine'))
