import { networkOf } from '@waystone/kit/http'
import type { LiveLimits } from './live-limits.js'

export type Admission =
  | { readonly kind: 'admitted'; readonly leave: () => void }
  | { readonly kind: 'connections' | 'address' }

/** Counts open connections, in all and by the client's network, and lets no more in than the limits say. */
export function createAdmission(limits: Pick<LiveLimits, 'connectionsMax' | 'connectionsPerAddressMax'>): {
  admit(address: string): Admission
} {
  const byNetwork = new Map<string, number>()
  let connections = 0
  return {
    admit: address => {
      const network = networkOf(address)
      const ofNetwork = byNetwork.get(network) ?? 0
      if (connections >= limits.connectionsMax) return { kind: 'connections' }
      if (ofNetwork >= limits.connectionsPerAddressMax) return { kind: 'address' }
      connections++
      byNetwork.set(network, ofNetwork + 1)
      let hasLeft = false
      const leave = () => {
        if (hasLeft) return
        hasLeft = true
        connections--
        const left = (byNetwork.get(network) ?? 1) - 1
        if (left === 0) byNetwork.delete(network)
        else byNetwork.set(network, left)
      }
      return { kind: 'admitted', leave }
    },
  }
}
