import { Kind, type DocumentNode, type FragmentDefinitionNode, type OperationDefinitionNode } from 'graphql'

/** One operation of a document with the fragments it may use. */
export interface Operation {
  readonly definition: OperationDefinitionNode
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>
}

/** An operation with its definition and its fragments changed in the same way. */
export const mapOperation = (
  { definition, fragments }: Operation,
  change: <TNode extends OperationDefinitionNode | FragmentDefinitionNode>(node: TNode) => TNode,
): Operation => ({
  definition: change(definition),
  fragments: Object.fromEntries(Object.entries(fragments).map(([name, fragment]) => [name, change(fragment)])),
})

export const documentOf = ({ definition, fragments }: Operation): DocumentNode => ({
  kind: Kind.DOCUMENT,
  definitions: [definition, ...Object.values(fragments)],
})
