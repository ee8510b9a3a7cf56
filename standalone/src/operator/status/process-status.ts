import { metricsUrlsOf } from '@waystone/kit/config'
import * as z from 'zod'

/** One instance of the gateway or of a subgraph. */
export interface ProcessStatus {
  readonly service: string
  readonly url: string
  readonly state: 'ready' | 'not ready' | 'unreachable'
  /** The checks of its readiness, by name; of a gateway, its subgraphs. */
  readonly checks: Readonly<Record<string, string>>
  /** Of the build that it runs; null where its metrics cannot be read. */
  readonly version: string | null
  readonly node: string | null
  /** Of a gateway: the start of the SHA-256 of the supergraph that it serves. */
  readonly supergraph: string | null
}

const TIMEOUT_MS = 3_000
const readiness = z.object({ status: z.string(), checks: z.record(z.string(), z.string()).default({}) })

/** Asks /readyz, and /metrics where it can be reached from here. */
export async function readProcessStatus(
  service: string,
  url: string,
  metricsPort: number | undefined,
): Promise<ProcessStatus> {
  const [ready, build] = await Promise.all([readReadiness(url), readBuild(url, metricsPort)])
  return { service, url, ...ready, ...build }
}

async function readReadiness(url: string): Promise<Pick<ProcessStatus, 'state' | 'checks'>> {
  try {
    const response = await fetch(new URL('/readyz?all=1', url), { signal: AbortSignal.timeout(TIMEOUT_MS) })
    const { checks } = readiness.parse(await response.json())
    return { state: response.ok ? 'ready' : 'not ready', checks }
  } catch {
    // Not listening, too slow, or no Waystone: the URL is shown beside it.
    return { state: 'unreachable', checks: {} }
  }
}

async function readBuild(
  url: string,
  metricsPort: number | undefined,
): Promise<Pick<ProcessStatus, 'version' | 'node' | 'supergraph'>> {
  for (const place of metricsUrlsOf(url, metricsPort)) {
    const text = await fetch(place, { signal: AbortSignal.timeout(TIMEOUT_MS) })
      .then(response => (response.ok ? response.text() : null))
      .catch(() => null)
    if (text === null) continue
    const build = labelsOf(text, 'waystone_build_info')
    const { id: supergraph = null } = labelsOf(text, 'waystone_gateway_supergraph_info')
    return { version: build['version'] ?? null, node: build['node'] ?? null, supergraph }
  }
  return { version: null, node: null, supergraph: null }
}

/** The labels of the first value of a metric in Prometheus' text. */
function labelsOf(text: string, metric: string): Readonly<Record<string, string>> {
  const line = text.split('\n').find(each => each.startsWith(`${metric}{`)) ?? ''
  return Object.fromEntries([...line.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]))
}
