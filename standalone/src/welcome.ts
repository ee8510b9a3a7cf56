/** The text that a new user needs to play: the endpoint, the explorers, the demo accounts. */
export function welcome(options: {
  url: string
  dataDirectory: string
  command: string
  hasDemoAccounts: boolean
}): string {
  const { url, dataDirectory, command } = options
  return `
  Waystone is up.

    GraphQL endpoint   ${url}/graphql
    Apollo Sandbox     ${url}/graphql   (the page itself comes from the internet)
    GraphiQL           ${url}/graphiql  (works offline)

${options.hasDemoAccounts ? demoAccounts : firstAdministrator}
    Data               ${dataDirectory}  (${command} --fresh begins anew)
    Stop               Ctrl-C

  Next: ${options.hasDemoAccounts ? `open ${url}/graphiql and sign in as aria, as docs/tour.md shows` : 'read docs/operating.md'}
`
}

const demoAccounts = `    Demo players       aria / waystone-demo-1
                       bram / waystone-demo-2
    Administrator      admin / waystone-admin-1
`

const firstAdministrator = `    Administrator      npx waystone admin grant <user>  (who has signed up)
`
