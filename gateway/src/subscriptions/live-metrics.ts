import { Counter, Gauge, type Registry } from '@waystone/kit/metrics'

/** Clusters scale gateways by it. */
export const LIVE_CONNECTIONS_METRIC = 'waystone_gateway_live_connections'

const transports = ['graphql-ws', 'sse', 'multipart'] as const
export type TransportName = (typeof transports)[number]
/** Why the gateway ended a client's connection. */
export type CutOffReason = 'slow' | 'expired' | 'revoked' | 'abuse' | 'shutdown'

/** Metrics of subscriptions for operators. */
export interface LiveMetrics {
  opened(transport: TransportName): void
  closed(transport: TransportName): void
  /** A connection that was not let in. */
  turnedAway(reason: 'connections' | 'address'): void
  executed(): void
  /** One serialization, for so many clients. */
  sent(clients: number): void
  /** Messages that clients get later than they were made. */
  delivered(deliveries: number): void
  fellBehind(): void
  cutOff(reason: CutOffReason): void
}

export function createLiveMetrics(
  registry: Registry,
  sizes: { subscriptions: () => number; channels: () => number; streams: () => number },
): LiveMetrics {
  const registers = [registry]
  const connections = new Gauge({
    name: LIVE_CONNECTIONS_METRIC,
    help: 'Clients connected for live updates, by transport',
    labelNames: ['transport'],
    registers,
  })
  // An autoscaler takes a gauge that is not there for a failure, and then never scales down.
  for (const transport of transports) connections.set({ transport }, 0)
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read())
      },
    })
  gauge('waystone_gateway_live_subscriptions', 'Subscriptions of all clients', sizes.subscriptions)
  gauge('waystone_gateway_live_channels', 'Subscriptions that differ: each has one upstream', sizes.channels)
  gauge('waystone_gateway_live_upstreams', 'Streams of events that subgraphs send', sizes.streams)
  const counter = (name: string, help: string) => new Counter({ name, help, registers })
  const executions = counter(
    'waystone_gateway_live_executions_total',
    'Events answered, once for all clients of a channel',
  )
  const messages = counter(
    'waystone_gateway_live_messages_total',
    'Answers serialized, once for all clients of a channel',
  )
  const deliveries = counter('waystone_gateway_live_deliveries_total', 'Answers given to clients')
  const behind = counter('waystone_gateway_live_behind_total', 'Times that a client had too much unsent')
  const labelled = (name: string, help: string) => new Counter({ name, help, labelNames: ['reason'], registers })
  const cutOffs = labelled('waystone_gateway_live_cut_offs_total', 'Connections that the gateway ended')
  const turnedAway = labelled('waystone_gateway_live_turned_away_total', 'Connections that were not let in')

  return {
    opened: transport => connections.inc({ transport }),
    closed: transport => connections.dec({ transport }),
    turnedAway: reason => turnedAway.inc({ reason }),
    executed: () => executions.inc(),
    sent: clients => {
      messages.inc()
      deliveries.inc(clients)
    },
    delivered: count => deliveries.inc(count),
    fellBehind: () => behind.inc(),
    cutOff: reason => cutOffs.inc({ reason }),
  }
}
