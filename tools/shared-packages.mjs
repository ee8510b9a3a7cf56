// Packages of which a process must hold one copy, although the bundle of the gateway and Apollo's packages
// beside it both use them.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

/**
 * All modules of packages that check for their own classes and that the planner loads too: they stay out of
 * the bundle.
 */
export const SHARED = /^(graphql|@apollo\/[^/]+)(\/.*)?$/

/** Packages that work in two copies. */
const MAY_BE_TWICE = new Set([
  // It keeps its state on globalThis, for this very case.
  '@opentelemetry/api',
  // Constants.
  '@opentelemetry/semantic-conventions',
  // Each cache belongs to the module that made it.
  'lru-cache',
  // Functions without state.
  'negotiator',
  'content-type',
  // Dependencies of ioredis for debug output.
  'debug',
  'ms',
  'supports-color',
  'has-flag',
])

/**
 * @param metafile of the bundle, by esbuild.
 * @throws Error when the bundle holds a package that a package beside it loads from node_modules.
 */
export function checkCopies({ inputs, outputs }, root) {
  const beside = new Set()
  for (const name of externalPackages(outputs))
    addWithDependencies(beside, findPackage(name, path.join(root, 'gateway')))
  const bundled = new Set(Object.keys(inputs).map(packageDirectory))
  const copies = [...bundled].filter(directory => {
    const name = directory?.replace(/^.*node_modules\//, '')
    return (
      name !== undefined && !MAY_BE_TWICE.has(name) && (SHARED.test(name) || beside.has(path.join(root, directory)))
    )
  })
  if (copies.length === 0) return
  throw new Error(
    `The bundle of the gateway holds a second copy of ${copies.join(', ')}. Leave it out, or say why two do no harm.`,
  )
}

const packageDirectory = file => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0]

function externalPackages(outputs) {
  const imports = Object.values(outputs).flatMap(output => output.imports)
  const names = imports.filter(({ external }) => external).map(({ path: name }) => /^(@[^/]+\/)?[^/]+/.exec(name)?.[0])
  return new Set(names.filter(name => name !== undefined && SHARED.test(name)))
}

function addWithDependencies(found, directory) {
  if (directory === undefined || found.has(directory)) return
  found.add(directory)
  const { dependencies, peerDependencies } = JSON.parse(readFileSync(path.join(directory, 'package.json'), 'utf8'))
  for (const name of Object.keys({ ...dependencies, ...peerDependencies }))
    addWithDependencies(found, findPackage(name, directory))
}

/** As Node looks for it. Undefined for one that is not installed, such as an optional peer. */
function findPackage(name, from) {
  const directory = path.join(from, 'node_modules', name)
  if (existsSync(path.join(directory, 'package.json'))) return directory
  const parent = path.dirname(from)
  return parent === from ? undefined : findPackage(name, parent)
}
