import { Kind, parse } from 'graphql'
import * as z from 'zod'

/** The documents of a manifest, and who may send them. */
export interface TrustedDocuments {
  readonly size: number
  /**
   * By id, or by the SHA-256 of the text; also in the form `sha256:<hash>`. A document of this client
   * overrides one for all clients.
   */
  byId(id: string, clientName: string | null): string | undefined
  hasText(text: string, clientName: string | null): boolean
  /** The name of the operation, '' for one without a name, by the SHA-256 of the text. */
  nameOf(documentHash: string): string | undefined
  /** Those for this client alone; with null, those for all clients. */
  documentsOf(clientName: string | null): readonly TrustedDocument[]
}

export interface TrustedDocument {
  readonly id: string
  readonly body: string
}

/** Of one manifest; a client has some hundreds. */
const DOCUMENTS_MAX = 50_000
const DOCUMENT_CHARACTERS_MAX = 200_000

const id = z.string().min(1).max(256)
const body = z.string().min(1).max(DOCUMENT_CHARACTERS_MAX)

/** Apollo's format: https://www.apollographql.com/docs/graphos/platform/security/persisted-queries */
const apolloManifest = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z
    .array(
      z.object({
        id,
        body,
        name: z.string().optional(),
        type: z.enum(['query', 'mutation', 'subscription']).optional(),
        /** Null or left out: for all clients. */
        clientName: z.string().min(1).nullish(),
      }),
    )
    .max(DOCUMENTS_MAX),
})

const simpleManifest = z.record(id, body)

interface GivenDocument extends TrustedDocument {
  readonly name?: string | undefined
  readonly type?: string | undefined
  readonly clientName?: string | null | undefined
}

/**
 * Reads a manifest: Apollo's format, or `{ "<id>": "<document>" }`.
 * @throws Error saying what is wrong with it, and with which document.
 */
export function parseTrustedManifest(text: string, sha256: (text: string) => string): TrustedDocuments {
  const documents = readDocuments(text)
  const byId = new Map<string, string>()
  const texts = new Set<string>()
  const names = new Map<string, string>()
  const byOwner = new Map<string | null, TrustedDocument[]>()
  for (const document of documents) {
    const hash = sha256(document.body)
    names.set(hash, operationNameOf(document))
    const client = document.clientName ?? null
    const ofOwner = byOwner.get(client)
    if (ofOwner === undefined) byOwner.set(client, [document])
    else ofOwner.push(document)
    for (const key of new Set([document.id, hash])) {
      const known = byId.get(keyOf(key, client))
      if (known !== undefined && known !== document.body) throw new Error(`the id "${key}" stands for two documents`)
      byId.set(keyOf(key, client), document.body)
    }
    texts.add(keyOf(document.body, client))
  }
  return {
    size: documents.length,
    byId: (given, clientName) => {
      const find = (key: string) => byId.get(keyOf(key, clientName)) ?? byId.get(keyOf(key, null))
      // An id of the manifest may begin so, too.
      return find(given) ?? (given.startsWith('sha256:') ? find(given.slice('sha256:'.length)) : undefined)
    },
    hasText: (document, clientName) => texts.has(keyOf(document, clientName)) || texts.has(keyOf(document, null)),
    nameOf: documentHash => names.get(documentHash),
    documentsOf: clientName => byOwner.get(clientName) ?? [],
  }
}

/** Looks into each in turn, as they are at the moment. */
export function joinTrustedDocuments(all: readonly (() => TrustedDocuments)[]): TrustedDocuments {
  const firstOf = <T>(find: (documents: TrustedDocuments) => T | undefined): T | undefined => {
    for (const current of all) {
      const found = find(current())
      if (found !== undefined) return found
    }
    return undefined
  }
  return {
    get size() {
      return all.reduce((sum, current) => sum + current().size, 0)
    },
    byId: (given, clientName) => firstOf(documents => documents.byId(given, clientName)),
    hasText: (text, clientName) => all.some(current => current().hasText(text, clientName)),
    nameOf: documentHash => firstOf(documents => documents.nameOf(documentHash)),
    documentsOf: clientName => all.flatMap(current => current().documentsOf(clientName)),
  }
}

/** Names of clients come in a header, which has no line breaks. */
const keyOf = (key: string, clientName: string | null): string => `${clientName ?? ''}\n${key}`

function readDocuments(text: string): readonly GivenDocument[] {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new Error('it is not JSON')
  }
  if (typeof json === 'object' && json !== null && 'format' in json) return parsed(apolloManifest, json).operations
  return Object.entries(parsed(simpleManifest, json)).map(([key, document]) => ({ id: key, body: document }))
}

function parsed<T>(schema: z.ZodType<T>, json: unknown): T {
  const result = schema.safeParse(json)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new Error(`${issue?.path.join('.') || 'the manifest'}: ${issue?.message}`)
}

/** @throws Error when a document is not one operation, or another one than the manifest says. */
function operationNameOf({ id: key, body: text, name, type }: GivenDocument): string {
  const wrong = (reason: string) => new Error(`the document "${key}" ${reason}`)
  let operations
  try {
    operations = parse(text, { noLocation: true }).definitions.filter(node => node.kind === Kind.OPERATION_DEFINITION)
  } catch (error) {
    throw wrong(`is not GraphQL: ${error instanceof Error ? error.message : String(error)}`)
  }
  const [operation, another] = operations
  if (operation === undefined || another !== undefined) throw wrong(`has ${operations.length} operations, not one`)
  if (type !== undefined && operation.operation !== type) throw wrong(`is a ${operation.operation}, not a ${type}`)
  const found = operation.name?.value ?? ''
  if (name !== undefined && name !== found) throw wrong(`is not named "${name}"`)
  return found
}
