import type { QueryPlanSelectionNode } from '@apollo/query-planner'
import { getNamedType, type GraphQLNamedType, type GraphQLSchema } from 'graphql'
import { isJsonObject, ownValue, type JsonObject } from '../json.js'
import { compileShape } from './representation-shapes.js'
import { fieldsOfType } from './representations.js'
import { typeNamesUnder } from './type-condition.js'

/** A value that a field cannot have, though a fetch of entities requires the field. */
export interface ImpossibleInput {
  /** Response keys from the entity to the field. */
  readonly keys: readonly string[]
  /** The type of the object that has the field. */
  readonly typeName: string
  readonly coordinate: string
}

/** Finds the first one, for an error: representations only say that there is one. */
export function findImpossibleInput(
  schema: GraphQLSchema,
  selections: readonly QueryPlanSelectionNode[],
  at: { object: JsonObject; type?: GraphQLNamedType | undefined },
): ImpossibleInput | undefined {
  const { object, type } = at
  const named = ownValue(object, '__typename')
  const typeName = typeof named === 'string' ? named : (type?.name ?? '')
  for (const selection of selections) {
    const found =
      selection.kind === 'Field'
        ? inField(schema, selection, { object, type, typeName })
        : selection.typeCondition !== undefined && typeNamesUnder(schema, selection.typeCondition).has(typeName)
          ? findImpossibleInput(schema, selection.selections, { object, type: schema.getType(selection.typeCondition) })
          : undefined
    if (found !== undefined) return found
  }
  return undefined
}

function inField(
  schema: GraphQLSchema,
  { alias, name, selections }: Extract<QueryPlanSelectionNode, { kind: 'Field' }>,
  at: { object: JsonObject; type: GraphQLNamedType | undefined; typeName: string },
): ImpossibleInput | undefined {
  const key = alias ?? name
  const value = ownValue(at.object, key)
  const type = fieldsOfType(at.type)?.[name]?.type
  if (value === undefined || type === undefined) return undefined
  const shape = compileShape(type, selections && (item => (isJsonObject(item) ? item : undefined)))
  if (shape(value) === undefined) return { keys: [key], typeName: at.typeName, coordinate: `${at.typeName}.${name}` }
  if (selections === undefined) return undefined
  const objects = (Array.isArray(value) ? value.flat(Infinity) : [value]).filter(isJsonObject)
  for (const object of objects) {
    const found = findImpossibleInput(schema, selections, { object, type: getNamedType(type) })
    if (found !== undefined) return { ...found, keys: [key, ...found.keys] }
  }
  return undefined
}
