import type { DocumentNode } from 'graphql'

/** The SHA-256 by which a build names the document: graphql-codegen writes it into each. */
export const hashOf = (document: DocumentNode): string =>
  (document as DocumentNode & { __meta__: { hash: string } }).__meta__.hash
