import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { homedir, tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Ignore } from '@balena/dockerignore'
import { environmentOf, parseDockerfile, valuesOf, type Stage } from './dockerfile.js'
import { runInSandbox, type Mount } from './sandbox.js'

export const root = fileURLToPath(new URL('../../..', import.meta.url))
/** Of the official image. */
const BASE_ENVIRONMENT = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' }
/** The users of the official image that the Dockerfile may name. */
const USERS: Readonly<Record<string, number>> = { root: 0, node: 1000 }

/** The image that the Dockerfile makes, as directories of this machine. */
export interface Image {
  /** The directories that the last stage copies, and where to. */
  readonly layers: readonly { readonly at: string; readonly from: string }[]
  readonly env: Readonly<Record<string, string>>
  readonly uid: number
  readonly directory: string
  readonly command: readonly string[]
  /** The Node release that the base image is of. */
  readonly nodeRelease: string
}

interface Building {
  /** A new directory. */
  readonly directory: string
  readonly nodeBin: string
  /** Takes this checkout, installed and built, for what the steps before the last make. */
  readonly isBuilt: boolean
  readonly env: Readonly<Record<string, string>>
  readonly onStep: (step: string, ms: number) => void
}

/** Follows the Dockerfile of this checkout, instruction by instruction. @throws Error when a step fails */
export async function buildImage(options: Building): Promise<Image> {
  const [build, last] = parseDockerfile(readFileSync(path.join(root, 'Dockerfile'), 'utf8'))
  if (build === undefined || last === undefined) throw new Error('Expected two stages in the Dockerfile')
  const places = await runBuildStage(build, options)
  const layers = valuesOf(last, 'COPY').map(value => {
    const [, from = '', at = ''] = /^--from=build --chown=root:root (\/\S+) (\/\S+)$/.exec(value) ?? []
    return { at, from: places.get(from) ?? fail(`the build stage makes no ${from}, which COPY takes`) }
  })
  const [user = 'root'] = valuesOf(last, 'USER').slice(-1)
  return {
    layers,
    env: environmentOf(last, BASE_ENVIRONMENT),
    uid: USERS[user] ?? fail(`the official image has no user ${user}`),
    directory: valuesOf(last, 'WORKDIR').at(-1) ?? '/',
    command: JSON.parse(valuesOf(last, 'CMD').at(-1) ?? '[]') as string[],
    nodeRelease: /^node:(\d+)/.exec(last.image)?.[1] ?? fail(`${last.image} is no image of Node`),
  }
}

/** @returns the directories that the stage makes at the top of its root, by their paths there */
async function runBuildStage(stage: Stage, building: Building): Promise<ReadonlyMap<string, string>> {
  const { directory, isBuilt, onStep } = building
  const places = new Map<string, string>()
  const make = (at: string) => {
    if (places.has(at)) return
    places.set(at, path.join(directory, 'build', at))
    mkdirSync(path.join(directory, 'build', at), { recursive: true })
  }
  let workdir = '/'
  for (const { name, value } of stage.instructions) {
    if (name === 'WORKDIR') workdir = value
    else if (name === 'COPY' && value === '. .') {
      if (isBuilt) places.set(workdir, root)
      else {
        make(workdir)
        timed('COPY . .', onStep, () => copyContext(places.get(workdir) ?? ''))
      }
    } else if (name === 'RUN') {
      for (const [, at = ''] of value.matchAll(/\s(\/\w+)\b/g)) make(at)
      // The checkout is installed, generated and built already.
      const steps = value.split(' && ').slice(isBuilt ? -1 : 0)
      for (const step of steps) await runStep(step, { ...building, workdir, places })
    } else throw new Error(`Expected WORKDIR, COPY . . or RUN in the build stage, not "${name} ${value}"`)
  }
  return places
}

async function runStep(
  step: string,
  { nodeBin, env, onStep, workdir, places }: Building & { workdir: string; places: ReadonlyMap<string, string> },
): Promise<void> {
  const mounts: readonly Mount[] = [
    ...[...places].map(([at, from]) => ({ at, from, writable: from !== root })),
    { at: '/opt/node', from: nodeBin },
    { at: '/tmp', from: 'memory' },
    // For the settings and the cache of npm.
    { at: homedir(), from: homedir(), writable: true },
  ]
  const began = performance.now()
  const child = runInSandbox(['/bin/sh', '-c', step], {
    mounts,
    directory: workdir,
    uid: 0,
    env: { ...env, PATH: `/opt/node:${BASE_ENVIRONMENT.PATH}` },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`The step "${step}" of the Dockerfile failed with ${code}`)
  onStep(`RUN ${step}`, performance.now() - began)
}

/** Sends what `docker build` would: all files that .dockerignore does not leave out. */
function copyContext(target: string): void {
  // Its types say that it has a default export; it has none.
  const dockerignore = createRequire(import.meta.url)('@balena/dockerignore') as () => Ignore
  const ignored = dockerignore().add(readFileSync(path.join(root, '.dockerignore'), 'utf8'))
  const copyBelow = (folder: string) => {
    mkdirSync(path.join(target, folder), { recursive: true })
    for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
      const file = path.join(folder, entry.name)
      if (ignored.ignores(file)) continue
      if (entry.isDirectory()) copyBelow(file)
      else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(path.join(root, file)), path.join(target, file))
      else if (entry.isFile()) copyFileSync(path.join(root, file), path.join(target, file))
    }
  }
  copyBelow('')
}

/** The directory with the executable of a Node release, which comes from npm. */
export function nodeBinOf(release: string): string {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [path.join(root, 'tools/with-node.mjs'), release, 'node', '-p', 'process.execPath'],
    { encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(`Node ${release} cannot be had: ${stderr}`)
  return path.dirname(stdout.trim())
}

/** The mounts of a container of the image, before its volumes. */
export const imageMounts = ({ layers }: Image, nodeBin: string): readonly Mount[] => [
  // As in the official image; whatever this machine has there is hidden.
  { at: '/usr/local/bin', from: nodeBin },
  ...layers,
]

/** The size of a layer as a registry has it: a tar, and the same compressed. */
export function layerBytes(directory: string): { readonly tar: number; readonly gzip: number } {
  const count = (pipe: string) => {
    const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', `tar -C "$0" -cf - . ${pipe} | wc -c`, directory], {
      encoding: 'utf8',
      env: { PATH: BASE_ENVIRONMENT.PATH, TMPDIR: tmpdir() },
    })
    if (status !== 0) throw new Error(`tar failed: ${stderr}`)
    return Number(stdout)
  }
  return { tar: count(''), gzip: count('| gzip -6') }
}

function timed<T>(step: string, onStep: Building['onStep'], work: () => T): T {
  const began = performance.now()
  const result = work()
  onStep(step, performance.now() - began)
  return result
}

function fail(message: string): never {
  throw new Error(message)
}
