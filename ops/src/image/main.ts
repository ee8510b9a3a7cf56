import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { createCommand, print, tableOf } from '@waystone/kit/command'
import { StartError } from '@waystone/kit/errors'
import { createLifecycle, runMain } from '@waystone/kit/lifecycle'
import { createLogger } from '@waystone/kit/logger'
import { buildImage, layerBytes, nodeBinOf, type Image } from './build-image.js'
import { drill, type Drilled } from './drill.js'

/** Of the layer that the Dockerfile adds to its base image. */
const TAR_MAX_MB = 220
const GZIP_MAX_MB = 60
const MB = 1_000_000
const PASSED_ON = /^(HOME|LANG|(https?|no)_proxy|npm_config_(registry|cache|userconfig|cafile))$/i

interface Built {
  readonly image: Image
  readonly nodeBin: string
  readonly directory: string
}

runMain(async () => {
  const program = createCommand('ops:image').description(
    "Follows the Dockerfile without Docker, in clean directories, and runs every container of ops/kubernetes' overlay local from what it makes.",
  )
  program
    .option('--built', 'take this checkout, installed and built, for what the steps before the last make', false)
    .action(({ built }: { built: boolean }) => simulate(built))
  program
    .command('containers', { hidden: true })
    .argument('<file>', 'what the parent has built, as JSON')
    .action(async (file: string) => runContainers(JSON.parse(readFileSync(file, 'utf8')) as Built))
  await program.parseAsync()
})

async function simulate(isBuilt: boolean): Promise<void> {
  if (process.getuid?.() !== 0)
    throw new StartError('Expected root: containers get mount and network namespaces of their own')
  for (const program of ['/usr/bin/unshare', '/usr/bin/setpriv', '/usr/bin/redis-server'])
    if (!existsSync(program))
      throw new StartError(`Expected ${program}: install it (Debian: apt-get install util-linux redis-server)`)
  const directory = mkdtempSync(path.join(tmpdir(), 'waystone-image-'))
  chmodSync(directory, 0o755)
  try {
    const steps: [string, string][] = []
    const nodeBin = nodeBinOf(readFileSync(new URL('../../../.nvmrc', import.meta.url), 'utf8').trim())
    const onStep = (step: string, ms: number) => void steps.push([step, `${(ms / 1000).toFixed(1)} s`])
    const image = await buildImage({ directory, nodeBin, isBuilt, env: stepEnvironment(), onStep })
    print(tableOf([['step', 'took'], ...steps]))
    checkSize(image)
    const file = path.join(directory, 'built.json')
    writeFileSync(file, JSON.stringify({ image, nodeBin, directory } satisfies Built))
    await inNetworkNamespace(['containers', file])
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** npm's settings of this command, but not what `npm run` says of itself. */
function stepEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && PASSED_ON.test(entry[0]),
    ),
  )
}

function checkSize({ layers }: Image): void {
  for (const { at, from } of layers) {
    const { tar, gzip } = layerBytes(from)
    print(`${at}: ${(tar / MB).toFixed(0)} MB, ${(gzip / MB).toFixed(0)} MB compressed, beside the base image`)
    if (tar > TAR_MAX_MB * MB || gzip > GZIP_MAX_MB * MB)
      throw new StartError(`Expected at most ${TAR_MAX_MB} MB, and ${GZIP_MAX_MB} MB compressed`)
  }
}

/** Containers take the ports of their manifests there, and reach nothing outside. */
async function inNetworkNamespace(args: readonly string[]): Promise<void> {
  const self = [process.execPath, ...process.execArgv, fileURLToPath(import.meta.url), ...args]
  const child = spawn('/usr/bin/unshare', ['--net', ...self], { stdio: 'inherit' })
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new StartError('The containers do not run as their manifests say')
}

async function runContainers({ image, nodeBin, directory }: Built): Promise<void> {
  const lifecycle = createLifecycle(createLogger({ name: 'image', level: 'warn' }))
  try {
    const report = await drill({ image, nodeBin, directory, lifecycle, onStep: print })
    print(tableOf([['container', 'ready or done', 'stopped', 'memory at most'], ...report.map(row)]))
  } finally {
    await lifecycle.close()
  }
}

const row = ({ container, readyMs, stoppedMs, confinement }: Drilled): string[] => [
  container,
  `${(readyMs / 1000).toFixed(1)} s`,
  stoppedMs === null ? '' : `${(stoppedMs / 1000).toFixed(1)} s`,
  confinement === null ? '' : `${(confinement.memoryPeakBytes / MB).toFixed(0)} MB`,
]
