import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  metricsPortOf,
  parseConfig,
  portSetting,
  processSettings,
  trustSettings,
  urlListSetting,
} from '@waystone/kit/config'
import { ANSWERS_DIRECTORY } from '@waystone/kit/warehouse-answers'
import * as z from 'zod'
import { explorerTabsSetting } from './http/explorers/explorer-tabs.js'
import { featureSettings } from './features/feature-settings.js'
import { contractSetting } from './supergraph/contract-setting.js'

/** @apollo/gateway reads it when it is loaded: without it, it probes cloud metadata addresses and exports metrics. */
process.env['APOLLO_TELEMETRY_DISABLED'] = '1'

/** The supergraph that is committed beside this code. */
const COMMITTED_SUPERGRAPH = fileURLToPath(new URL('../supergraph.graphql', import.meta.url))

/** Where the pages of this checkout are built. */
export const WEB_DIRECTORY = fileURLToPath(new URL('../../web/dist', import.meta.url))

/** Apollo Sandbox and Studio call the endpoint from here. */
const STUDIO_ORIGIN = 'https://studio.apollographql.com'

/** Settings that imply tokens to verify: any of them turns token verification on. */
const SETTINGS_OF_TOKENS = ['AUTH_MODE', 'JWKS_URLS', 'USERS_URLS', 'TOKEN_ISSUER', 'TOKEN_AUDIENCE']

/** Connections for queries and mutations beside those for live updates, in all and of one address. */
const CONNECTIONS_ABOVE_LIVE = 2_000
/** Requests a minute in production: gateway/test/web-traffic.it.test.ts shows what web clients send. */
const USER_REQUESTS_MAX = 1_200
const ADDRESS_REQUESTS_MAX = 12_000

const PROXIES_NEEDED =
  'PROXIES: production needs the number of trusted reverse proxies in front of the gateway, by which clients are told apart: 0 when clients connect to it directly, 1 behind one load balancer'

const DOCUMENTS_NEEDED = 'MCP: it offers the documents of TRUSTED_DOCUMENTS, which is not set'

const CALLBACKS_OF_WORKERS = 'CALLBACK_SUBGRAPHS: callbacks reach any worker, so GATEWAY_WORKERS must be 1'
const CALLBACK_URL_NEEDED =
  'CALLBACK_URL: LISTEN_ADDR is no address that subgraphs of CALLBACK_SUBGRAPHS can call back at, so it must be set'

/** Problems of callbacks: each must reach the process that has subscribed. */
function callbackProblems(present: Readonly<Record<string, unknown>>): readonly string[] {
  const { CALLBACK_SUBGRAPHS, CALLBACK_URL, GATEWAY_WORKERS, LISTEN_ADDR } = present
  if (CALLBACK_SUBGRAPHS === undefined) return []
  const isEverywhere = LISTEN_ADDR === '0.0.0.0' || LISTEN_ADDR === '::'
  return [
    ...(GATEWAY_WORKERS !== undefined && GATEWAY_WORKERS !== '1' ? [CALLBACKS_OF_WORKERS] : []),
    ...(isEverywhere && CALLBACK_URL === undefined ? [CALLBACK_URL_NEEDED] : []),
  ]
}

const POLICY_URL_NEEDED = 'POLICY_TOKEN: it is for the service at POLICY_URL, which is not set'

/** A gateway without accounts, AUTH=off, takes clients to connect directly where nothing is said. */
const isProxiesNeeded = ({ NODE_ENV, AUTH, PROXIES }: Readonly<Record<string, unknown>>): boolean =>
  NODE_ENV === 'production' && AUTH !== 'off' && PROXIES === undefined

const limit = (most: number) => z.coerce.number().int().min(1).default(most)

/** `name=url,name=url`: GraphQL URLs of subgraphs; a name that comes again is another instance. */
const subgraphList = z.string().transform((value, problems) => {
  const urls: Record<string, string[]> = {}
  for (const entry of value.split(',').map(part => part.trim())) {
    const at = entry.indexOf('=')
    const url = entry.slice(at + 1)
    if (at < 1 || !/^(dns\+http|https?):\/\//.test(url) || !URL.canParse(url))
      problems.addIssue(`every entry must be <name>=<http URL>, not "${entry}"`)
    else (urls[entry.slice(0, at)] ??= []).push(url)
  }
  return urls
})

/** `label,label=percent`: shares of requests; a label alone is for all of them. */
const shareList = z.string().transform((value, problems) => {
  const shares: Record<string, number> = {}
  for (const entry of value.split(',').map(part => part.trim())) {
    const [label = '', percent = '100', ...more] = entry.split('=')
    const share = Number(percent)
    if (label === '' || percent === '' || more.length > 0 || !(share >= 0 && share <= 100))
      problems.addIssue(`every entry must be <label> or <label>=<0 to 100>, not "${entry}"`)
    else shares[label] = share
  }
  return shares
})

/** Each worker is a process, and needs memory of its own. */
const WORKERS_MAX = 64

/** `auto`: as many as the process has cores. */
const workerCount = z.string().transform((value, problems) => {
  if (value === 'auto') return Math.min(availableParallelism(), WORKERS_MAX)
  const count = /^\d+$/.test(value) ? Number(value) : 0
  if (count >= 1 && count <= WORKERS_MAX) return count
  problems.addIssue(`it must be auto, or a whole number from 1 to ${WORKERS_MAX}, not "${value}"`)
  return z.NEVER
})

const names = z.string().transform(value =>
  value
    .split(',')
    .map(name => name.trim())
    .filter(name => name !== ''),
)

const shape = {
  ...processSettings,
  ...trustSettings,
  SERVICE_PORT: portSetting(4000),
  /** Processes that serve the same port; of more than one, the process that is started is the primary. */
  GATEWAY_WORKERS: workerCount.default(1),
  /** A supergraph file; "introspect" composes what the subgraphs say of themselves. */
  SUPERGRAPH: z.string().min(1).default(COMMITTED_SUPERGRAPH),
  /** Milliseconds between two introspections; 0 introspects once. */
  SUPERGRAPH_POLL_MS: z.coerce.number().int().min(0).default(0),
  /** A file that says by tags what of the supergraph clients see. */
  SUPERGRAPH_CONTRACT: contractSetting.optional(),
  SUBGRAPHS: subgraphList.optional(),
  /** Labels of @override that are on, or are for a share of the requests: `checkout,search=25`. */
  OVERRIDE_LABELS: shareList.default({}),
  USERS_URLS: urlListSetting('http://127.0.0.1:4001'),
  CHARACTERS_URLS: urlListSetting('http://127.0.0.1:4002'),
  QUESTS_URLS: urlListSetting('http://127.0.0.1:4003'),
  GACHA_URLS: urlListSetting('http://127.0.0.1:4004'),
  SOCIAL_URLS: urlListSetting('http://127.0.0.1:4005'),
  NOTIFICATIONS_URLS: urlListSetting('http://127.0.0.1:4006'),
  /** All gateways, this one among them, for the console's overview; without it, that knows this one alone. */
  GATEWAY_URLS: urlListSetting(),
  /**
   * "off": tokens are only forwarded, and every client is anonymous to the access directives. Default: "jwt"
   * for our own supergraph and wherever a setting says where tokens come from; "off" for any other
   * supergraph, whose token issuer is unknown.
   */
  AUTH: z.enum(['jwt', 'off']).optional(),
  /** Default: the key sets that the instances of USERS_URLS publish. */
  JWKS_URLS: urlListSetting('http://127.0.0.1:4001/.well-known/jwks.json'),
  /** Trusted reverse proxies in front, for the client's address; production demands it, unless AUTH is off. */
  PROXIES: z.coerce.number().int().min(0).max(10).optional(),
  CORS_ORIGINS: names.optional(),
  /** The explorers and introspection. Default: not in production. */
  EXPLORERS: z.enum(['true', 'false']).optional(),
  /** The player app at / and the console at /console. Default: on, but not for another supergraph than ours. */
  WEB: z.enum(['on', 'off']).optional(),
  /** Where `npm run warehouse` puts the answers that the console shows. */
  WAREHOUSE_ANSWERS: z.string().min(1).default(ANSWERS_DIRECTORY),
  /** A file of operations that GraphiQL shows as tabs at the first visit. */
  EXPLORER_TABS: explorerTabsSetting.default([]),
  /** Names of operations that the metrics tell apart, besides those of trusted documents. */
  METRICS_OPERATIONS: names.default([]),
  /** Names of subgraphs that are subscribed to by the HTTP callback protocol. */
  CALLBACK_SUBGRAPHS: names.default([]),
  /** The base URL at which these reach this gateway, and no other. Default: the address at which it listens. */
  CALLBACK_URL: z.url({ protocol: /^https?$/ }).optional(),
  CALLBACK_HEARTBEAT_MS: z.coerce.number().int().min(10).max(600_000).default(5_000),
  SUBGRAPH_TIMEOUT_MS: limit(10_000),
  SUBGRAPH_RESPONSE_MAX_BYTES: limit(16_000_000),
  BODY_MAX_BYTES: limit(1_000_000),
  /** The approximate memory for recorded answers, which are reused when they repeat; 0 for none. */
  REPEATS_MAX_BYTES: z.coerce.number().int().min(0).default(16_000_000),
  LIMIT_TOKENS: limit(5_000),
  LIMIT_DEPTH: limit(15),
  LIMIT_FIELDS: limit(2_000),
  LIMIT_ROOT_FIELDS: limit(30),
  /** Of a mutation: each is a transaction, and they run one after the other. */
  LIMIT_MUTATION_FIELDS: limit(10),
  LIMIT_ALIASES: limit(60),
  LIMIT_DIRECTIVES: limit(60),
  LIMIT_OVERLAPS: limit(10_000),
  LIMIT_COST: limit(50_000),
  LIMIT_VALUE_DEPTH: limit(32),
  LIMIT_VARIABLE_VALUES: limit(10_000),
  /** Root fields of Subscription whose events are the same for all clients, separated by commas. */
  LIVE_PUBLIC_FIELDS: names.default([]),
  /**
   * Schema coordinates whose values are the same for all viewers who may subscribe, `Type.*` for all fields of a type,
   * besides those that the supergraph tags with `shared-events`. A subgraph that does not say who has access is
   * asked for each viewer all the same.
   */
  LIVE_SHARED_FIELDS: names.default([]),
  /** Default: CONNECTIONS_ABOVE_LIVE more than those for live updates. */
  LIMIT_CONNECTIONS: z.coerce.number().int().min(1).optional(),
  LIMIT_CONNECTIONS_PER_ADDRESS: z.coerce.number().int().min(1).optional(),
  LIMIT_LIVE_CONNECTIONS: limit(20_000),
  LIMIT_LIVE_CONNECTIONS_PER_ADDRESS: limit(2_000),
  LIMIT_LIVE_OPERATIONS: limit(100),
  LIMIT_LIVE_MESSAGE_BYTES: limit(100_000),
  LIVE_INIT_TIMEOUT_MS: limit(3_000),
  ...featureSettings,
}

export { shape as settings }

export type GatewayConfig = ReturnType<typeof readConfig>

/** @throws ConfigError naming every problem. */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env) {
  const { USERS_URLS, CHARACTERS_URLS, QUESTS_URLS, GACHA_URLS, SOCIAL_URLS, NOTIFICATIONS_URLS, ...settings } =
    parseConfig(shape, env, present => [
      ...(isProxiesNeeded(present) ? [PROXIES_NEEDED] : []),
      ...(present['MCP'] === 'on' && present['TRUSTED_DOCUMENTS'] === undefined ? [DOCUMENTS_NEEDED] : []),
      ...(present['POLICY_TOKEN'] !== undefined && present['POLICY_URL'] === undefined ? [POLICY_URL_NEEDED] : []),
      ...callbackProblems(present),
    ])
  const isGiven = (name: string): boolean => (env[name] ?? '') !== ''
  const development = settings.NODE_ENV !== 'production'
  // Our own subgraphs are known by the addresses of their services.
  const ours: Readonly<Record<string, readonly string[]>> = {
    users: graphqlUrls(USERS_URLS),
    characters: graphqlUrls(CHARACTERS_URLS),
    quests: graphqlUrls(QUESTS_URLS),
    gacha: graphqlUrls(GACHA_URLS),
    social: graphqlUrls(SOCIAL_URLS),
    notifications: graphqlUrls(NOTIFICATIONS_URLS),
  }
  const isForeign =
    settings.SUPERGRAPH === 'introspect'
      ? settings.SUBGRAPHS !== undefined
      : resolve(settings.SUPERGRAPH) !== COMMITTED_SUPERGRAPH
  const given = Object.entries(ours).filter(([name]) => isGiven(`${name.toUpperCase()}_URLS`))
  return {
    ...settings,
    LIMIT_CONNECTIONS: settings.LIMIT_CONNECTIONS ?? settings.LIMIT_LIVE_CONNECTIONS + CONNECTIONS_ABOVE_LIVE,
    LIMIT_CONNECTIONS_PER_ADDRESS:
      settings.LIMIT_CONNECTIONS_PER_ADDRESS ?? settings.LIMIT_LIVE_CONNECTIONS_PER_ADDRESS + CONNECTIONS_ABOVE_LIVE,
    metricsPort: metricsPortOf(settings),
    AUTH: settings.AUTH ?? (isForeign && !SETTINGS_OF_TOKENS.some(isGiven) ? 'off' : 'jwt'),
    PROXIES: settings.PROXIES ?? 0,
    RATE_LIMIT_USER: settings.RATE_LIMIT_USER ?? (development ? 0 : USER_REQUESTS_MAX),
    RATE_LIMIT_ADDRESS: settings.RATE_LIMIT_ADDRESS ?? (development ? 0 : ADDRESS_REQUESTS_MAX),
    USERS_URLS,
    SOCIAL_URLS,
    /** Users' live connections are told to social, where the supergraph is ours. */
    reportsPresence: !isForeign && (settings.AUTH ?? 'jwt') === 'jwt',
    JWKS_URLS: isGiven('JWKS_URLS')
      ? settings.JWKS_URLS
      : USERS_URLS.map(url => new URL('/.well-known/jwks.json', url).href),
    /** The keys are asked of users' instances, wherever they are at the moment. */
    keysFollowUsers: !isGiven('JWKS_URLS'),
    CORS_ORIGINS: settings.CORS_ORIGINS ?? (development ? [STUDIO_ORIGIN] : []),
    /** A developer's own web page runs on another port of this machine. */
    allowsLocalPages: development,
    EXPLORERS: settings.EXPLORERS === undefined ? development : settings.EXPLORERS === 'true',
    WEB: settings.WEB ?? (isForeign ? 'off' : 'on'),
    /** GraphQL URLs that replace the supergraph's routing URLs. */
    instances: { ...Object.fromEntries(given), ...settings.SUBGRAPHS } as Readonly<Record<string, readonly string[]>>,
    /** The subgraphs that the "introspect" source composes. */
    introspected: settings.SUBGRAPHS ?? ours,
  }
}

const graphqlUrls = (urls: readonly string[]): readonly string[] => urls.map(url => new URL('/graphql', url).href)
