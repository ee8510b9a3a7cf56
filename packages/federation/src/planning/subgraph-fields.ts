import {
  baseType,
  federationMetadata,
  isInterfaceType,
  type CompositeType,
  type FieldDefinition,
  type NamedType,
  type Schema,
  type UnionType,
} from '@apollo/federation-internals'

/** A field of a type in a subgraph's schema. */
export type SubgraphField = FieldDefinition<CompositeType>

/**
 * A field as a type of a subgraph defines it, and then as the implementations of an interface do: those resolve it.
 * @returns nothing when the type does not have the field.
 */
export function definitionsOf(type: CompositeType, name: string): SubgraphField[] {
  const own = type.field(name)
  if (own === undefined) return []
  if (!isInterfaceType(type) || name === '__typename') return [own]
  return [own, ...type.possibleRuntimeTypes().flatMap(each => each.field(name) ?? [])]
}

/** The type of a field's values, without lists and non-null. */
export function fieldType({ type, coordinate }: SubgraphField): NamedType {
  if (type === undefined) throw new Error(`${coordinate} has no type`)
  return baseType(type)
}

export function isExternal(field: SubgraphField): boolean {
  return metadataOf(field.schema()).isFieldExternal(field)
}

/** Checks that an argument of a field takes its value from a context. */
export function takesContext(field: SubgraphField): boolean {
  const { name } = metadataOf(field.schema()).fromContextDirective()
  return field.arguments().some(argument => argument.hasAppliedDirective(name))
}

/** The field sets that one of a field's federation directives names. */
export function fieldSetsOf(field: SubgraphField, directive: 'provides' | 'requires'): string[] {
  const metadata = metadataOf(field.schema())
  const definition = directive === 'provides' ? metadata.providesDirective() : metadata.requiresDirective()
  return field.appliedDirectivesOf(definition).map(applied => String(applied.arguments().fields))
}

/** The field sets of a type's keys. */
export const keySetsOf = (type: CompositeType): string[] =>
  type.appliedDirectivesOf(metadataOf(type.schema()).keyDirective()).map(applied => String(applied.arguments().fields))

/** The union of a subgraph's entities; undefined when it has none. */
export const entityTypeOf = (schema: Schema): UnionType | undefined => metadataOf(schema).entityType()

function metadataOf(schema: Schema) {
  const metadata = federationMetadata(schema)
  if (metadata === undefined) throw new Error('This is not the schema of a subgraph')
  return metadata
}
