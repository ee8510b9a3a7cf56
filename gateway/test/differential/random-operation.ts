import { parse, validate, type DocumentNode, type GraphQLSchema } from 'graphql'
import { createSelectionWriter, type SelectionChoices } from './random-selections.js'
import { createVariables, type RandomVariables } from './random-variables.js'
import { hash, randomFrom, type Random } from './seeded-random.js'

export interface RandomOperation {
  readonly text: string
  readonly document: DocumentNode
  /** Values for the operation's variables. */
  readonly variablesFor: RandomVariables['valuesFor']
}

/** The planner's work grows exponentially where a supergraph leaves it choices. */
const TEXT_MAX = 1_200
const ATTEMPTS_MAX = 100

/** A valid operation of the schema; the same seed always makes the same one. */
export function randomOperation(
  schema: GraphQLSchema,
  seed: number,
  { defers = false, sharesKeys = false, prefers }: Partial<SelectionChoices> = {},
): RandomOperation {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const random = randomFrom(hash(seed, attempt))
    const variables = createVariables(schema, random)
    const text = write(schema, random, { variables, defers, sharesKeys, prefers })
    if (text.length > TEXT_MAX) continue
    const document = parse(text)
    // Fields of one key may clash: rather than avoiding it, such an operation is thrown away.
    if (validate(schema, document).length === 0) return { text, document, variablesFor: variables.valuesFor }
  }
  throw new Error(`No valid operation for seed ${seed}`)
}

function write(schema: GraphQLSchema, random: Random, how: { variables: RandomVariables } & SelectionChoices): string {
  const query = schema.getQueryType()
  const mutation = schema.getMutationType()
  if (!query) throw new Error('The schema has no Query')
  const isMutation = Boolean(mutation) && random.chance(0.15)
  const { selections, fragments } = createSelectionWriter(schema, random, how)
  const body = selections((isMutation && mutation) || query)
  const introspected =
    !isMutation && random.chance(0.03) ? '... { __schema { queryType { name } } __type(name: "ID") { kind } }' : ''
  const head = `${isMutation ? 'mutation' : 'query'} Random${how.variables.declarations()}`
  return `${head} ${body.slice(0, -1)}${introspected} }\n${fragments.join('\n')}`
}
