import type { DeferNode, PlanNode } from '@apollo/query-planner'
import type { PlanCompilation } from './compilation.js'
import { compileEntityFetch } from './entity-fetch.js'
import { atRoot, type FetchSite, type Surroundings } from './fetch-site.js'
import { compileRootFetch } from './root-fetch.js'
import type { Step } from './run.js'

/** Turns a plan into closures, so that a request finds everything decided that does not depend on its data. */
export function compilePlan(compilation: PlanCompilation, node: PlanNode, around: Surroundings = atRoot): Step {
  const compile = (child: PlanNode) => compilePlan(compilation, child, around)
  switch (node.kind) {
    case 'Fetch':
      return node.requires === undefined
        ? compileRootFetch(compilation, node, around)
        : compileEntityFetch(compilation, { node, requires: node.requires, around })
    case 'Sequence':
      return inSequence(compileSequence(compilation, node.nodes, around))
    case 'Parallel':
      return inParallel(node.nodes.map(compile))
    case 'Flatten': {
      const { path } = node
      const keys = path.map(String).filter(key => key !== '@')
      const step = compilePlan(compilation, node.node, { ...around, path: [...around.path, ...keys] })
      const key = path.join(' ')
      return (run, at) => {
        const found = run.found.follow(at, { path, key }, run.shared)
        return found.objects.length === 0 ? undefined : step(run, found)
      }
    }
    case 'Condition': {
      const { condition } = node
      const then = node.ifClause && compile(node.ifClause)
      const otherwise = node.elseClause && compile(node.elseClause)
      return (run, at) => (compilation.decide(run.variables, condition) ? then : otherwise)?.(run, at)
    }
    case 'Defer': {
      const { primary, deferred } = node
      const now = primary.node && compile(primary.node)
      const after = { ...around, before: servicesOf(compilation.sites) }
      const later = deferred.map(part => compileDeferred(compilation, part, after))
      return async (run, at) => {
        await now?.(run, at)
        for (const { label, step } of later) run.deferred.push({ label, fetch: ofPart => step?.(ofPart, at) })
      }
    }
  }
}

/** One without a node needs no more than what has been fetched by then. */
function compileDeferred(
  compilation: PlanCompilation,
  { label, node }: DeferNode['deferred'][number],
  around: Surroundings,
) {
  if (label === undefined) throw new Error('A deferred fragment was planned without a label')
  compilation.deferLabels.add(label)
  return { label, step: node && compilePlan(compilation, node, around) }
}

/** Each node knows the subgraphs that those before it ask. */
function compileSequence(compilation: PlanCompilation, nodes: readonly PlanNode[], around: Surroundings): Step[] {
  let { before } = around
  return nodes.map(node => {
    const first = compilation.sites.length
    const step = compilePlan(compilation, node, { ...around, before })
    before = new Set([...before, ...servicesOf(compilation.sites.slice(first))])
    return step
  })
}

const servicesOf = (sites: readonly FetchSite[]): ReadonlySet<string> =>
  new Set(sites.map(({ node }) => node.serviceName))

function inSequence(steps: readonly Step[]): Step {
  const [only, another] = steps
  if (only !== undefined && another === undefined) return only
  return async (run, at) => {
    for (const step of steps) await step(run, at)
  }
}

const inParallel =
  (steps: readonly Step[]): Step =>
  async (run, at) => {
    await Promise.all(steps.map(async step => await step(run, at)))
  }
