/** The text that a new user needs to play: the pages, the endpoint, the explorers, the demo accounts. */
export function welcome(options: {
  url: string
  dataDirectory: string
  command: string
  hasDemoAccounts: boolean
  /** True when the gateway serves the player app and the console. */
  hasPages: boolean
}): string {
  const { url, dataDirectory, command, hasPages } = options
  return `
  Waystone is up.

${hasPages ? pages(url) : ''}    GraphQL endpoint   ${url}/graphql
    Apollo Sandbox     ${url}/graphql   (the page itself comes from the internet)
    GraphiQL           ${url}/graphiql  (works offline)

${options.hasDemoAccounts ? demoAccounts : firstAdministrator}
    Data               ${dataDirectory}  (${command} --fresh begins anew)
    Stop               Ctrl-C

  Next: ${nextStep(options)}
`
}

function nextStep({ url, hasDemoAccounts, hasPages }: { url: string; hasDemoAccounts: boolean; hasPages: boolean }) {
  if (!hasDemoAccounts) return 'read docs/operating.md'
  return hasPages
    ? `open ${url}/ and sign in as aria; docs/tour.md shows the API`
    : `open ${url}/graphiql and sign in as aria, as docs/tour.md shows`
}

const pages = (url: string) => `    Play               ${url}/
    Operator console   ${url}/console
`

const demoAccounts = `    Demo players       aria / waystone-demo-1
                       bram / waystone-demo-2
    Administrator      admin / waystone-admin-1
`

const firstAdministrator = `    Administrator      npx waystone admin grant <user>  (who has signed up)
`
