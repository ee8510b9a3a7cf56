import type { HttpResponse } from '@waystone/kit/http'
import type { ExplorerTab } from './explorer-tabs.js'
import { htmlResponse } from './html-response.js'
import { signInScript, signInStyle } from './sign-in-bar.js'

const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" width="24" height="24"><path d="M9 29 6 12l6-9 9 2 5 9-3 15z" fill="#6d5bd0"/><path d="m16 9 1.6 4.4L22 15l-4.4 1.6L16 21l-1.6-4.4L10 15l4.4-1.6z" fill="#fff"/></svg>'

/** The call that the page's last script makes when everything is there. */
const START = 'YogaGraphiQL.renderYogaGraphiQL('

/**
 * Nine megabytes of script and styles, all in the page. The sign-in comes before the start, so that it can
 * fill the headers.
 */
export async function renderGraphiqlPage(tabs: readonly ExplorerTab[]): Promise<HttpResponse> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql')
  const page = renderGraphiQL({
    endpoint: '/graphql',
    title: 'Waystone',
    logo: LOGO,
    favicon: `data:image/svg+xml,${encodeURIComponent(LOGO)}`,
    ...(tabs.length > 0 && { defaultTabs: tabs.map(tab => ({ ...tab, query: inScript(tab.query) })) }),
  })
  const start = page.lastIndexOf(START)
  if (start < 0) throw new Error(`Expected GraphiQL's page to call ${START}…)`)
  const content = `${page.slice(0, start)}${signInScript}
        startWithSignIn(${page.slice(start + START.length)}`
  return htmlResponse(content.replace('</head>', `<style>${signInStyle}</style></head>`), POLICY)
}

/** The package writes its options into a script as they are: no text of them may end it. */
const inScript = (text: string): string => text.replaceAll('</', '< /')

/** Everything is in the page or made by it; only this server may be called. The page evaluates no code from strings. */
const POLICY = [
  "default-src 'none'",
  "script-src 'unsafe-inline' blob:",
  'worker-src blob:',
  "style-src 'unsafe-inline'",
  "img-src 'self' data:",
  'font-src data:',
  "connect-src 'self'",
].join('; ')
