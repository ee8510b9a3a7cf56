import type { HttpResponse } from '@waystone/kit/http'
import { htmlResponse, PLAIN_PAGE_POLICY } from './html-response.js'

type Links = Readonly<Record<string, string>>

const EXPLORERS: Links = {
  '/graphiql': 'GraphiQL: try the API here. It comes whole and works offline.',
  '/graphql': 'Apollo Sandbox, at the endpoint itself. Its page is loaded from the internet.',
  '/schema.graphql': 'The schema as text, for code generators and editors.',
}

const HEALTH: Links = {
  '/healthz': 'The process lives.',
  '/readyz': 'It can serve, and which subgraphs answer.',
  '/readyz?all=1': 'It can serve, and every subgraph answers.',
}

const METRICS: Links = { '/metrics': 'Prometheus metrics.' }

/**
 * In the repository: a gateway may run without its checkout, and a page that loads nothing from elsewhere has
 * no other place for them.
 */
const PAGES = ['docs/tour.md', 'docs/gateway.md', 'docs/operating.md', 'docs/errors.md']

export interface LandingPageOptions {
  readonly hasExplorers: boolean
  /** True when this server serves /metrics. */
  readonly hasMetrics: boolean
}

/** The page at `/`, which lists what this address serves. */
export const landingPage = (options: LandingPageOptions): HttpResponse =>
  htmlResponse(landingHtml(options), PLAIN_PAGE_POLICY)

const landingHtml = ({ hasExplorers, hasMetrics }: LandingPageOptions): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Waystone</title>
<style>
:root { color-scheme: light dark }
body { font: 16px/1.6 system-ui, sans-serif; margin: 3rem auto; max-width: 44rem; padding: 0 1rem }
dt { margin-top: .6rem } dd { margin: 0; opacity: .8 } code, dt { font-family: ui-monospace, monospace }
</style>
</head>
<body>
<h1>Waystone</h1>
<p>One GraphQL endpoint: <code>POST /graphql</code>. Subscriptions: WebSocket or server-sent events at the same path.</p>
${hasExplorers ? section('For developers', EXPLORERS) : ''}
${section('For operators', { ...HEALTH, ...(hasMetrics ? METRICS : {}) })}
<h2>Documentation</h2>
<p>In the repository: ${PAGES.map(page => `<code>${page}</code>`).join(', ')}.</p>
</body>
</html>
`

const section = (title: string, links: Links): string => {
  const items = Object.entries(links).map(([path, text]) => `<dt><a href="${path}">${path}</a></dt><dd>${text}</dd>`)
  return `<h2>${title}</h2>\n<dl>${items.join('')}</dl>`
}
