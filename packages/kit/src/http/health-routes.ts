import type { Registry } from '../metrics/index.js'
import { json, text, type Route } from './route.js'

/**
 * /healthz: the process lives. /readyz: it can serve, with the checks that say so by name. /metrics: Prometheus text.
 * A failing check is named; its error's text is not shown, since it may hold an address.
 */
export function healthRoutes(options: {
  metrics: Registry
  checks: Readonly<Record<string, () => Promise<unknown>>>
}): Route[] {
  const { metrics, checks } = options
  return [
    { path: '/healthz', methods: ['GET', 'HEAD'], handle: () => json(200, { status: 'ok' }) },
    {
      path: '/readyz',
      methods: ['GET', 'HEAD'],
      handle: async () => {
        const results = await Promise.all(
          Object.entries(checks).map(async ([name, check]) => [name, await passes(check)] as const),
        )
        const ready = results.every(([, ok]) => ok)
        return json(ready ? 200 : 503, {
          status: ready ? 'ready' : 'not ready',
          checks: Object.fromEntries(results.map(([name, ok]) => [name, ok ? 'ok' : 'failing'])),
        })
      },
    },
    { path: '/metrics', methods: ['GET'], handle: async () => text(200, await metrics.metrics(), metrics.contentType) },
  ]
}

const READY_TIMEOUT_MS = 2_000

async function passes(check: () => Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<false>(resolve => {
    timer = setTimeout(() => resolve(false), READY_TIMEOUT_MS)
  })
  const done = check().then(
    () => true,
    () => false,
  )
  return await Promise.race([done, late]).finally(() => clearTimeout(timer))
}
