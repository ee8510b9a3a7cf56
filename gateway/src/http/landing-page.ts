import { ApolloServerPluginLandingPageLocalDefault } from '@apollo/server/plugin/landingPage/default'

/** Apollo Sandbox for browsers that open /graphql: this endpoint only, nothing reported, no cookies. */
export const sandboxLandingPage = () =>
  ApolloServerPluginLandingPageLocalDefault({
    embed: { runTelemetry: false, endpointIsEditable: false },
    includeCookies: false,
  })
