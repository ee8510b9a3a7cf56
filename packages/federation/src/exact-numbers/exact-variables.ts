import {
  getNamedType,
  isInputObjectType,
  isInputType,
  isSpecifiedScalarType,
  typeFromAST,
  type GraphQLNamedInputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql'
import { copyJson } from '../json/json.js'
import { isCustomScalar } from './answer-places.js'
import { hasNumber, replaceAt, type NumberPlaces } from './number-places.js'

type Variables = Readonly<Record<string, unknown>>

const placesOf = new WeakMap<OperationDefinitionNode, NumberPlaces>()

/**
 * A client's variables with all digits of the numbers that are for custom scalars and IDs.
 * @param request.parseExactly reads the variables once more from what came; it returns undefined when that
 * would change nothing.
 */
export function exactVariables(
  definition: OperationDefinitionNode,
  schema: GraphQLSchema,
  request: { readonly variables: Variables; readonly parseExactly: (() => unknown) | undefined },
): Variables {
  const { variables, parseExactly } = request
  let places = placesOf.get(definition)
  if (places === undefined) placesOf.set(definition, (places = variablePlaces(definition, schema)))
  if (!hasNumber(variables, places)) return variables
  const exact = parseExactly?.()
  return exact === undefined ? variables : (replaceAt(copyJson(variables), places, exact) as Variables)
}

function variablePlaces({ variableDefinitions = [] }: OperationDefinitionNode, schema: GraphQLSchema): NumberPlaces {
  const known = new Map<GraphQLNamedInputType, NumberPlaces | null>()

  /** Input types may hold themselves: their places do, too. */
  const placesIn = (type: GraphQLNamedInputType): NumberPlaces | null => {
    if (isCustomScalar(type)) return 'scalar'
    if (isSpecifiedScalarType(type) && type.name === 'ID') return 'id'
    if (!isInputObjectType(type)) return null
    const existing = known.get(type)
    if (existing !== undefined) return existing
    const found = new Map<string, NumberPlaces>()
    known.set(type, found)
    for (const field of Object.values(type.getFields())) {
      const below = placesIn(getNamedType(field.type))
      if (below !== null) found.set(field.name, below)
    }
    return found
  }

  const places = new Map<string, NumberPlaces>()
  for (const { variable, type: node } of variableDefinitions) {
    const type = typeFromAST(schema, node)
    const below = isInputType(type) ? placesIn(getNamedType(type)) : null
    if (below !== null) places.set(variable.name.value, below)
  }
  return places
}
