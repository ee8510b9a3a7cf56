import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, sep } from 'node:path'
import { compileFunction } from 'node:vm'
import type { Operation, Supergraph } from '@apollo/federation-internals'
import type * as PackageTypes from '@apollo/query-planner'
import type { QueryPlan } from '@apollo/query-planner'
import { FIELD_PATHS } from './bounded-options.js'
import { PLANNER_REPAIRS, repairs } from './planner-repairs.js'

type QueryPlannerPackage = typeof PackageTypes

/** The packages whose code is changed: this process has a copy of its own beside what composition uses. */
const PACKAGES = ['@apollo/query-planner', '@apollo/query-graphs']

/** Messages of the planner when it gives up, with what the client is told. */
const GIVING_UP = [
  [/^Too many paths$/, 'its fields can be answered in too many ways'],
  [/^Number of non-local selections exceeds limit/, 'too many of its fields can be answered by another service'],
  [/^Exceeded maximum recursive selections/, 'its fragments spread into too many selections'],
] as const

/** The planner has found no way to answer a field; perhaps among too few. */
const NO_OPTIONS = /^Was not able to find any options for /

/** The inputs of planning, beside the operation's text. */
export interface PlanningConditions {
  /** Labels of the progressive @override that apply. */
  readonly overrides: ReadonlySet<string>
}

/**
 * Apollo's planner for a supergraph, with bounds on what one operation may take.
 * @param limits.comparedPlans for one operation; Apollo's default is 10,000.
 * @param giveUp throws what the client is told of an operation that takes too much.
 */
export function createBoundedPlanner(
  supergraph: Supergraph,
  { comparedPlans }: { readonly comparedPlans: number },
  giveUp: (reason: string) => never,
): (operation: Operation, conditions: PlanningConditions) => QueryPlan {
  const { QueryPlanner } = repairedPackage()
  const debug = { maxEvaluatedPlans: comparedPlans }
  const planner = new QueryPlanner(supergraph, { incrementalDelivery: { enableDefer: true }, debug })
  return (operation, { overrides }) => {
    const overrideConditions = new Map([...overrides].map(label => [label, true]))
    const build = (fieldPathsMax: number) => {
      repairs.begin(fieldPathsMax)
      return planner.buildQueryPlan(operation, { overrideConditions })
    }
    const refuse = (error: unknown): never => {
      const known = GIVING_UP.find(([text]) => text.test(messageOf(error)))
      if (known !== undefined) return giveUp(known[1])
      throw error
    }
    try {
      return build(FIELD_PATHS.few)
    } catch (error) {
      if (!NO_OPTIONS.test(messageOf(error))) return refuse(error)
      try {
        return build(FIELD_PATHS.many)
      } catch (again) {
        return refuse(again)
      }
    }
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : '')

let loadedPackage: QueryPlannerPackage | undefined
const repairedPackage = (): QueryPlannerPackage => (loadedPackage ??= loadPlanner())

/**
 * For drawing graphs, printing plans and comparing contexts: sixty files that most gateways never run, and
 * would start later for.
 */
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
    compileFunction(textOf(file), ['module', 'exports', 'require', 'repairs'], { filename: file })(
      module,
      module.exports,
      requireWithin,
      repairs,
    )
    return module.exports
  }
  return load(entries[0] ?? '') as QueryPlannerPackage
}

/** A file of the planner with its repairs. @throws Error when a text that is repaired is not there exactly once. */
function textOf(file: string): string {
  let text = readFileSync(file, 'utf8')
  for (const { file: end, from, to } of PLANNER_REPAIRS) {
    if (!file.replaceAll(sep, '/').endsWith(end)) continue
    if (text.split(from).length !== 2) throw new Error(`"${from}" is not in ${file} exactly once`)
    text = text.replace(from, () => to)
  }
  return text
}
