import {
  baseType,
  type Directive,
  type FieldDefinition,
  type InterfaceType,
  type ObjectType,
  type Schema,
  type Type,
} from '@apollo/federation-internals'
import { isInterfaceType, isObjectType, type GraphQLSchema } from 'graphql'

/** A supergraph's costs by @cost and @listSize; undefined where it declares none. */
export interface CostRules {
  /** @cost of a field, else of the type of its results. */
  weightOf(typeName: string, fieldName: string): number | undefined
  /** @cost of an argument, else of its type. */
  argumentWeightOf(typeName: string, fieldName: string, argumentName: string): number | undefined
  listSizeOf(typeName: string, fieldName: string): ListSize | undefined
}

/** As the cost specification of federation has it: https://specs.apollo.dev/cost/v0.1 */
export interface ListSize {
  /** The assumed length of a list when no argument gives one. */
  readonly assumedSize: number | null
  /** Arguments that bound it; the largest of those that are given counts. */
  readonly slicingArguments: readonly string[]
  /** Fields of the result that are lists of this size, instead of the field itself. */
  readonly sizedFields: readonly string[]
  /** True when exactly one of the slicing arguments must be given. */
  readonly requireOneSlicingArgument: boolean
}

export const noCostRules: CostRules = {
  weightOf: () => undefined,
  argumentWeightOf: () => undefined,
  listSizeOf: () => undefined,
}

const COST_SPECIFICATION = 'https://specs.apollo.dev/cost'

/**
 * Reads the rules once. Directives may be imported under other names.
 * @param api says which slicing arguments clients can give: errors name no other ones.
 */
export function readCostRules(supergraph: Schema, api: GraphQLSchema): CostRules {
  const feature = supergraph.coreFeatures?.getByIdentity(COST_SPECIFICATION)
  if (feature === undefined) return noCostRules
  const costName = feature.directiveNameInSchema('cost')
  const listSizeName = feature.directiveNameInSchema('listSize')
  const weights = new Map<string, number>()
  const listSizes = new Map<string, ListSize>()

  const ownWeight = ({ appliedDirectives }: { readonly appliedDirectives: readonly Directive[] }) => {
    const weight: unknown = appliedDirectives.find(({ name }) => name === costName)?.arguments()['weight']
    return weight === undefined ? undefined : Number(weight)
  }
  const read = (
    coordinate: string,
    element: { type?: Type | undefined; appliedDirectives: readonly Directive[] },
  ): void => {
    const weight = ownWeight(element) ?? (element.type && ownWeight(baseType(element.type)))
    if (weight !== undefined) weights.set(coordinate, weight)
  }
  for (const type of [...supergraph.objectTypes(), ...supergraph.interfaceTypes()]) {
    for (const field of type.fields()) {
      read(field.coordinate, field)
      for (const argument of field.arguments()) read(argument.coordinate, argument)
      const listSize = field.appliedDirectives.find(({ name }) => name === listSizeName)
      if (listSize !== undefined)
        listSizes.set(field.coordinate, withoutHidden(readListSize(listSize.arguments()), field, api))
    }
  }
  return {
    weightOf: (type, field) => weights.get(`${type}.${field}`),
    argumentWeightOf: (type, field, argument) => weights.get(`${type}.${field}(${argument}:)`),
    listSizeOf: (type, field) => listSizes.get(`${type}.${field}`),
  }
}

const readListSize = (given: { readonly [Argument in keyof ListSize]?: ListSize[Argument] }): ListSize => ({
  assumedSize: given.assumedSize ?? null,
  slicingArguments: given.slicingArguments ?? [],
  sizedFields: given.sizedFields ?? [],
  requireOneSlicingArgument: given.requireOneSlicingArgument ?? true,
})

/**
 * Takes out the slicing arguments that clients cannot give. A default of one is always in force, as if a client
 * had left that argument out. Sized fields stay: they only say which lists the size is of.
 */
function withoutHidden(
  listSize: ListSize,
  field: FieldDefinition<ObjectType | InterfaceType>,
  api: GraphQLSchema,
): ListSize {
  const type = api.getType(field.parent.name)
  const seen = isObjectType(type) || isInterfaceType(type) ? type.getFields()[field.name]?.args : undefined
  const isSeen = (name: string): boolean => seen?.some(argument => argument.name === name) === true
  const slicingArguments = listSize.slicingArguments.filter(isSeen)
  if (slicingArguments.length === listSize.slicingArguments.length) return listSize
  const defaults = listSize.slicingArguments.flatMap(name => {
    const value: unknown = isSeen(name) ? undefined : field.argument(name)?.defaultValue
    return typeof value === 'number' ? [value] : []
  })
  return {
    ...listSize,
    slicingArguments,
    assumedSize: defaults.length > 0 ? Math.max(...defaults) : listSize.assumedSize,
    requireOneSlicingArgument:
      listSize.requireOneSlicingArgument && slicingArguments.length > 0 && defaults.length === 0,
  }
}
