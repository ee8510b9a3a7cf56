import type { DocumentNode } from 'graphql'
import { LRUCache } from 'lru-cache'
import type { GatewayRequest } from '../requests/gateway-plugin.js'
import type { Epoch } from '@waystone/federation'
import type { Operation } from '@waystone/federation/contract'

/** An operation that Apollo Server has found valid on an epoch. */
export interface KnownOperation {
  readonly document: DocumentNode
  readonly operation: Operation
  /** SHA-256 of the text, in hexadecimal. */
  readonly documentHash: string
}

export interface KnownOperations {
  /**
   * The operation that Apollo Server would run for this very request, without looking further; undefined when
   * that is not sure.
   */
  find(epoch: Epoch, request: GatewayRequest): KnownOperation | undefined
  learn(epoch: Epoch, request: GatewayRequest, learned: KnownOperation & { text: string }): void
  /** The request has registered its text: from now on its hash is enough. */
  register(epoch: Epoch, documentHash: string, text: string): void
}

const DOCUMENTS_MAX = 2_000
/** Texts of documents, together, in characters: a thousandth of it is a large one. */
const TEXTS_MAX = 20_000_000

interface KnownDocument {
  readonly documentHash: string
  /** By the request's operationName; undefined where the request names none. */
  readonly operations: Map<string | undefined, KnownOperation>
}

/**
 * The known documents of one epoch. They are dropped with it: another epoch may find the same text invalid.
 */
interface Knowledge {
  readonly byText: LRUCache<string, KnownDocument>
  /** Texts by the hashes that clients registered: those, and no others, may be sent as a hash alone. */
  readonly registered: LRUCache<string, string>
}

export function createKnownOperations(): KnownOperations {
  const epochs = new WeakMap<Epoch, Knowledge>()
  const knowledgeOf = (epoch: Epoch): Knowledge => {
    const existing = epochs.get(epoch)
    if (existing !== undefined) return existing
    const made: Knowledge = {
      byText: new LRUCache({ max: DOCUMENTS_MAX, maxSize: TEXTS_MAX, sizeCalculation: (_, key) => key.length + 1 }),
      registered: new LRUCache({ max: DOCUMENTS_MAX }),
    }
    epochs.set(epoch, made)
    return made
  }
  return {
    find: (epoch, request) => {
      const knowledge = epochs.get(epoch)
      if (knowledge === undefined) return undefined
      const hash = persistedHash(request)
      if (hash === null) return undefined
      // An empty text is none, for Apollo Server, too.
      const text = request.query || (hash === undefined ? undefined : knowledge.registered.get(hash))
      const document = text === undefined ? undefined : knowledge.byText.get(text)
      if (document === undefined) return undefined
      if (hash !== undefined && (hash !== document.documentHash || !knowledge.registered.has(hash))) return undefined
      return document.operations.get(request.operationName)
    },
    learn: (epoch, request, { text, ...known }) => {
      const { byText } = knowledgeOf(epoch)
      let document = byText.get(text)
      if (document === undefined) {
        document = { documentHash: known.documentHash, operations: new Map() }
        byText.set(text, document)
      }
      document.operations.set(request.operationName, known)
    },
    register: (epoch, documentHash, text) => void knowledgeOf(epoch).registered.set(documentHash, text),
  }
}

/**
 * The hash that stands for the query or vouches for it; undefined without one; null for one that Apollo
 * Server must look at.
 */
function persistedHash({ extensions }: GatewayRequest): string | null | undefined {
  const persisted = extensions?.['persistedQuery']
  if (!persisted) return undefined
  if (typeof persisted !== 'object' || !('version' in persisted) || !('sha256Hash' in persisted)) return null
  return persisted.version === 1 && typeof persisted.sha256Hash === 'string' ? persisted.sha256Hash : null
}
