import type { DeferNode, PlanNode } from '@apollo/query-planner'
import type { PlanCompilation } from './compilation.js'
import { compileEntityFetch } from './entity-fetch.js'
import { follow } from './positions.js'
import { compileRootFetch } from './root-fetch.js'
import type { Step } from './run.js'

/** Turns a plan into closures, so that a request finds everything decided that does not depend on its data. */
export function compilePlan(compilation: PlanCompilation, node: PlanNode): Step {
  const compile = (child: PlanNode) => compilePlan(compilation, child)
  switch (node.kind) {
    case 'Fetch':
      return node.requires === undefined
        ? compileRootFetch(compilation, node)
        : compileEntityFetch(compilation, node, node.requires)
    case 'Sequence':
      return inSequence(node.nodes.map(compile))
    case 'Parallel':
      return inParallel(node.nodes.map(compile))
    case 'Flatten': {
      const { path } = node
      const step = compile(node.node)
      return (run, at) => {
        const found = follow(at, path, run.shared)
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
      const later = deferred.map(part => compileDeferred(compilation, part))
      return async (run, at) => {
        await now?.(run, at)
        for (const { label, step } of later) run.deferred.push({ label, fetch: ofPart => step?.(ofPart, at) })
      }
    }
  }
}

/** One without a node needs no more than what has been fetched by then. */
function compileDeferred(compilation: PlanCompilation, { label, node }: DeferNode['deferred'][number]) {
  if (label === undefined) throw new Error('A deferred fragment was planned without a label')
  compilation.deferLabels.add(label)
  return { label, step: node && compilePlan(compilation, node) }
}

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
