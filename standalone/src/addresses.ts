import { subgraphNames, type SubgraphName } from './databases.js'

export const LOOPBACK = '127.0.0.1'

/** Where this machine reaches what listens on an address: 0.0.0.0 and :: mean all of them. */
export function localUrl({ host = LOOPBACK, port }: { host?: string | undefined; port: number }): string {
  if (host === '' || host === '0.0.0.0' || host === '::') return `http://${LOOPBACK}:${port}`
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

/** Distributed, the subgraphs take the ports behind the gateway's. */
export const portOfSubgraph = (gatewayPort: number, name: SubgraphName): number =>
  gatewayPort + 1 + subgraphNames.indexOf(name)

/** Where the processes of a distributed set-up are, as the environment of a command names them. */
export const processSettings = (options: { host: string | undefined; port: number }): Record<string, string> => ({
  GATEWAY_URLS: localUrl(options),
  ...Object.fromEntries(
    subgraphNames.map(name => [`${name.toUpperCase()}_URLS`, localUrl({ port: portOfSubgraph(options.port, name) })]),
  ),
})
