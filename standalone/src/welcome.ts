/** What a stranger needs to play: the endpoint, the explorers, who they can be. */
export function welcome(options: { url: string; dataDirectory: string; command: string }): string {
  const { url, dataDirectory, command } = options
  return `
  Waystone is up.

    GraphQL endpoint   ${url}/graphql
    Apollo Sandbox     ${url}/graphql   (the page itself comes from the internet)
    GraphiQL           ${url}/graphiql  (works offline)

    Demo players       aria / waystone-demo-1
                       bram / waystone-demo-2
    Administrator      admin / waystone-admin-1

    Data               ${dataDirectory}  (${command} --fresh begins anew)
    Stop               Ctrl-C
`
}
