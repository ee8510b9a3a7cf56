import type { HttpResponse, Route } from '@waystone/kit/http'
import type { Epochs } from '../../supergraph/epochs.js'
import type { ExplorerTab } from './explorer-tabs.js'
import { renderGraphiqlPage } from './graphiql-page.js'
import { landingPage, type LandingPageOptions } from './landing-page.js'
import { schemaRoute } from './schema-route.js'

interface ExplorerOptions {
  readonly epochs: Epochs
  /** Shown by GraphiQL at the first visit; without any, it shows its own introduction. */
  readonly tabs: readonly ExplorerTab[]
}

/** For developers: GraphiQL, which needs nothing from outside, at /graphiql, and the schema as a file. */
export function explorerRoutes({ epochs, tabs }: ExplorerOptions): Route[] {
  let page: Promise<HttpResponse> | undefined
  return [
    schemaRoute(epochs),
    { path: '/graphiql', methods: ['GET', 'HEAD'], handle: () => (page ??= renderGraphiqlPage(tabs)) },
  ]
}

/** Links to what this address serves, at /. */
export function landingRoute(options: LandingPageOptions): Route {
  const page = landingPage(options)
  return { path: '/', methods: ['GET', 'HEAD'], handle: () => page }
}
