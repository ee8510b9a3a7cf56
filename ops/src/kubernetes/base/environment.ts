import { databaseOf } from './databases.js'
import { REDIS_PORT } from './redis.js'
import { subgraphNames, type ServingProcess } from '../processes.js'
import { secretReference, secretSettingsOf } from '../secrets.js'

/** Of a container. */
export interface Variable {
  readonly name: string
  readonly value?: string
  readonly valueFrom?: Readonly<Record<string, unknown>>
}

/** A ConfigMap of every process, and one of each: what an overlay decides. */
export const SHARED_SETTINGS = 'waystone-settings'
export const settingsMapOf = (process: string): string => `${process}-settings`

/**
 * The Service behind which each instance has an address of its own: the gateway's other one is for its
 * clients.
 */
export const instancesOf = (process: string): string => (process === 'gateway' ? 'gateway-instances' : process)

/** The settings that the base decides, and no overlay: the `env` of a container wins over its ConfigMaps. */
export function environmentOf(process: ServingProcess, all: readonly ServingProcess[]): readonly Variable[] {
  const { name, port, metricsPort, settings } = process
  const decided: Readonly<Record<string, string>> = {
    NODE_ENV: 'production',
    LISTEN_ADDR: '0.0.0.0',
    SERVICE_PORT: String(port),
    METRICS_PORT: String(metricsPort),
    REDIS_USER: name,
    ...Object.fromEntries(all.map(each => [`${each.name.toUpperCase()}_URLS`, urlOf(each)])),
    // The name of a pod is none that other pods can look up.
    WORLD_URL: `http://$(POD_IP):${port}`,
  }
  return [
    ...('WORLD_URL' in decided && settings.includes('WORLD_URL') ? [podAddress] : []),
    ...Object.entries(decided)
      .filter(([setting]) => settings.includes(setting))
      .map(([setting, value]) => ({ name: setting, value })),
    ...(settings.includes('DATABASE_URL') ? databaseVariables(name, '') : []),
    ...secretSettingsOf(process).map(setting => secretReference(name, setting)),
  ]
}

/** Each address of the name is an instance: the Service has no address of its own. */
const urlOf = ({ name, port }: ServingProcess): string => `dns+http://${instancesOf(name)}:${port}`

const podAddress: Variable = { name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } }

/**
 * @param prefix `USERS_` … for a process that knows the databases of several
 */
export function databaseVariables(subgraph: string, prefix: string): readonly Variable[] {
  const { host, name, owner, secret } = databaseOf(subgraph)
  return [
    { name: `${prefix}DATABASE_HOST`, value: host },
    { name: `${prefix}DATABASE_NAME`, value: name },
    { name: `${prefix}DATABASE_USER`, value: owner },
    { name: `${prefix}DATABASE_PASSWORD`, valueFrom: { secretKeyRef: { name: secret, key: 'password' } } },
  ]
}

/** Of the jobs that work on all databases, as the service `seed` of docker-compose.yml. */
export const commandEnvironment = (): readonly Variable[] => [
  { name: 'NODE_ENV', value: 'production' },
  { name: 'REDIS_USER', value: 'seed' },
  { name: 'GATEWAY_URLS', value: 'dns+http://gateway-instances:4000' },
  ...subgraphNames.flatMap(subgraph => databaseVariables(subgraph, `${subgraph.toUpperCase()}_`)),
  ...[
    'REDIS_PASSWORD',
    'EVENTS_PUBLIC_KEYS',
    'INTERNAL_SECRET',
    'BETTER_AUTH_SECRET',
    'SEED_ENCRYPTION_KEYS',
    'WEB_PUSH_PRIVATE_KEY',
  ].map(setting => secretReference('seed', setting)),
]

/** The settings that every overlay begins with; it merges its own values in. */
export const sharedSettings: readonly string[] = [`REDIS_URL=redis://redis:${REDIS_PORT}`]

export const settingsSources = (process: string) => [
  { configMapRef: { name: SHARED_SETTINGS } },
  { configMapRef: { name: settingsMapOf(process) } },
]
