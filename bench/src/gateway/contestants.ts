import path from 'node:path'
import { built, commandsOf, root } from '../processes.js'
import { SECRET } from './process-contract.js'
import { peersDirectory } from './peers.js'
import { shop } from './shop.js'

/** Something that answers the loads. */
export interface Contestant {
  readonly name: string
  /** Node's arguments, given the port to listen on. */
  readonly nodeArguments: (port: number) => readonly string[]
  readonly env: (port: number) => Readonly<Record<string, string>>
  readonly cwd?: string
  /** Of another project, in bench/peers. */
  readonly isPeer: boolean
  /** Has the subgraphs in its own process, so that it is measured by itself. */
  readonly isWhole: boolean
}

export const OURS = 'Waystone'
const NOTHING_REPEATED = ', nothing repeated'
export const UNREPEATED = `${OURS}${NOTHING_REPEATED}`
/** Another build of the gateway, measured in the same run. */
export const OTHER_BUILD = 'Waystone, other build'
export const OTHER_UNREPEATED = `${OTHER_BUILD}${NOTHING_REPEATED}`
export const WHOLE = 'Waystone, subgraphs in process'
export const STOCK = 'Apollo Gateway'
export const FLOOR = 'floor'

export function contestants(set: {
  subgraphsUrl: string
  supergraphFile: string
  knownLoadsFile: string
  profiles: string | null
  /** The root of a checkout whose build is measured beside ours, or null. */
  beside: string | null
}): readonly Contestant[] {
  const { subgraphsUrl, supergraphFile, knownLoadsFile, profiles, beside } = set
  const profiled = profiles === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profiles}`]
  // Limits, metrics and auth are on, as by default.
  const settings = {
    NODE_ENV: 'production',
    // All load comes from one address.
    PROXIES: '0',
    RATE_LIMIT_USER: '0',
    RATE_LIMIT_ADDRESS: '0',
    LOG_LEVEL: 'warn',
    INTERNAL_SECRET: SECRET,
    SUPERGRAPH: supergraphFile,
    USERS_URLS: subgraphsUrl,
  }
  const peer = {
    isPeer: true,
    isWhole: false,
    cwd: peersDirectory,
    env: () => ({ NODE_ENV: 'production', APOLLO_TELEMETRY_DISABLED: '1' }),
  }
  const hive = (port: number) => [
    path.join('node_modules', '@graphql-hive', 'gateway', 'dist', 'bin.js'),
    'supergraph',
    supergraphFile,
    '--config-path',
    'hive.config.mjs',
    '--host',
    '127.0.0.1',
    '--port',
    String(port),
  ]
  const services = JSON.stringify(shop.map(({ name }) => ({ name, url: `${subgraphsUrl}/${name}` })))
  return [
    ...gatewayOf(OURS, { cwd: root, nodeArguments: [...profiled, ...commandOf(root)], settings }),
    ...(beside === null ? [] : gatewayOf(OTHER_BUILD, { cwd: beside, nodeArguments: commandOf(beside), settings })),
    { name: STOCK, ...peer, nodeArguments: port => ['stock.mjs', String(port), supergraphFile] },
    { name: 'Hive Gateway', ...peer, nodeArguments: hive },
    { name: 'Hive Gateway --jit', ...peer, nodeArguments: port => [...hive(port), '--jit'] },
    { name: 'Mercurius', ...peer, nodeArguments: port => ['mercurius.mjs', String(port), services] },
    {
      name: FLOOR,
      isPeer: false,
      isWhole: false,
      env: () => ({ NODE_ENV: 'production' }),
      nodeArguments: port => [built('gateway/floor'), String(port), subgraphsUrl, knownLoadsFile],
    },
    {
      name: WHOLE,
      isPeer: false,
      isWhole: true,
      env: () => ({ NODE_ENV: 'production' }),
      // With the young generation that `npm start` gives it.
      nodeArguments: port => [
        ...profiled,
        '--max-semi-space-size=64',
        built('gateway/in-process'),
        String(port),
        JSON.stringify(settings),
      ],
    },
  ]
}

/** A build of our gateway as its container runs it, and once more without the answers that repeat. */
function gatewayOf(
  name: string,
  { settings, ...run }: { cwd: string; nodeArguments: readonly string[]; settings: Readonly<Record<string, string>> },
): Contestant[] {
  const contestant = (suffix: string, more: Readonly<Record<string, string>>): Contestant => ({
    name: `${name}${suffix}`,
    isPeer: false,
    isWhole: false,
    cwd: run.cwd,
    env: port => ({ ...settings, ...more, SERVICE_PORT: String(port) }),
    nodeArguments: () => run.nodeArguments,
  })
  return [contestant('', {}), contestant(NOTHING_REPEATED, { REPEATS_MAX_BYTES: '0' })]
}

const commandOf = (checkout: string): readonly string[] => commandsOf(checkout)['gateway']?.slice(1) ?? []
