import { json, type HttpRequest, type Route } from './route.js'

type Checks = Readonly<Record<string, () => Promise<unknown>>>

/** The checks behind /readyz. The records are read at each request, so that checks may come and go. */
export interface Readiness {
  /** Each must pass. */
  readonly checks: Checks
  /** Parts that the process can do without, each by itself. With ?all=1 each must pass. */
  readonly optionalChecks?: Checks
  /** How many of the optional checks must pass; default 0. */
  readonly optionalMin?: number
  /** Shown beside the checks, and decides nothing. It must hold no address. */
  readonly details?: () => Readonly<Record<string, unknown>>
}

/**
 * /healthz: the process lives. /readyz: it can serve, with the checks that say so by name.
 * A failing check is named; its error's text is not shown, since it may hold an address.
 */
export const healthRoutes = (readiness: Readiness): Route[] => [
  { path: '/healthz', methods: ['GET', 'HEAD'], handle: () => json(200, { status: 'ok' }) },
  { path: '/readyz', methods: ['GET', 'HEAD'], handle: request => answerReadiness(request, readiness) },
]

async function answerReadiness(
  request: HttpRequest,
  { checks, optionalChecks = {}, optionalMin = 0, details }: Readiness,
) {
  const [required, optional] = await Promise.all([runAll(checks), runAll(optionalChecks)])
  const allMustPass = new URLSearchParams(request.search).get('all') === '1'
  const passed = optional.filter(([, ok]) => ok).length
  const ready = required.every(([, ok]) => ok) && passed >= (allMustPass ? optional.length : optionalMin)
  return json(ready ? 200 : 503, {
    status: ready ? 'ready' : 'not ready',
    checks: Object.fromEntries([...required, ...optional].map(([name, ok]) => [name, ok ? 'ok' : 'failing'])),
    ...details?.(),
  })
}

const runAll = (checks: Checks) =>
  Promise.all(Object.entries(checks).map(async ([name, check]) => [name, await passes(check)] as const))

/** A check that takes longer counts as failing. */
export const READY_TIMEOUT_MS = 2_000

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
