import type { Engine } from '@waystone/federation'
import type { GatewayContext } from './gateway-context.js'

/** One composed supergraph, and what runs its operations. */
export type GatewayEpoch = Engine<GatewayContext>
