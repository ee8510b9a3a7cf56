import { execute, type DocumentNode, type ExecutionResult, type GraphQLSchema } from 'graphql'
import { fieldOf, type Model } from './model.js'
import { isThing, valueOf, type Args, type Thing } from './truth.js'

export const ROOT: Thing = { type: 'Query', identity: 'Query' }

/**
 * The right answer of an operation: the schema that clients see, executed by graphql-js with each field's one
 * value.
 */
export async function trueAnswer(
  model: Model,
  request: { schema: GraphQLSchema; document: DocumentNode; variables: Readonly<Record<string, unknown>> },
): Promise<ExecutionResult> {
  const { schema, document, variables } = request
  const result = await execute({
    schema,
    document,
    variableValues: variables,
    rootValue: ROOT,
    fieldResolver: (source: unknown, args: Args, _, { fieldName }) => {
      const thing = isThing(source) ? source : ROOT
      return valueOf(model, thing, { field: fieldOf(model, thing.type, fieldName), args })
    },
    typeResolver: (source: unknown) => (isThing(source) ? source.type : undefined),
  })
  return JSON.parse(JSON.stringify(result)) as ExecutionResult
}
