import { createHash } from 'node:crypto'
import type { HttpResponse, Route } from '@waystone/kit/http'
import type { Epochs } from '../supergraph/epochs.js'
import { schemaRoute } from './schema-route.js'

/** For developers: links at /, GraphiQL, which needs nothing from outside, at /graphiql, and the schema as a file. */
export function explorerRoutes(options: LinkOptions & { readonly epochs: Epochs }): Route[] {
  let graphiql: Promise<HttpResponse> | undefined
  return [
    schemaRoute(options.epochs),
    {
      path: '/',
      methods: ['GET', 'HEAD'],
      handle: () =>
        html(page({ ...explorerLinks, ...serviceLinks(options) }), "default-src 'none'; style-src 'unsafe-inline'"),
    },
    { path: '/graphiql', methods: ['GET', 'HEAD'], handle: () => (graphiql ??= renderGraphiqlPage()) },
  ]
}

/** The links alone, for a gateway without explorers. */
export const linkRoute = (options: LinkOptions): Route => ({
  path: '/',
  methods: ['GET', 'HEAD'],
  handle: () => html(page(serviceLinks(options)), "default-src 'none'; style-src 'unsafe-inline'"),
})

interface LinkOptions {
  /** Whether /metrics is a path here. */
  readonly hasMetrics: boolean
}

const serviceLinks = ({ hasMetrics }: LinkOptions) => ({
  '/healthz': 'the process lives',
  '/readyz': 'it can serve, and which subgraphs answer; ?all=1: it can serve, and every subgraph answers',
  ...(hasMetrics && { '/metrics': 'Prometheus metrics' }),
})

function page(links: Readonly<Record<string, string>>): string {
  const items = Object.entries(links).map(([path, what]) => `<li><a href="${path}">${path}</a> – ${what}</li>`)
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Waystone</title>
<style>body { font: 16px/1.6 system-ui, sans-serif; margin: 3rem auto; max-width: 40rem; padding: 0 1rem }</style></head>
<body><h1>Waystone</h1><p>One GraphQL endpoint: <code>POST /graphql</code></p><ul>${items.join('')}</ul></body>
</html>
`
}

const explorerLinks = {
  '/graphql': 'Apollo Sandbox, which is loaded from the internet',
  '/graphiql': 'GraphiQL, which works offline',
  '/schema.graphql': 'the schema, for code generators and editors',
}

/** Nine megabytes of script and styles, all in the page: rendered at the first visit. */
async function renderGraphiqlPage(): Promise<HttpResponse> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql')
  const content = renderGraphiQL({ endpoint: '/graphql', title: 'Waystone · GraphiQL' })
  return html(content, graphiqlPolicy)
}

/** Everything is in the page or made by it; only this server may be called. The page evaluates no code from strings. */
const graphiqlPolicy = [
  "default-src 'none'",
  "script-src 'unsafe-inline' blob:",
  'worker-src blob:',
  "style-src 'unsafe-inline'",
  "img-src 'self' data:",
  'font-src data:',
  "connect-src 'self'",
].join('; ')

function html(content: string, policy: string): HttpResponse {
  return {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `${policy}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      'cache-control': 'no-cache',
      etag: `"${createHash('sha256').update(content).digest('base64url')}"`,
    },
    body: content,
  }
}
