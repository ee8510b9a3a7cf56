// `node tools/transpile.mjs` writes to each dist/ what `npm run build` would, without its checks and within a
// second: so a start waits for no compiler, and runs what containers run. `node tools/transpile.mjs bench`
// adds the processes of the benchmarks.
import { cpSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundleGateway } from './bundle.mjs'
import { productionPackages } from './production-packages.mjs'

export const SUBGRAPHS = ['users', 'characters', 'quests', 'gacha', 'social', 'notifications']

/** The workspaces that production needs, and a program that is no part of it. */
const ROOMS = [...workspacesOfProduction(), 'packages/warehouse'].map(room =>
  room === 'prisma' ? { dist: 'prisma/dist', sources: 'prisma' } : { dist: `${room}/dist`, sources: `${room}/src` },
)

const BENCH = { dist: 'bench/dist', sources: 'bench/src' }

function workspacesOfProduction() {
  const lock = JSON.parse(readFileSync(path.join(import.meta.dirname, '..', 'package-lock.json'), 'utf8'))
  return [...productionPackages(lock)].filter(place => !place.includes('node_modules/'))
}

/** Every file of the servers that goes into a dist/, from the root, in a stable order. */
export const sourceFiles = root => ROOMS.flatMap(({ sources }) => walk(root, sources))

/** @throws Error when a file cannot be read as TypeScript. */
async function transpile(root, rooms) {
  // Not at the top: a fresh clone installs it after this file is loaded.
  const { build } = await import('esbuild')
  await Promise.all(
    rooms.map(async ({ dist, sources }) => {
      const files = walk(root, sources)
      for (const file of files.filter(name => name.endsWith('.json')))
        cpSync(path.join(root, file), path.join(root, dist, path.relative(sources, file)))
      await build({
        absWorkingDir: root,
        entryPoints: files.filter(name => name.endsWith('.ts')),
        outbase: sources,
        outdir: dist,
        format: 'esm',
        platform: 'node',
        target: 'node20.19',
        sourcemap: true,
        logLevel: 'error',
      })
    }),
  )
  await bundleGateway(root)
}

function walk(root, folder) {
  return readdirSync(path.join(root, folder))
    .toSorted()
    .flatMap(name => {
      if (['node_modules', 'dist', 'migrations'].includes(name)) return []
      const file = `${folder}/${name}`
      if (statSync(path.join(root, file)).isDirectory()) return walk(root, file)
      const isSource = /\.(ts|json)$/.test(name) && !/\.test\.ts$|^(package|tsconfig)\.json$/.test(name)
      return isSource ? [file] : []
    })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const rooms = process.argv[2] === 'bench' ? [...ROOMS, BENCH] : ROOMS
  await transpile(path.dirname(import.meta.dirname), rooms)
}
