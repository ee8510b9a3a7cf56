import { LRUCache } from 'lru-cache'
import type { InternalSecret } from '@waystone/kit/auth'
import type { Clock } from '@waystone/kit/clock'
import { RequestFault } from '@waystone/kit/errors'
import type { Logger } from '@waystone/kit/logger'
import type { Registry } from '@waystone/kit/metrics'
import { createHttpServiceClient, type HttpServiceClient, type ServiceCall } from '@waystone/kit/service-client'

/** The other processes of this subgraph, each called by its own URL. */
export interface Peers {
  /** Null where the process does not answer in time. */
  call<Input, Output>(
    url: string,
    call: ServiceCall<Input, Output>,
    input: Input,
    deadlineMs: number,
  ): Promise<Output | null>
  close(): Promise<void>
}

export interface PeerParts {
  readonly secret: InternalSecret
  readonly clock: Clock
  readonly logger: Logger
  readonly metrics: Registry
}

/** Processes whose connections are kept; beyond, those of the one that was called longest ago are closed. */
const CLIENTS_MAX = 50

export function createPeers(parts: PeerParts): Peers {
  const clients = new LRUCache<string, HttpServiceClient>({
    max: CLIENTS_MAX,
    memoMethod: url => createHttpServiceClient({ self: 'characters', instances: { characters: [url] }, ...parts }),
    disposeAfter: (client, _, reason) => {
      if (reason === 'evict') void client.close()
    },
  })
  return {
    call: async (url, call, input, deadlineMs) => {
      try {
        return await clients.memo(url).call(call, input, { deadlineMs })
      } catch (error) {
        if (error instanceof RequestFault && error.code === 'SERVICE_UNAVAILABLE') return null
        throw error
      }
    },
    close: async () => {
      await Promise.all(Array.from(clients.values(), client => client.close()))
    },
  }
}
