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
import type { Logger } from '@waystone/kit/logger'
import type { TrustedDocument, TrustedDocuments } from '../../features/trusted-documents/trusted-manifest.js'
import { inputSchemaOf, type ObjectSchema } from './input-schema.js'

/** A trusted document as a tool of the Model Context Protocol; its arguments are the variables of its operation. */
export interface Tool {
  /** That of the operation. */
  readonly name: string
  readonly description: string
  readonly inputSchema: ObjectSchema
  readonly annotations: { readonly readOnlyHint: boolean }
}

export interface ToolBox {
  /** By name. */
  readonly tools: readonly Tool[]
  /** The id of the tool's document. */
  readonly documentOf: (name: string) => string | undefined
}

/**
 * The tools of a client: its documents with a named query or mutation that is valid on the schema. Of several with
 * one name, that of the client alone counts, then the first. The others are logged.
 */
export function toolsOf(
  documents: TrustedDocuments,
  { clientName, schema, logger }: { clientName: string | null; schema: GraphQLSchema; logger: Logger },
): ToolBox {
  const found = new Map<string, { readonly id: string; readonly tool: Tool }>()
  for (const document of documents.listFor(clientName)) {
    const read = readTool(document, schema)
    if (typeof read === 'string') logger.warn({ document: document.id, reason: read }, 'a trusted document is no tool')
    else if (found.has(read.name))
      logger.warn({ document: document.id, reason: `another is named ${read.name}` }, 'a trusted document is no tool')
    else found.set(read.name, { id: document.id, tool: read })
  }
  return {
    tools: [...found.values()].map(({ tool }) => tool).toSorted((one, other) => (one.name < other.name ? -1 : 1)),
    documentOf: name => found.get(name)?.id,
  }
}

/** The tool, or the reason why there is none. */
function readTool({ body }: TrustedDocument, schema: GraphQLSchema): Tool | string {
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
