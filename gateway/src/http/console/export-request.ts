import { RequestFault } from '@waystone/kit/errors'
import {
  getOperationAST,
  Kind,
  OperationTypeNode,
  parse,
  type DocumentNode,
  type OperationDefinitionNode,
} from 'graphql'
import * as z from 'zod'

const DOCUMENT_CHARACTERS_MAX = 100_000
const PATH_DEPTH_MAX = 10

const name = z.string().regex(/^[_A-Za-z]\w{0,127}$/)

const body = z.strictObject({
  documentId: z.string().min(1).max(256).optional(),
  query: z.string().min(1).max(DOCUMENT_CHARACTERS_MAX).optional(),
  operationName: name.optional(),
  variables: z.record(z.string(), z.unknown()).default({}),
  path: z
    .string()
    .transform(path => path.split('.'))
    .pipe(z.array(name).min(1).max(PATH_DEPTH_MAX)),
  format: z.enum(['csv', 'json']),
})

export interface ExportRequest {
  readonly query: string
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
  readonly operationName: string | undefined
  readonly variables: Readonly<Record<string, unknown>>
  /** Response keys, from the root to the connection. */
  readonly path: readonly string[]
  readonly format: 'csv' | 'json'
}

/**
 * Reads the body of an export.
 * @param textOf the document of an id; undefined for an unknown one.
 * @throws RequestFault BAD_REQUEST, DOCUMENT_NOT_TRUSTED.
 */
export function readExportRequest(given: unknown, textOf: (documentId: string) => string | undefined): ExportRequest {
  const parsed = body.safeParse(given)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw bad(`The export cannot be read: ${issue?.path.join('.') || 'the body'}: ${issue?.message}`)
  }
  const { documentId, query: text, operationName, variables, path, format } = parsed.data
  if ((documentId === undefined) === (text === undefined))
    throw bad('An export needs a documentId or a query, and not both')
  const query = text ?? textOf(documentId ?? '')
  if (query === undefined) throw new RequestFault('DOCUMENT_NOT_TRUSTED', 'No document with this id is registered')
  const document = parsedDocument(query)
  const operation = getOperationAST(document, operationName)
  if (operation === null || operation === undefined)
    throw bad('The document has no such operation, or several without operationName')
  if (operation.operation !== OperationTypeNode.QUERY) throw bad('Only a query can be exported')
  if (!takesAfter(operation)) throw bad('The query needs the variable $after, for the cursor of the next page')
  return { query, document, operation, operationName, variables, path, format }
}

function parsedDocument(query: string): DocumentNode {
  try {
    return parse(query, { noLocation: true, maxTokens: DOCUMENT_CHARACTERS_MAX })
  } catch (error) {
    throw bad(error instanceof Error ? error.message : String(error))
  }
}

const takesAfter = ({ variableDefinitions = [] }: OperationDefinitionNode): boolean =>
  variableDefinitions.some(({ kind, variable }) => kind === Kind.VARIABLE_DEFINITION && variable.name.value === 'after')

const bad = (message: string) => new RequestFault('BAD_REQUEST', message)
