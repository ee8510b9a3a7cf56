import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import type { LiveDocument } from '@waystone/live-client'
import { print } from 'graphql'
import { hashOf } from './document-hash.js'

/** A document as the live client sends it: a build names it by its hash. */
export const liveDocument = <Data, Variables>(
  document: TypedDocumentNode<Data, Variables>,
): LiveDocument<Data, Variables> => (__BY_HASH__ ? { sha256: hashOf(document) } : print(document))
