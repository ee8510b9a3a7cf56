import { execute, type DocumentNode, type ExecutionResult, type GraphQLSchema } from 'graphql'
import type { Coverage } from './coverage.js'
import { fieldOf, type FieldModel, type Model } from './model.js'
import { isThing, valueOf, withContext, type Args, type Thing, type TrueValue } from './truth.js'

export const ROOT: Thing = { type: 'Query', identity: 'Query' }

/**
 * The right answer of an operation: the schema that clients see, executed by graphql-js with each field's one
 * value.
 */
export async function trueAnswer(
  model: Model,
  request: {
    schema: GraphQLSchema
    document: DocumentNode
    variables: Readonly<Record<string, unknown>>
    coverage: Coverage
  },
): Promise<ExecutionResult> {
  const { schema, document, variables, coverage } = request
  const result = await execute({
    schema,
    document,
    variableValues: variables,
    rootValue: ROOT,
    fieldResolver: (source: unknown, args: Args, _, { fieldName }) => {
      const thing = isThing(source) ? source : ROOT
      const field = fieldOf(model, thing.type, fieldName)
      noteContexts(coverage, thing, field)
      return below(valueOf(model, thing, { field, args: withContext(model, thing, { field, args }) }), thing)
    },
    typeResolver: (source: unknown) => (isThing(source) ? source.type : undefined),
  })
  return JSON.parse(JSON.stringify(result)) as ExecutionResult
}

/** A value whose objects know the object whose field led to them. */
function below(value: TrueValue, above: Thing): TrueValue {
  if (Array.isArray(value)) return value.map(item => below(item, above))
  return isThing(value) ? { ...value, above } : value
}

function noteContexts(coverage: Coverage, thing: Thing, { takes }: FieldModel): void {
  if (takes === undefined) return
  const sources: (string | null)[] = []
  for (let { above } = thing; above !== undefined; above = above.above) {
    const source = takes.sources.get(above.type)
    if (source !== undefined) sources.push(source)
  }
  if (sources[0] === null) coverage.note('context that its selection does not name')
  if (sources.length > 1) coverage.note('value from the inner one of two contexts')
}
