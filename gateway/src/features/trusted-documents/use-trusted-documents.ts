import { createHash } from 'node:crypto'
import { RequestFault } from '@waystone/kit/errors'
import type { Logger } from '@waystone/kit/logger'
import { Counter, type Registry } from '@waystone/kit/metrics'
import { LRUCache } from 'lru-cache'
import { clientOf } from '../client-name.js'
import type { GatewayPlugin, GatewayRequest } from '../../requests/gateway-plugin.js'
import type { TrustedDocuments } from './trusted-manifest.js'

/**
 * `only`: nothing but the manifest's documents runs. `allow`: they run by id, and everything else runs too.
 * `log`: the same, and what is not in the manifest is logged, for finding out what `only` would refuse.
 */
export type TrustedDocumentsMode = 'log' | 'allow' | 'only'

/** Of the gateway's own pages where no manifest is set: they run by id, and a document in full is not looked at. */
type Mode = TrustedDocumentsMode | 'ids'

/** A document that is not trusted is logged once, while it is one of so many. */
const LOGGED_MAX = 1_000

/**
 * Documents that clients registered beforehand, sent by id: `documentId`, or
 * `extensions.persistedQuery.sha256Hash` as Apollo's clients do; or in full, letter for letter. A manifest
 * may give a document to one client alone, by the name in its header: that keeps clients apart, and is no
 * proof of who they are.
 */
export function useTrustedDocuments(options: {
  documents: () => TrustedDocuments
  mode: Mode
  logger: Logger
  metrics: Registry
}): GatewayPlugin {
  const { documents, mode, logger, metrics } = options
  const requests = new Counter({
    name: 'waystone_gateway_trusted_documents_total',
    help: 'Requests by whether their document is in the manifest: trusted, untrusted (run all the same) or refused.',
    labelNames: ['outcome'],
    registers: [metrics],
  })
  const logged = new LRUCache<string, true>({ max: LOGGED_MAX })

  const logOnce = (request: GatewayRequest, clientName: string | null) => {
    const document =
      request.query === undefined
        ? (idOf(request)?.id ?? 'none')
        : createHash('sha256').update(request.query).digest('hex')
    if (logged.has(document)) return
    logged.set(document, true)
    const { context, operationName } = request
    logger.warn(
      { document: document.slice(0, 64), clientName, operation: operationName ?? null, requestId: context.requestId },
      'a document is not in the manifest',
    )
  }

  return {
    onRequest: request => {
      if (mode === 'ids' && request.query !== undefined) return
      const outcome = decide(request)
      requests.inc({ outcome })
      if (outcome === 'refused') throw notTrusted(request.query === undefined)
    },
  }

  /** Puts the document in the place of its id. */
  function decide(request: GatewayRequest): 'trusted' | 'untrusted' | 'refused' {
    const { name } = clientOf(request)
    const known = documents()
    if (request.query !== undefined && known.hasText(request.query, name)) return 'trusted'
    const given = request.query === undefined ? idOf(request) : undefined
    const text = given && known.byId(given.id, name)
    if (text !== undefined) {
      request.query = text
      request.extensions = withoutPersistedQuery(request.extensions)
      return 'trusted'
    }
    // Document ids exist only here, so an unknown one is refused; hashes go on to automatic persisted
    // queries.
    if (mode === 'only' || given?.kind === 'documentId') return 'refused'
    if (mode === 'log') logOnce(request, name)
    return 'untrusted'
  }
}

function idOf({ body, extensions }: GatewayRequest): { kind: 'documentId' | 'hash'; id: string } | undefined {
  const { documentId } = body
  if (typeof documentId === 'string') return { kind: 'documentId', id: documentId }
  const persisted = extensions?.['persistedQuery']
  if (typeof persisted !== 'object' || persisted === null || !('sha256Hash' in persisted)) return undefined
  return typeof persisted.sha256Hash === 'string' ? { kind: 'hash', id: persisted.sha256Hash } : undefined
}

/** The document is found: nothing is left to look up or to register. */
function withoutPersistedQuery(extensions: GatewayRequest['extensions']): GatewayRequest['extensions'] {
  if (extensions === undefined) return undefined
  const { persistedQuery: _, ...rest } = extensions
  return Object.keys(rest).length === 0 ? undefined : rest
}

const notTrusted = (isById: boolean) =>
  new RequestFault(
    'DOCUMENT_NOT_TRUSTED',
    isById
      ? 'No document with this id is registered for this client'
      : 'Only registered documents run here, and this one is not registered for this client',
  )
