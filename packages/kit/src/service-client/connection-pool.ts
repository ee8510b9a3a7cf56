import type { Pool } from 'undici'
// @ts-expect-error undici declares what its index exports, and nothing of its files.
import PoolAlone from 'undici/lib/dispatcher/pool.js'

/**
 * undici's pool by itself. What its index loads besides (fetch, caches, mocks, and Node's own undici with them) is half of the gateway's text and a
 * tenth of its start, and nobody here uses it.
 */
export const ConnectionPool = PoolAlone as typeof Pool
