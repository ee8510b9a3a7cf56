import type { PlanNode } from '@apollo/query-planner'
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
        const found = follow(at, path)
        return found.length === 0 ? undefined : step(run, found)
      }
    }
    case 'Condition': {
      const { condition } = node
      const then = node.ifClause && compile(node.ifClause)
      const otherwise = node.elseClause && compile(node.elseClause)
      return (run, at) => (compilation.decide(run.variables, condition) ? then : otherwise)?.(run, at)
    }
    case 'Defer':
      // The planner makes none unless it is told to: nothing here delivers an answer in parts yet.
      throw new Error('A plan with @defer cannot be executed')
  }
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
