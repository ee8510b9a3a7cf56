import {
  isEnumType,
  Kind,
  parse,
  type ArgumentNode,
  type ConstDirectiveNode,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql'

/** The text or name that a supergraph's directive is given; undefined for any other value, and for none. */
export function argumentOf(
  directive: { readonly arguments?: readonly ArgumentNode[] | undefined },
  name: string,
): string | undefined {
  const value = directive.arguments?.find(argument => argument.name.value === name)?.value
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : undefined
}

/** The value of `join__Graph` that stands for a subgraph. */
export function graphNamed(schema: GraphQLSchema, subgraph: string): string | undefined {
  const graphs = schema.getType('join__Graph')
  if (!isEnumType(graphs)) return undefined
  const isNamed = (directive: ConstDirectiveNode) => argumentOf(directive, 'name') === subgraph
  return graphs.getValues().find(({ astNode }) => astNode?.directives?.some(isNamed))?.name
}

/** The fields of a key, or those that a @requires names. */
export function parseFieldSet(text: string): SelectionSetNode {
  const [definition] = parse(`{ ${text} }`, { noLocation: true }).definitions
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`"${text}" is no field set`)
  return definition.selectionSet
}
