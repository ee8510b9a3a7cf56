import type { HttpRequest, HttpResponse, RequestHead, Route } from '@waystone/kit/http'
import type { Epochs } from '../../supergraph/epochs.js'
import type { ExplorerTab } from './explorer-tabs.js'
import { conditional } from '../not-modified.js'
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
    {
      path: '/graphiql',
      methods: ['GET', 'HEAD'],
      handle: async request => {
        const rendered = await (page ??= renderGraphiqlPage(tabs))
        return conditional(() => rendered)(request)
      },
    },
  ]
}

/** Where the links stay when `/` has a page of its own. */
const LINKS_PATH = '/developers'

/** Links to what this address serves: at /, except for browsers when there are pages for them. */
export function landingRoutes(
  options: LandingPageOptions & { navigation: ((request: RequestHead) => HttpResponse | null) | undefined },
): Route[] {
  const page = landingPage(options)
  const answer = conditional(() => page)
  const { navigation } = options
  const root =
    navigation === undefined
      ? answer
      : (request: HttpRequest) => navigation(request) ?? varyingByAccept(answer(request))
  return [
    { path: '/', methods: ['GET', 'HEAD'], handle: root },
    { path: LINKS_PATH, methods: ['GET', 'HEAD'], handle: answer },
  ]
}

const varyingByAccept = (response: HttpResponse): HttpResponse => ({
  ...response,
  headers: { ...response.headers, vary: 'accept' },
})
