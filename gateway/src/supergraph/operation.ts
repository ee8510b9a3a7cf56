import { Kind, type DocumentNode, type FragmentDefinitionNode, type OperationDefinitionNode } from 'graphql'

/** One operation of a document with the fragments it may use. */
export interface Operation {
  readonly definition: OperationDefinitionNode
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>
}

export const documentOf = ({ definition, fragments }: Operation): DocumentNode => ({
  kind: Kind.DOCUMENT,
  definitions: [definition, ...Object.values(fragments)],
})
