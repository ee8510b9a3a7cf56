import type { CodegenConfig } from '@graphql-codegen/cli'
import { addTypenameSelectionDocumentTransform } from '@graphql-codegen/client-preset'

/** The types of the pages' operations, and persisted-documents.json, by whose hashes a build sends them.
 * Paths are those from the root: `npm run generate web`. */
const config: CodegenConfig = {
  schema: 'schema.graphql',
  documents: 'web/src/**/*.{ts,tsx}',
  ignoreNoDocuments: false,
  generates: {
    'web/src/generated/': {
      preset: 'client',
      // A build sends the hash of a document as it is here, so what the cache needs must be in it.
      documentTransforms: [addTypenameSelectionDocumentTransform],
      presetConfig: {
        fragmentMasking: false,
        persistedDocuments: { mode: 'embedHashInDocument', hashAlgorithm: 'sha256' },
      },
      config: {
        scalars: { DateTime: 'string', SafeInt: 'number', EmailAddress: 'string', JSON: 'unknown', ID: 'string' },
        strictScalars: true,
        enumsAsTypes: true,
        useTypeImports: true,
      },
    },
  },
}
export default config
