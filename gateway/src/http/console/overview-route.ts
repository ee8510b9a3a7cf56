import type { Clock } from '@waystone/kit/clock'
import { json, type HttpRequest, type HttpResponse, type Route } from '@waystone/kit/http'
import type { WebPages } from '../web/web-pages.js'
import { operatorOf, type ConsoleTrust } from './console-viewer.js'
import { overviewOf, type Overview } from './overview.js'
import type { Processes } from './processes.js'

/** However many consoles are open, the processes are asked once in this time. */
const CACHED_MS = 1_000

/** `GET /console/overview`: what goes on in all processes, for operators. A browser that navigates gets the page. */
export function overviewRoute(options: {
  processes: Pick<Processes, 'ask'>
  trust: ConsoleTrust
  navigation: WebPages['navigation'] | undefined
  clock: Clock
}): Route {
  const { processes, trust, navigation, clock } = options
  let last: { readonly atMs: number; readonly overview: Promise<Overview> } | undefined

  const read = (): Promise<Overview> => {
    const at = clock.now()
    if (last !== undefined && at.getTime() - last.atMs < CACHED_MS) return last.overview
    const overview = processes.ask().then(reported => overviewOf(reported, at))
    last = { atMs: at.getTime(), overview }
    return overview
  }

  const handle = async (request: HttpRequest): Promise<HttpResponse> => {
    const page = navigation?.(request)
    if (page !== undefined && page !== null) return page
    await operatorOf(request, trust)
    return json(200, await read(), { 'cache-control': 'no-store', vary: 'accept' })
  }
  return { path: '/console/overview', methods: ['GET', 'HEAD'], handle }
}
