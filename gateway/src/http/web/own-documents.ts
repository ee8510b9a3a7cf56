import { ConfigError } from '@waystone/kit/config'
import { sha256 } from '../../features/trusted-documents/trusted-documents.js'
import {
  joinTrustedDocuments,
  parseTrustedManifest,
  type TrustedDocuments,
} from '../../features/trusted-documents/trusted-manifest.js'
import { RESUME_GUEST } from './guest-routes.js'
import { REFRESH_SESSION } from './session-routes.js'
import { PERSISTED_DOCUMENTS } from './web-pages.js'

/**
 * The documents that the gateway trusts whatever manifest is set: those of its pages, and of its own routes.
 * @param manifest `{ "<sha256>": "<document>" }`, as graphql-codegen writes it; null without built pages.
 * @throws ConfigError for a manifest that cannot be used.
 */
export function ownDocuments(manifest: string | null): TrustedDocuments {
  const own = parseTrustedManifest(
    JSON.stringify(Object.fromEntries([REFRESH_SESSION, RESUME_GUEST].map(text => [sha256(text), text]))),
    sha256,
  )
  if (manifest === null) return own
  let ofPages: TrustedDocuments
  try {
    ofPages = parseTrustedManifest(manifest, sha256)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new ConfigError([`WEB: ${PERSISTED_DOCUMENTS} of the built pages cannot be used: ${reason}`])
  }
  return joinTrustedDocuments([() => ofPages, () => own])
}
