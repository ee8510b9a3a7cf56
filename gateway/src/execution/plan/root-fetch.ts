import type { FetchNode } from '@apollo/query-planner'
import { isJsonObject } from '../json.js'
import { compileAsk, takeIn } from './ask.js'
import type { PlanCompilation } from './compilation.js'
import { compileErrorPath } from './error-path.js'
import { compileRewrites } from './rewrites.js'
import type { Step } from './run.js'
import { subgraphError } from './subgraph-errors.js'

/** A fetch of root fields. */
export function compileRootFetch(compilation: PlanCompilation, node: FetchNode): Step {
  const { serviceName } = node
  const ask = compileAsk(compilation, node)
  const rewrite = compileRewrites(compilation.supergraphSchema, node.outputRewrites)
  const errorPath = compileErrorPath(compilation, node)

  return async (run, at) => {
    const answer = await ask(run, {})
    if (answer === undefined) return
    const { response, isOthers } = answer
    for (const error of response.errors ?? []) {
      const path = error.path ? errorPath(at[0]?.link, error.path) : undefined
      run.errors.push(subgraphError(error, { serviceName, path }))
    }
    if (isJsonObject(response.data)) takeIn(run, response.data, { places: at, isOthers, rewrite })
  }
}
