import {
  Kind,
  print,
  stripIgnoredCharacters,
  visit,
  type ArgumentNode,
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type FieldNode,
  type InterfaceTypeDefinitionNode,
  type ObjectTypeDefinitionNode,
  type SelectionSetNode,
  type TypeNode,
} from 'graphql'
import { argumentOf, parseFieldSet } from './join-directives.js'

/** A field with the arguments that some @requires names, as a field of its own without any. */
export interface Variant {
  /** The type and name of the field: only one variant of them goes into one representation. */
  readonly coordinate: string
  readonly field: string
  readonly arguments: readonly ArgumentNode[]
}

/** How fields that several @requires name with different arguments are planned. */
export interface RequiredVariants {
  /** With a field for each variant, and every @requires naming those. */
  readonly supergraphSdl: string
  /** By the name that they have in it. */
  readonly variants: ReadonlyMap<string, Variant>
  /** Names of the variants that a field needs; `graph` is a subgraph's name. */
  readonly neededBy: (graph: string, type: string, field: string) => readonly string[]
}

type FieldsType = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode
type Types = ReadonlyMap<string, FieldsType>

/**
 * The planner keeps what is fetched by response name, so of two @requires that name one field with different
 * arguments it loses one. A supergraph with such a pair is planned as one that has a field for each: those it
 * tells apart.
 * @returns null when there is no such pair.
 */
export function readRequiredVariants(supergraph: DocumentNode): RequiredVariants | null {
  const types: Types = new Map(
    supergraph.definitions.flatMap(node => (isFieldsType(node) ? [[node.name.value, node] as const] : [])),
  )
  const named = nameVariants(supergraph, types)
  if (named.size === 0) return null

  const graphs = graphNames(supergraph)
  const needs = new Map<string, string[]>()
  const graphsOf = new Map<string, Set<string>>()
  for (const { type, field, graph, fieldSet } of allRequires(types.values())) {
    changeFields(fieldSet, type, types, (owner, required) => {
      const found = named.get(keyOf(owner, required))
      if (found === undefined) return required
      const key = `${graphs.get(graph) ?? graph} ${type.name.value}.${field.name.value}`
      needs.set(key, [...(needs.get(key) ?? []), found.name])
      graphsOf.set(found.name, (graphsOf.get(found.name) ?? new Set()).add(graph))
      return required
    })
  }

  const rewriteType = (type: FieldsType): FieldsType => ({
    ...type,
    fields: (type.fields ?? []).flatMap(field => {
      const coordinate = `${type.name.value}.${field.name.value}`
      const own = [...named.values()].filter(({ variant }) => variant.coordinate === coordinate)
      const directives = field.directives?.map(directive => renameRequired(directive, type, { types, named })) ?? []
      return [{ ...field, directives }, ...own.map(({ name }) => fieldFor(name, field, graphsOf.get(name)))]
    }),
  })
  return {
    supergraphSdl: print(
      visit(supergraph, { ObjectTypeDefinition: rewriteType, InterfaceTypeDefinition: rewriteType }),
    ),
    variants: new Map([...named.values()].map(({ name, variant }) => [name, variant])),
    neededBy: (graph, type, field) => needs.get(`${graph} ${type}.${field}`) ?? [],
  }
}

/** By coordinate and arguments. */
type NamedVariants = ReadonlyMap<string, { readonly name: string; readonly variant: Variant }>

/** Only fields that are required with different arguments have variants. */
function nameVariants(supergraph: DocumentNode, types: Types): NamedVariants {
  const required = new Map<string, Map<string, FieldNode>>()
  for (const { type, fieldSet } of allRequires(types.values())) {
    changeFields(fieldSet, type, types, (owner, field) => {
      if (field.arguments === undefined || field.arguments.length === 0) return field
      const coordinate = `${owner.name.value}.${field.name.value}`
      required.set(coordinate, (required.get(coordinate) ?? new Map()).set(keyOf(owner, field), field))
      return field
    })
  }
  const taken = new Set<string>()
  if (required.size > 0) visit(supergraph, { Name: ({ value }) => void taken.add(value) })
  const named = new Map<string, { name: string; variant: Variant }>()
  for (const [coordinate, fields] of required) {
    if (fields.size < 2) continue
    for (const [key, { name: field, arguments: given = [] }] of fields) {
      let name = field.value
      for (let number = 1; taken.has(name); number++) name = `${field.value}_${number}`
      taken.add(name)
      named.set(key, { name, variant: { coordinate, field: field.value, arguments: given } })
    }
  }
  return named
}

function* allRequires(types: Iterable<FieldsType>) {
  for (const type of types) {
    for (const field of type.fields ?? []) {
      for (const directive of field.directives ?? []) {
        const text = argumentOf(directive, 'requires')
        const graph = argumentOf(directive, 'graph')
        if (text?.includes('(') && graph !== undefined) yield { type, field, graph, fieldSet: parseFieldSet(text) }
      }
    }
  }
}

/** Goes through a field set with the types that its fields belong to. */
function changeFields(
  set: SelectionSetNode,
  owner: FieldsType | undefined,
  types: Types,
  change: (owner: FieldsType, field: FieldNode) => FieldNode,
): SelectionSetNode {
  if (owner === undefined) return set
  return {
    ...set,
    selections: set.selections.map(selection => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return selection
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition?.name.value ?? owner.name.value
        return { ...selection, selectionSet: changeFields(selection.selectionSet, types.get(condition), types, change) }
      }
      const definition = owner.fields?.find(({ name }) => name.value === selection.name.value)
      const below = definition && types.get(namedType(definition.type))
      const changed = change(owner, selection)
      if (selection.selectionSet === undefined) return changed
      return { ...changed, selectionSet: changeFields(selection.selectionSet, below, types, change) }
    }),
  }
}

function renameRequired(
  directive: ConstDirectiveNode,
  type: FieldsType,
  { types, named }: { types: Types; named: NamedVariants },
): ConstDirectiveNode {
  const text = argumentOf(directive, 'requires')
  if (!text?.includes('(')) return directive
  const renamed = changeFields(parseFieldSet(text), type, types, (owner, field) => {
    const found = named.get(keyOf(owner, field))
    return found === undefined ? field : { ...field, name: { kind: Kind.NAME, value: found.name }, arguments: [] }
  })
  const value = stripIgnoredCharacters(print(renamed)).slice(1, -1)
  const given = (directive.arguments ?? []).map(argument =>
    argument.name.value === 'requires' ? { ...argument, value: { kind: Kind.STRING as const, value } } : argument,
  )
  return { ...directive, arguments: given }
}

/** The field of a variant: where the true one is, and external where a @requires names this variant. */
function fieldFor(
  name: string,
  field: FieldDefinitionNode,
  graphs: ReadonlySet<string> = new Set(),
): FieldDefinitionNode {
  const places = (field.directives ?? []).filter(directive => {
    if (directive.name.value !== 'join__field') return false
    const isExternal = (directive.arguments ?? []).some(
      ({ name: { value: argument }, value }) =>
        (argument === 'external' || argument === 'usedOverridden') && value.kind === Kind.BOOLEAN && value.value,
    )
    return !isExternal || graphs.has(argumentOf(directive, 'graph') ?? '')
  })
  const kept = new Set(['graph', 'external', 'type', 'override', 'usedOverridden', 'overrideLabel'])
  return {
    ...field,
    name: { kind: Kind.NAME, value: name },
    arguments: [],
    directives: places.map(place => ({
      ...place,
      arguments: (place.arguments ?? []).filter(argument => kept.has(argument.name.value)),
    })),
  }
}

/** Subgraphs' names by the values of join__Graph. */
function graphNames(supergraph: DocumentNode): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const node of supergraph.definitions) {
    if (node.kind !== Kind.ENUM_TYPE_DEFINITION || node.name.value !== 'join__Graph') continue
    for (const { name, directives = [] } of node.values ?? [])
      for (const directive of directives) names.set(name.value, argumentOf(directive, 'name') ?? name.value)
  }
  return names
}

const keyOf = (owner: FieldsType, field: FieldNode): string =>
  `${owner.name.value}.${field.name.value}(${(field.arguments ?? [])
    .map(argument => print(argument))
    .toSorted()
    .join()})`

const isFieldsType = (node: { kind: Kind }): node is FieldsType =>
  node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION

const namedType = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type))
