import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, sep } from 'node:path'
import { compileFunction } from 'node:vm'
import type { Operation, Supergraph } from '@apollo/federation-internals'
import type * as PackageTypes from '@apollo/query-planner'
import type { QueryPlan } from '@apollo/query-planner'

type QueryPlannerPackage = typeof PackageTypes

/** The packages whose code is changed: this process has a copy of its own beside what composition uses. */
const PACKAGES = ['@apollo/query-planner', '@apollo/query-graphs']

/**
 * Where a field of an interface is answered by several subgraphs, the planner writes out every combination of the ways to each
 * implementation: k ways for n implementations are k to the n, an array of which a short operation can make as large as memory.
 * None of its settings bounds this, so what is about to be written out is counted first. The text must be there exactly once.
 */
const REPAIR = {
  file: 'graphPath.js',
  from: 'const product = new Array(totalCombinations);',
  to: 'combinations.spend(totalCombinations * size);\n    const product = new Array(totalCombinations);',
}

/** Paths in combinations that one plan may write out; legitimate operations stay below a thousandth of it. */
const COMBINED_PATHS_MAX = 400_000

/** Ways to answer one field that are looked at, and whole plans that are compared; Apollo's defaults are no bound, and 10,000. */
const PLANNER_LIMITS = { pathsLimit: 200, maxEvaluatedPlans: 300 }

/** What the planner says when it gives up, and a client may hear. */
const GIVING_UP = [
  [/^Too many options generated for /, `a field has more than ${PLANNER_LIMITS.pathsLimit} ways to be answered`],
  [/^Number of non-local selections exceeds limit/, 'too many of its fields can be answered by another service'],
  [/^Too many combinations$/, 'its interfaces are answered in too many combinations of services'],
] as const

const combinations = {
  left: 0,
  spend(paths: number): void {
    this.left -= paths
    if (this.left < 0) throw new Error('Too many combinations')
  },
}

/**
 * Apollo's planner for a supergraph, with bounds on what one operation may take.
 * @param giveUp throws what the client is told.
 */
export function createBoundedPlanner(
  supergraph: Supergraph,
  giveUp: (reason: string) => never,
): (operation: Operation) => QueryPlan {
  const { QueryPlanner } = packageWithRepair()
  const planner = new QueryPlanner(supergraph, { incrementalDelivery: { enableDefer: true }, debug: PLANNER_LIMITS })
  return operation => {
    combinations.left = COMBINED_PATHS_MAX
    try {
      return planner.buildQueryPlan(operation)
    } catch (error) {
      const message = error instanceof Error ? error.message : ''
      const known = GIVING_UP.find(([text]) => text.test(message))
      return known === undefined ? rethrow(error) : giveUp(known[1])
    }
  }
}

let loadedPackage: QueryPlannerPackage | undefined
const packageWithRepair = (): QueryPlannerPackage => (loadedPackage ??= loadPlanner())

function rethrow(error: unknown): never {
  throw error
}

/** For drawing graphs, printing plans and comparing contexts: sixty files that most gateways never run, and would start later for. */
const LOADED_WHEN_USED = new Set(['ts-graphviz', 'pretty-format', 'deep-equal'])

/** A package that is loaded by the first look at any of its exports. */
function whenUsed(load: () => unknown): unknown {
  let loaded: Record<string, unknown> | undefined
  return new Proxy(Object.create(null) as object, {
    get: (_, name) => {
      if (name === '__esModule') return true
      loaded ??= load() as Record<string, unknown>
      const found = name in loaded ? loaded[String(name)] : undefined
      // A package without a default export is one itself, for code that was compiled to expect one.
      return found === undefined && name === 'default' ? loaded : found
    },
  })
}

/** @throws Error when Apollo has changed the text that is repaired. */
function loadPlanner(): QueryPlannerPackage {
  const require = createRequire(import.meta.url)
  const entries = PACKAGES.map(name => createRequire(require.resolve(PACKAGES[0] ?? '')).resolve(name))
  const folders = entries.map(entry => dirname(entry) + sep)
  const loaded = new Map<string, { exports: unknown }>()

  const load = (file: string): unknown => {
    const known = loaded.get(file)
    if (known !== undefined) return known.exports
    const module: { exports: unknown } = { exports: {} }
    // Before it runs: these files require each other in circles.
    loaded.set(file, module)
    const requireThere = createRequire(file)
    const requireWithin = (name: string): unknown => {
      const resolved = requireThere.resolve(name)
      if (folders.some(folder => resolved.startsWith(folder))) return load(resolved)
      return LOADED_WHEN_USED.has(name) ? whenUsed(() => requireThere(name)) : requireThere(name)
    }
    compileFunction(textOf(file), ['module', 'exports', 'require', 'combinations'], { filename: file })(
      module,
      module.exports,
      requireWithin,
      combinations,
    )
    return module.exports
  }
  return load(entries[0] ?? '') as QueryPlannerPackage
}

function textOf(file: string): string {
  const text = readFileSync(file, 'utf8')
  if (!file.endsWith(`${sep}${REPAIR.file}`)) return text
  if (text.split(REPAIR.from).length !== 2) throw new Error(`"${REPAIR.from}" is not in ${file} exactly once`)
  return text.replace(REPAIR.from, REPAIR.to)
}
