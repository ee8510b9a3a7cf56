import { isAbstractType, isCompositeType, Kind, TypeInfo, visit, visitWithTypeInfo, type FieldNode } from 'graphql'
import type { Epoch } from '@waystone/federation'
import type { Operation } from '@waystone/federation/contract'

/** The argument by which a subscription goes on after an event. */
const AFTER = 'after'

/**
 * Checks that all that an operation selects is the same for every viewer who may subscribe: the supergraph tags each
 * field as shared, or it is among the coordinates, by `Type.field` or by `Type.*`.
 */
export function isSharedSelection(
  { definition, fragments }: Operation,
  { schema, sharedFields }: Pick<Epoch, 'schema' | 'sharedFields'>,
  coordinates: ReadonlySet<string>,
): boolean {
  const types = new TypeInfo(schema)
  const isListed = (name: string) => sharedFields.has(name) || coordinates.has(name)
  let isShared = true
  const visitor = visitWithTypeInfo(types, {
    Field: ({ name }) => {
      const parent = types.getParentType()
      if (name.value === '__typename') return
      isShared &&=
        isCompositeType(parent) &&
        !isAbstractType(parent) &&
        (isListed(`${parent.name}.${name.value}`) || coordinates.has(`${parent.name}.*`))
    },
  })
  for (const node of [definition, ...Object.values(fragments)]) visit(node, visitor)
  return isShared
}

/**
 * The variables without the place from which the subscription goes on, so that those who go on from different
 * places ask for the same events.
 * @returns null where the place is written in the document, or its variable cannot be left out
 */
export function withoutPlace(
  { definition }: Operation,
  root: FieldNode,
  variables: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> | null {
  const value = root.arguments?.find(argument => argument.name.value === AFTER)?.value
  if (value === undefined || value.kind === Kind.NULL) return variables
  if (value.kind !== Kind.VARIABLE) return null
  const name = value.name.value
  const given = definition.variableDefinitions?.find(({ variable }) => variable.name.value === name)
  if (given === undefined || given.type.kind === Kind.NON_NULL_TYPE || given.defaultValue !== undefined) return null
  return Object.fromEntries(Object.entries(variables).filter(([key]) => key !== name))
}
