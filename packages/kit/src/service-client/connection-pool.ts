import type { Pool } from 'undici'
// @ts-expect-error undici declares what its index exports, and nothing of its files.
import PoolAlone from 'undici/lib/dispatcher/pool.js'

/**
 * undici's pool by itself. The other modules of its index (fetch, caches, mocks, and Node's own undici with
 * them) are half of the gateway's text and a tenth of its start, and are not used here.
 */
export const ConnectionPool = PoolAlone as typeof Pool
