import {
  isTypeDefinitionNode,
  isTypeExtensionNode,
  Kind,
  parse,
  print,
  type ConstDirectiveNode,
  type ConstValueNode,
  type DefinitionNode,
  type DirectiveDefinitionNode,
  type DocumentNode,
  type SchemaDefinitionNode,
  type TypeDefinitionNode,
} from 'graphql'
import {
  argumentCoordinate,
  directiveArgumentCoordinate,
  fieldCoordinate,
  hiddenElements,
  tagsWithin,
  type Coordinates,
  type Definitions,
  type SchemaContract,
} from './contract-rules.js'
import { unreachable } from '../contract/unreachable.js'
import { namedType, reachableTypes } from './reachable-types.js'

const TAG = 'https://specs.apollo.dev/tag'
const INACCESSIBLE = 'https://specs.apollo.dev/inaccessible'

/** The specification of @inaccessible, for supergraphs that do not have it. */
const specification = parse(`
  schema @link(url: "${INACCESSIBLE}/v0.2", for: SECURITY) { query: Query }
  directive @inaccessible on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ARGUMENT_DEFINITION | SCALAR | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION
`)

/**
 * The supergraph of a contract: the same one, in which all that the contract hides is @inaccessible. Subgraphs
 * still answer such fields to the gateway, where a key or @requires needs them; clients see none of it.
 * Whether what stays is a schema, is checked where the supergraph is loaded.
 * @throws Error for a supergraph that does not parse, for one with extensions, of which tags and @inaccessible
 * would have no effect here, and for a tag that nothing in it has: a contract that misspells a tag would show
 * what it is to hide.
 */
export function applyContract(supergraphSdl: string, contract: SchemaContract): string {
  const document = parse(supergraphSdl, { noLocation: true })
  refuseExtensions(document)
  const schema = document.definitions.find(node => node.kind === Kind.SCHEMA_DEFINITION)
  const links = linksOf(schema)
  const names = {
    tag: directiveName(links, TAG),
    inaccessible: directiveName(links, INACCESSIBLE) ?? 'inaccessible',
  }
  const isOfFeature = (name: string): boolean => links.some(link => name.startsWith(`${link.name}__`))
  const types = document.definitions.filter(isTypeDefinitionNode).filter(({ name }) => !isOfFeature(name.value))
  const directives = document.definitions
    .filter(node => node.kind === Kind.DIRECTIVE_DEFINITION)
    .filter(({ name }) => !isOfFeature(name.value))
  const definitions: Definitions = { types, directives }
  const known = tagsWithin(definitions, names)
  const unknown = [...(contract.include ?? []), ...(contract.exclude ?? [])].find(tag => !known.has(tag))
  if (unknown !== undefined)
    throw new Error(
      `The contract names the tag "${unknown}", which nothing in the supergraph has. It has ${listOf(known)}`,
    )
  const hidden = hiddenElements(definitions, contract, names)
  if (contract.hideUnreachableTypes !== false) {
    const reached = reachableTypes(types, { roots: rootsOf({ schema, directives, hidden }), hidden })
    for (const { name } of types) if (!reached.has(name.value)) hidden.add(name.value)
  }
  const marked = markHidden(document, {
    own: new Set([...types, ...directives]),
    hidden,
    directive: names.inaccessible,
  })
  return print(links.some(({ identity }) => identity === INACCESSIBLE) ? marked : withSpecification(marked))
}

function refuseExtensions({ definitions }: DocumentNode): void {
  for (const node of definitions) {
    if (!isTypeExtensionNode(node) && node.kind !== Kind.SCHEMA_EXTENSION) continue
    const extended = isTypeExtensionNode(node) ? `the type "${node.name.value}"` : 'the schema'
    throw new Error(
      `The supergraph extends ${extended}. Under a contract all of it must be in one definition, as composition writes it`,
    )
  }
}

const listOf = (tags: ReadonlySet<string>): string =>
  tags.size === 0
    ? 'no tags'
    : [...tags]
        .toSorted()
        .map(tag => `"${tag}"`)
        .join(', ')

/** A feature that the supergraph links. */
interface Link {
  readonly identity: string
  /** The feature's name in the supergraph, by which its types and directives begin. */
  readonly name: string
  readonly imports: readonly { readonly name: string; readonly as: string }[]
}

function linksOf(schema: SchemaDefinitionNode | undefined): readonly Link[] {
  return (schema?.directives ?? []).flatMap(({ name, arguments: given = [] }) => {
    const valueOf = (argument: string) => given.find(each => each.name.value === argument)?.value
    const url = name.value === 'link' ? textOf(valueOf('url')) : undefined
    const [, identity, last] = /^(.+\/([^/]+))\/v[\d.]+$/.exec(url ?? '') ?? []
    if (identity === undefined || last === undefined) return []
    const imports = valueOf('import')
    return [
      {
        identity,
        name: textOf(valueOf('as')) ?? last,
        imports: imports?.kind === Kind.LIST ? imports.values.flatMap(importOf) : [],
      },
    ]
  })
}

function importOf(value: ConstValueNode): Link['imports'] {
  if (value.kind === Kind.STRING) return [{ name: value.value, as: value.value }]
  if (value.kind !== Kind.OBJECT) return []
  const fieldOf = (name: string) => textOf(value.fields.find(field => field.name.value === name)?.value)
  const name = fieldOf('name')
  return name === undefined ? [] : [{ name, as: fieldOf('as') ?? name }]
}

const textOf = (value: ConstValueNode | undefined): string | undefined =>
  value?.kind === Kind.STRING ? value.value : undefined

/** The name of the directive of a feature that has one, named as the feature is. */
function directiveName(links: readonly Link[], identity: string): string | undefined {
  const link = links.find(each => each.identity === identity)
  const own = `@${identity.slice(identity.lastIndexOf('/') + 1)}`
  return link?.imports.find(({ name }) => name === own)?.as.slice(1) ?? link?.name
}

/** Types of operations, and of the arguments of directives that clients see. */
function rootsOf(of: {
  schema: SchemaDefinitionNode | undefined
  directives: readonly DirectiveDefinitionNode[]
  hidden: Coordinates
}): string[] {
  const { schema, directives, hidden } = of
  const operations = schema?.operationTypes.map(({ type }) => type.name.value) ?? ['Query', 'Mutation', 'Subscription']
  const seen = directives.flatMap(directive =>
    (directive.arguments ?? []).filter(each => !hidden.has(directiveArgumentCoordinate(directive, each))),
  )
  return [...operations, ...seen.map(({ type }) => namedType(type))]
}

function markHidden(
  document: DocumentNode,
  marking: { own: ReadonlySet<DefinitionNode>; hidden: Coordinates; directive: string },
): DocumentNode {
  const { own, hidden, directive } = marking
  const mark = <N extends { readonly directives?: readonly ConstDirectiveNode[] }>(node: N, coordinate: string): N => {
    const { directives = [] } = node
    if (!hidden.has(coordinate) || directives.some(({ name }) => name.value === directive)) return node
    return {
      ...node,
      directives: [...directives, { kind: Kind.DIRECTIVE, name: { kind: Kind.NAME, value: directive } }],
    }
  }
  const markParts = (type: TypeDefinitionNode): TypeDefinitionNode => {
    switch (type.kind) {
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.INTERFACE_TYPE_DEFINITION: {
        const fields = (type.fields ?? []).map(field => {
          const given = (field.arguments ?? []).map(each => mark(each, argumentCoordinate(type, field, each)))
          return mark({ ...field, arguments: given }, fieldCoordinate(type, field))
        })
        return { ...type, fields }
      }
      case Kind.INPUT_OBJECT_TYPE_DEFINITION:
        return { ...type, fields: (type.fields ?? []).map(field => mark(field, fieldCoordinate(type, field))) }
      case Kind.ENUM_TYPE_DEFINITION:
        return { ...type, values: (type.values ?? []).map(value => mark(value, fieldCoordinate(type, value))) }
      case Kind.SCALAR_TYPE_DEFINITION:
      case Kind.UNION_TYPE_DEFINITION:
        return type
      default:
        return unreachable(type)
    }
  }
  const markDefinition = (node: DefinitionNode): DefinitionNode => {
    if (!own.has(node)) return node
    if (isTypeDefinitionNode(node)) return mark(markParts(node), node.name.value)
    if (node.kind !== Kind.DIRECTIVE_DEFINITION) return node
    return {
      ...node,
      arguments: (node.arguments ?? []).map(each => mark(each, directiveArgumentCoordinate(node, each))),
    }
  }
  return { ...document, definitions: document.definitions.map(markDefinition) }
}

function withSpecification(document: DocumentNode): DocumentNode {
  const [linked, ...definitions] = specification.definitions
  const links = linked?.kind === Kind.SCHEMA_DEFINITION ? (linked.directives ?? []) : []
  return {
    ...document,
    definitions: [
      ...document.definitions.map(node =>
        node.kind === Kind.SCHEMA_DEFINITION ? { ...node, directives: [...(node.directives ?? []), ...links] } : node,
      ),
      ...definitions,
    ],
  }
}
