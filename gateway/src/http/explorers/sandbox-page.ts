import { ApolloServerPluginLandingPageLocalDefault } from '@apollo/server/plugin/landingPage/default'

/** The page's own words for a browser that cannot load Sandbox. They appear after a second, and Sandbox covers them. */
const OFFLINE =
  /<h1>Welcome to Apollo Server<\/h1>\s*<p>Apollo Sandbox cannot be loaded; it appears that you might be offline\.<\/p>/

const INSTEAD = `<h1>Waystone</h1>
  <p>Apollo Sandbox comes from the internet and cannot be loaded. <a href="/graphiql">GraphiQL</a> works offline and does the same;
  <a href="/">/</a> names what else is here.</p>`

type LandingPagePlugin = ReturnType<typeof ApolloServerPluginLandingPageLocalDefault>

/**
 * Apollo Sandbox for browsers that open /graphql: this endpoint only, nothing reported, no cookies. Offline
 * it names GraphiQL.
 */
export function sandboxLandingPage(): LandingPagePlugin {
  const plugin = ApolloServerPluginLandingPageLocalDefault({
    embed: { runTelemetry: false, endpointIsEditable: false },
    includeCookies: false,
  })
  return {
    ...plugin,
    serverWillStart: async service => {
      const hooks = await plugin.serverWillStart?.(service)
      const page = await hooks?.renderLandingPage?.()
      if (page === undefined) return {}
      return { ...hooks, renderLandingPage: async () => ({ html: async () => withWayOut(await htmlOf(page.html)) }) }
    },
  }
}

const htmlOf = async (html: string | (() => Promise<string>)): Promise<string> =>
  typeof html === 'string' ? html : await html()

function withWayOut(page: string): string {
  if (!OFFLINE.test(page)) throw new Error("Expected Apollo's page to say that it may be offline")
  return page.replace(OFFLINE, INSTEAD)
}
