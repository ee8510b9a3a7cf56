import { WebSocket } from 'ws'

/** WebSockets of a client whose network can be lost at any moment. */
export interface TearableSockets {
  readonly webSocketImpl: new (address: string, protocols: string) => WebSocket
  /** As a lost network does. */
  tear(): void
}

export function createTearableSockets(): TearableSockets {
  const sockets = new Set<WebSocket>()
  return {
    webSocketImpl: class TearableSocket extends WebSocket {
      constructor(address: string, protocols: string) {
        super(address, protocols)
        sockets.add(this)
        this.once('close', () => sockets.delete(this))
      }
    },
    tear: () => {
      for (const socket of sockets) socket.terminate()
    },
  }
}
