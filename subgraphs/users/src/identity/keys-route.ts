import { KEYS_MAX_AGE_MS } from '@waystone/kit/auth'
import { json, type Route } from '@waystone/kit/http'
import type { Identity } from './identity.js'

/** As long as verifiers keep them. */
const KEYS_MAX_AGE_SECONDS = KEYS_MAX_AGE_MS / 1_000

/** Publishes the keys that access tokens are verified with. */
export const keysRoute = (identity: Pick<Identity, 'publishedKeys'>): Route => ({
  path: '/.well-known/jwks.json',
  methods: ['GET', 'HEAD'],
  handle: async () =>
    json(200, await identity.publishedKeys(), { 'cache-control': `public, max-age=${KEYS_MAX_AGE_SECONDS}` }),
})
