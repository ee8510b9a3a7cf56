/** The text of an operation; with its types where it comes from graphql-codegen's documentMode 'string'. */
export type LiveDocument<Data, Variables> =
  | string
  | { toString(): string; readonly __apiType?: (variables: Variables) => Data }
  | PersistedDocument

/** A document that the gateway trusts, sent by the SHA-256 of its text, in hexadecimal, instead of the text. */
export interface PersistedDocument {
  readonly sha256: string
}

/** The part of a message that names the document. The protocol demands a text beside a hash. */
export const documentPayload = (document: LiveDocument<unknown, never>) =>
  typeof document === 'object' && 'sha256' in document
    ? { query: '', extensions: { persistedQuery: { version: 1, sha256Hash: document.sha256 } } }
    : { query: String(document) }
