import { inspect } from 'node:util'
import {
  buildSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  print,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql'
import { read } from './tree.js'

/** A subgraph's SDL as a schema; federation's directives are taken as they stand. */
export const schemaOf = (file: string): GraphQLSchema => buildSchema(read(file), { assumeValidSDL: true })

/** The subgraph's contract with clients (tests/contract) and its current schema (schema.graphql). */
export const contractOf = (subgraph: string): GraphQLSchema => schemaOf(`tests/contract/${subgraph}.graphql`)
export const offerOf = (subgraph: string): GraphQLSchema => schemaOf(`subgraphs/${subgraph}/schema.graphql`)

/** Names of the types that clients come to from these roots and from entities. */
export function typesBelow(schema: GraphQLSchema, rootNames: readonly string[]): ReadonlySet<string> {
  const roots = Object.values(schema.getTypeMap()).filter(
    type => rootNames.includes(type.name) || directivesOf(type).some(text => text.startsWith('@key')),
  )
  const seen = new Set<string>()
  const visit = (type: GraphQLNamedType): void => {
    if (seen.has(type.name)) return
    seen.add(type.name)
    for (const next of neighboursOf(type, schema)) visit(next)
  }
  roots.forEach(visit)
  return seen
}

function neighboursOf(type: GraphQLNamedType, schema: GraphQLSchema): readonly GraphQLNamedType[] {
  if (isUnionType(type)) return type.getTypes()
  const interfaces = isObjectType(type) || isInterfaceType(type) ? type.getInterfaces() : []
  const implementations = isInterfaceType(type) ? schema.getPossibleTypes(type) : []
  const fields = fieldsOf(type)
    .flatMap(field => [field, ...argumentsOf(field)])
    .map(({ type: of }) => getNamedType(of))
  return [...interfaces, ...implementations, ...fields]
}

type Field = GraphQLField<unknown, unknown> | GraphQLInputField

export const fieldsOf = (type: GraphQLNamedType): Field[] =>
  isObjectType(type) || isInterfaceType(type) || isInputObjectType(type) ? Object.values(type.getFields()) : []

export const argumentsOf = (field: Field) => ('args' in field ? field.args : [])

/**
 * Directives as they are written, in the order of their text; descriptions, deprecations and the
 * specification of a scalar may be added.
 */
export const directivesOf = (element: GraphQLNamedType | Field): string[] => {
  const extensions = 'extensionASTNodes' in element ? element.extensionASTNodes : []
  return (
    [element.astNode, ...extensions]
      .flatMap(node => node?.directives ?? [])
      // Tags say something to gateways, and nothing to clients.
      .filter(directive => !['deprecated', 'specifiedBy', 'tag'].includes(directive.name.value))
      .map(print)
      .toSorted()
  )
}

/** One line for each type, field, argument, enum value and member: its exact type, default and access rules. */
export function linesOf(schema: GraphQLSchema, typeNames: Iterable<string>): string[] {
  return [...typeNames].flatMap(name => {
    const type = schema.getType(name)
    if (type === undefined) return []
    const members = isUnionType(type) ? type.getTypes() : isEnumType(type) ? type.getValues() : []
    return [
      [name, ...directivesOf(type)].join(' '),
      ...members.map(member => `${name} includes ${member.name}`),
      ...fieldsOf(type).flatMap(field => [
        [`${name}.${field.name}: ${String(field.type)}`, ...directivesOf(field)].join(' '),
        ...argumentsOf(field).map(
          argument =>
            `${name}.${field.name}(${argument.name}: ${String(argument.type)} = ${inspect(argument.defaultValue)})`,
        ),
      ]),
    ]
  })
}
