import type { GraphQLError } from 'graphql'
import { Counter, createHistogram, sharedGauge, type Observer, type Registry } from '@waystone/kit/metrics'
import { DURATION_BUCKETS_S } from '../../data-sources/measured.js'
import type { EndedRequest, GatewayPlugin } from '../../requests/gateway-plugin.js'

/** Operations that are told apart; a manifest may have many more. */
const OPERATION_LABELS_MAX = 500

/**
 * Requests by operation name and outcome, how long they took, and those turned away before they named an
 * operation. No label is of a client's choice: an operation has its name only where it is a trusted document,
 * or where the name is one of `operations`.
 * @param trustedNameOf the operation name of a trusted document, by its SHA-256; undefined for any other document.
 * @param operations names of operations that the clients of this supergraph send.
 */
export function useMetrics(options: {
  metrics: Registry
  trustedNameOf: (documentHash: string) => string | undefined
  operations: readonly string[]
}): GatewayPlugin {
  const { metrics, trustedNameOf } = options
  const duration = createHistogram(metrics, {
    name: 'waystone_gateway_request_duration_seconds',
    help: 'From the request to the answer, by operation name and outcome.',
    labelNames: ['operation', 'outcome'],
    buckets: DURATION_BUCKETS_S,
  })
  const turnedAway = new Counter({
    name: 'waystone_gateway_turned_away_total',
    help: 'Requests that were no GraphQL request, or whose token was not valid.',
    labelNames: ['reason'],
    registers: [metrics],
  })
  const faults = new Counter({
    name: 'waystone_gateway_faults_total',
    help: 'Requests with an error that is a fault of Waystone or its subgraphs, not of the request.',
    registers: [metrics],
  })
  let inFlight = 0
  sharedGauge(metrics, {
    name: 'waystone_gateway_requests_in_flight',
    help: 'Requests that are being answered; subscriptions until they end.',
    collect() {
      this.set(inFlight)
    },
  })
  const labels = boundedLabels(OPERATION_LABELS_MAX)
  const expected = new Set(options.operations)
  const labelOf = (name: string | null, documentHash: string | null): string => {
    if (name === null) return 'anonymous'
    const trusted = documentHash === null ? undefined : trustedNameOf(documentHash)
    return trusted !== undefined || expected.has(name) ? labels(name) : 'other'
  }
  /** Looked up once for each: finding labels costs more than counting. Bounded like the labels. */
  const children = new Map<string, Partial<Record<EndedRequest['outcome'], Observer>>>()
  return {
    onRequest: () => {
      inFlight++
    },
    onResult: (_running, { errors }) => {
      if (errors?.some(isFault) === true) faults.inc()
    },
    onEnd: ({ operation, documentHash, outcome, durationMs }) => {
      inFlight--
      // Names of operations that were never found valid are not worth a label.
      const label = operation === null ? 'invalid' : labelOf(operation.name, documentHash)
      const known = children.get(label)?.[outcome]
      if (known !== undefined) return known.observe(durationMs / 1000)
      const child = duration.labels(label, outcome)
      children.set(label, { ...children.get(label), [outcome]: child })
      child.observe(durationMs / 1000)
    },
    onTurnedAway: reason => turnedAway.inc({ reason }),
  }
}

/** Codes of docs/errors.md that no other request could have avoided. */
const FAULTS: ReadonlySet<unknown> = new Set([
  'INTERNAL_SERVER_ERROR',
  'SERVICE_UNAVAILABLE',
  'DOWNSTREAM_SERVICE_ERROR',
  'INVALID_GRAPHQL',
])

/** An error without a code is a bug of the gateway, or of a subgraph of another make. */
const isFault = ({ extensions: { code } }: GraphQLError): boolean => code === undefined || FAULTS.has(code)

function boundedLabels(max: number): (name: string) => string {
  const known = new Set<string>()
  return name => {
    if (known.has(name)) return name
    if (known.size >= max) return 'other'
    known.add(name)
    return name
  }
}
