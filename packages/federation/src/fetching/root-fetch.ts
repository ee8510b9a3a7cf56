import type { FetchNode } from '@apollo/query-planner'
import type { GraphQLFormattedError } from 'graphql'
import { isJsonObject, ownValue } from '../json/json.js'
import { compileAsk, takeIn, type Answer } from './ask.js'
import { compileClientError } from './client-error.js'
import type { PlanCompilation } from './compilation.js'
import { readSelections, type SelectedField } from './fetch-selections.js'
import type { Surroundings } from './fetch-site.js'
import type { Path, Places } from './positions.js'
import { compileRewrites } from './rewrites.js'
import type { Run, Step } from './run.js'
import { holds } from '../contract/selection-conditions.js'

/** A fetch of root fields. */
export function compileRootFetch(compilation: PlanCompilation, node: FetchNode, around: Surroundings): Step {
  const ask = compileAsk(compilation, node)
  const takeAnswer = compileTakeAnswer(compilation, node, around)
  return async (run, at) => {
    takeAnswer(run, at, await ask(run, {}))
  }
}

/**
 * Compiles the handling of a response to root fields, whatever its origin; a subscription's event is one,
 * too.
 */
export function compileTakeAnswer(
  compilation: PlanCompilation,
  node: FetchNode,
  around: Surroundings,
): (run: Run, at: Places, answer: Answer) => void {
  compilation.sites.push({ ...around, node, canAsk: undefined })
  const rewrite = compileRewrites(compilation.supergraphSchema, node.outputRewrites)
  const clientError = compileClientError(compilation, node)
  const nullPaths = compileNullPaths(compilation, node)
  return (run, at, { response, isShared }) => {
    for (const error of response.errors ?? []) {
      for (const below of pathsOf(error) ?? nullPaths(run, response.data))
        run.errors.add(() => clientError(error, at.links()[0], below))
    }
    if (isJsonObject(response.data)) takeIn(run, response.data, { targets: at.objects, isShared, rewrite })
  }
}

const pathsOf = ({ path }: GraphQLFormattedError): readonly Path[] | undefined => (path ? [path] : undefined)

/**
 * Paths of the root fields without a value: an error without a path is the reason for each of them. Where all
 * have values, it belongs to none of them, and has no path.
 */
function compileNullPaths(
  { decide }: PlanCompilation,
  node: FetchNode,
): (run: Run, data: unknown) => readonly (Path | undefined)[] {
  let fields: readonly SelectedField[] | undefined
  return ({ variables }, data) => {
    const isAsked = ({ conditions }: SelectedField) =>
      conditions.every(condition => holds(condition, variable => decide(variables, variable)))
    const isNull = ({ answeredKey }: SelectedField) =>
      !isJsonObject(data) || (ownValue(data, answeredKey) ?? null) === null
    fields ??= readSelections(node)
    const keys = new Set(fields.filter(field => isAsked(field) && isNull(field)).map(({ answeredKey }) => answeredKey))
    return keys.size === 0 ? [undefined] : [...keys].map(key => [key])
  }
}
