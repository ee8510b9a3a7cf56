import {
  getOperationAST,
  OperationTypeNode,
  parse,
  validate,
  Kind,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql'
import type { TrustedDocument } from '../../features/trusted-documents/trusted-manifest.js'
import { inputSchemaOf, type ObjectSchema } from './input-schema.js'

/** A trusted document as a tool of the Model Context Protocol; its arguments are the variables of its operation. */
export interface Tool {
  /** That of the operation. */
  readonly name: string
  readonly description: string
  readonly inputSchema: ObjectSchema
  readonly annotations: { readonly readOnlyHint: boolean }
}

/** The tool, or the reason why there is none. */
export function readTool({ body }: TrustedDocument, schema: GraphQLSchema): Tool | string {
  const document = parse(body, { noLocation: true })
  const operation = getOperationAST(document)
  if (operation === null || operation === undefined) return 'it has not one operation'
  const { name, operation: kind } = operation
  if (name === undefined) return 'its operation has no name'
  if (kind === OperationTypeNode.SUBSCRIPTION) return 'it is a subscription'
  const [problem] = validate(schema, document)
  if (problem !== undefined) return problem.message
  return {
    name: name.value,
    description: descriptionOf(operation, document, schema),
    inputSchema: inputSchemaOf(schema, operation),
    annotations: { readOnlyHint: kind === OperationTypeNode.QUERY },
  }
}

/** The root fields with their descriptions: documents have none of their own. */
function descriptionOf(operation: OperationDefinitionNode, document: DocumentNode, schema: GraphQLSchema): string {
  const fields = schema.getRootType(operation.operation)?.getFields() ?? {}
  const lines = [...rootFields(operation, document)].map(name => {
    const description = fields[name]?.description
    return description ? `${name}: ${description}` : name
  })
  return [`GraphQL ${operation.operation}.`, ...lines].join('\n')
}

function rootFields(operation: OperationDefinitionNode, document: DocumentNode): ReadonlySet<string> {
  const names = new Set<string>()
  const open = [operation.selectionSet]
  for (const { selections } of open)
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) names.add(selection.name.value)
      else if (selection.kind === Kind.INLINE_FRAGMENT) open.push(selection.selectionSet)
      else
        for (const node of document.definitions)
          if (node.kind === Kind.FRAGMENT_DEFINITION && node.name.value === selection.name.value)
            open.push(node.selectionSet)
    }
  return names
}
