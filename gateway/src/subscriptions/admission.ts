import type { LiveLimits } from './live-limits.js'

export type Admission =
  | { readonly kind: 'admitted'; readonly leave: () => void }
  | { readonly kind: 'connections' | 'address' }

/** Counts open connections, in all and by the client's address, and lets no more in than the limits say. */
export function createAdmission(limits: Pick<LiveLimits, 'connectionsMax' | 'connectionsPerAddressMax'>): {
  admit(address: string): Admission
} {
  const byAddress = new Map<string, number>()
  let connections = 0
  return {
    admit: address => {
      const ofAddress = byAddress.get(address) ?? 0
      if (connections >= limits.connectionsMax) return { kind: 'connections' }
      if (ofAddress >= limits.connectionsPerAddressMax) return { kind: 'address' }
      connections++
      byAddress.set(address, ofAddress + 1)
      let hasLeft = false
      const leave = () => {
        if (hasLeft) return
        hasLeft = true
        connections--
        const left = (byAddress.get(address) ?? 1) - 1
        if (left === 0) byAddress.delete(address)
        else byAddress.set(address, left)
      }
      return { kind: 'admitted', leave }
    },
  }
}
