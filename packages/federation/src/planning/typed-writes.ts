import {
  isCompositeType,
  possibleRuntimeTypes,
  type CompositeType,
  type NamedType,
  type Schema,
} from '@apollo/federation-internals'
import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner'
import { Kind, parse, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql'
import { entityTypeOf, fieldType } from './subgraph-fields.js'

type TypeNames = ReadonlySet<string>

/** For each object on the way from the root of the answer to an object: the types that it may be of. */
export type TypeChain = readonly TypeNames[]

type Requires = readonly QueryPlanSelectionNode[]

interface Schemas {
  readonly supergraph: Schema
  readonly subgraph: (name: string) => Schema | undefined
}

const ROOT: TypeChain = [new Set(['the root'])]

/**
 * The fields that the fetches of a plan add to the answer, each with the types of the objects that it is added
 * to: a field that stands in a fragment is not added to objects of other types.
 */
export class TypedWrites {
  readonly #schemas: Schemas
  /** By the path of response keys. */
  readonly #chains = new Map<string, TypeChain[]>()

  constructor(schemas: Schemas) {
    this.#schemas = schemas
  }

  /** Notes the fields that a fetch adds at a path. */
  add(node: FetchNode, path: string): void {
    const { requires, serviceName, operationKind, outputRewrites = [] } = node
    const schema = this.#schemas.subgraph(serviceName)
    const root = schema?.schemaDefinition.rootType(operationKind)
    const { fragments, selectionSet } = readOperation(node.operation)
    const names = new Map<string, string>()
    for (const rewrite of outputRewrites) {
      const key = rewrite.path.at(-1)
      if (rewrite.kind === 'KeyRenamer' && key !== undefined) names.set(key, rewrite.renameKeyTo)
    }
    const write = (set: SelectionSetNode, at: { type: CompositeType; path: string; chains: readonly TypeChain[] }) => {
      for (const selection of set.selections) {
        if (selection.kind === Kind.FIELD) {
          const key = selection.alias?.value ?? selection.name.value
          const below = `${at.path}.${names.get(key) ?? key}`
          this.#chains.set(below, [...(this.#chains.get(below) ?? []), ...at.chains])
          const field = selection.selectionSet && at.type.field(selection.name.value)
          const type = field && fieldType(field)
          if (type === undefined || !isCompositeType(type) || selection.selectionSet === undefined) continue
          const own = this.#typesOf(type.name)
          write(selection.selectionSet, { type, path: below, chains: at.chains.map(chain => [...chain, own]) })
          continue
        }
        const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection
        if (fragment === undefined) continue
        const condition = fragment.typeCondition && at.type.schema().type(fragment.typeCondition.name.value)
        const type = isComposite(condition) ? condition : at.type
        const chains = isComposite(condition) ? narrowed(at.chains, this.#typesOf(condition.name)) : at.chains
        if (chains.length > 0) write(fragment.selectionSet, { type, path: at.path, chains })
      }
    }
    if (requires === undefined) {
      if (root !== undefined) write(selectionSet, { type: root, path, chains: [ROOT] })
      return
    }
    const type = schema && entityTypeOf(schema)
    const [entities] = selectionSet.selections
    if (type === undefined || entities?.kind !== Kind.FIELD || entities.selectionSet === undefined) return
    write(entities.selectionSet, { type, path, chains: this.having(requires, path) })
  }

  /** The objects at a path that have all that a fetch sends of them. */
  having(requires: Requires, path: string): TypeChain[] {
    const found: TypeChain[] = []
    for (const [type, names] of this.namesByType(requires)) {
      const [first, ...others] = names
      for (const chain of this.#chains.get(`${path}.${first}`) ?? []) {
        const [own] = narrowed([chain], new Set([type]))
        if (own !== undefined && others.every(name => this.has(own, `${path}.${name}`))) found.push(own)
      }
    }
    return found
  }

  /** The names of the fields that a fetch sends, by the type of the entity. */
  namesByType(requires: Requires): Map<string, Set<string>> {
    const byType = new Map<string, Set<string>>()
    for (const selection of requires) {
      if (selection.kind === 'Field' || selection.typeCondition === undefined) continue
      for (const type of this.#typesOf(selection.typeCondition)) {
        const names = byType.get(type) ?? new Set()
        byType.set(type, names)
        for (const field of selection.selections) {
          if (field.kind === 'Field' && field.name !== '__typename') names.add(field.alias ?? field.name)
        }
      }
    }
    return byType
  }

  /** Checks that a field has been added to all objects of a chain. */
  has(chain: TypeChain, path: string): boolean {
    const written = this.#chains.get(path) ?? []
    const above = chain.slice(0, -1)
    const candidates = written.filter(each => above.every((types, level) => containsAll(each[level], types)))
    return [...(chain.at(-1) ?? [])].every(type => candidates.some(each => each.at(-1)?.has(type)))
  }

  #typesOf(typeName: string): TypeNames {
    const type = this.#schemas.supergraph.type(typeName)
    return new Set(isComposite(type) ? possibleRuntimeTypes(type).map(({ name }) => name) : [typeName])
  }
}

const isComposite = (type: NamedType | undefined): type is CompositeType => type !== undefined && isCompositeType(type)

const containsAll = (types: TypeNames | undefined, others: TypeNames): boolean =>
  types !== undefined && [...others].every(type => types.has(type))

/** Without the objects that are of none of these types. */
function narrowed(chains: readonly TypeChain[], types: TypeNames): TypeChain[] {
  return chains.flatMap(chain => {
    const own = [...(chain.at(-1) ?? [])].filter(type => types.has(type))
    return own.length === 0 ? [] : [[...chain.slice(0, -1), new Set(own)]]
  })
}

function readOperation(operation: string) {
  const fragments = new Map<string, FragmentDefinitionNode>()
  let selectionSet: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: [] }
  for (const node of parse(operation, { noLocation: true }).definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node)
    if (node.kind === Kind.OPERATION_DEFINITION) ({ selectionSet } = node)
  }
  return { fragments, selectionSet }
}
