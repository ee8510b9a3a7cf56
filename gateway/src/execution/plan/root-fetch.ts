import type { FetchNode } from '@apollo/query-planner'
import { isJsonObject } from '../json.js'
import { compileAsk, takeIn, type Answer } from './ask.js'
import type { PlanCompilation } from './compilation.js'
import { compileErrorPath } from './error-path.js'
import type { Places } from './positions.js'
import { compileRewrites } from './rewrites.js'
import type { Run, Step } from './run.js'
import { subgraphError } from './subgraph-errors.js'

/** A fetch of root fields. */
export function compileRootFetch(compilation: PlanCompilation, node: FetchNode): Step {
  const ask = compileAsk(compilation, node)
  const takeAnswer = compileTakeAnswer(compilation, node)
  return async (run, at) => {
    const answer = await ask(run, {})
    if (answer !== undefined) takeAnswer(run, at, answer)
  }
}

/** What becomes of an answer to root fields, however it came: the event of a subscription is one, too. */
export function compileTakeAnswer(
  compilation: PlanCompilation,
  node: FetchNode,
): (run: Run, at: Places, answer: Answer) => void {
  const { serviceName } = node
  const rewrite = compileRewrites(compilation.supergraphSchema, node.outputRewrites)
  const errorPath = compileErrorPath(compilation, node)
  return (run, at, { response, isOthers }) => {
    for (const error of response.errors ?? []) {
      const path = error.path ? errorPath(at.objects[0]?.link, error.path) : undefined
      run.errors.push(subgraphError(error, { serviceName, path }))
    }
    if (isJsonObject(response.data))
      takeIn(run, response.data, { targets: at.objects.map(({ object }) => object), isOthers, rewrite })
  }
}
