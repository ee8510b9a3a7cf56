import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { LIVE_CONNECTIONS_METRIC } from '@waystone/gateway/deployment'
import {
  createReachability,
  databasePod,
  DATABASE_PORT,
  findProblems,
  manifests,
  newSecrets,
  podNamed,
  processes,
  render,
  subgraphNames,
  type KubernetesObject,
} from '@waystone/ops/kubernetes'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'

/** A copy: the overlay for one machine gets secrets of its own, which no checkout has. */
const place = mkdtempSync(path.join(tmpdir(), 'waystone-kubernetes-'))
const overlay = (name: string) => path.join(place, 'overlays', name)
/** A second, on a machine that is not busy. */
const RENDER_TIMEOUT_MS = 180_000
let production: readonly KubernetesObject[]
let local: readonly KubernetesObject[]

beforeAll(() => {
  cpSync('ops/kubernetes', place, { recursive: true })
  production = render(overlay('production'))
  rmSync(path.join(overlay('local'), 'secrets.env'), { force: true })
}, RENDER_TIMEOUT_MS)
afterAll(() => rmSync(place, { recursive: true }))

/** The objects with one of them changed. */
function changed(kind: string, name: string, change: (object: Changeable) => void): readonly KubernetesObject[] {
  const objects = structuredClone(production)
  const found = objects.find(each => each.kind === kind && each.metadata.name.startsWith(name))
  if (found === undefined) throw new Error(`There is no ${kind} ${name}`)
  change(found as unknown as Changeable)
  return objects
}

/** A rendered object, as far as these tests change it. */
interface Changeable {
  metadata: { annotations: Record<string, string> }
  data: Record<string, string>
  spec: {
    data: { secretKey: string }[]
    maxReplicas: number
    metrics: { pods?: { metric: { name: string } } }[]
    selector: Record<string, string>
    egress: unknown[]
    postgresql: { parameters: Record<string, string> }
    template: {
      spec: {
        terminationGracePeriodSeconds: number
        containers: {
          image: string
          readinessProbe?: unknown
          readynessProbe?: unknown
          securityContext: Record<string, unknown>
        }[]
      }
    }
  }
}

const container = ({ spec }: Changeable) => {
  const [first] = spec.template.spec.containers
  if (first === undefined) throw new Error('There is no container')
  return first
}

describe('ops/kubernetes', () => {
  it('has the base and components that the code makes: npm run ops:kubernetes -- generate', () => {
    const committed = [...manifests()].map(([file]) => [file, readFileSync(path.join('ops/kubernetes', file), 'utf8')])
    expect(Object.fromEntries(committed)).toEqual(Object.fromEntries(manifests()))
  })

  it('has an overlay for production in which nothing is wrong', () => {
    expect(findProblems(production)).toEqual([])
    const counts: Record<string, number> = {}
    for (const { kind } of production) counts[kind] = (counts[kind] ?? 0) + 1
    expect(counts).toMatchObject({
      Deployment: 8,
      Cluster: 6,
      ScheduledBackup: 6,
      HorizontalPodAutoscaler: 7,
      PodDisruptionBudget: 7,
      Job: 7,
      PodMonitor: 2,
    })
  })

  it(
    'has an overlay for one machine in which nothing is wrong, once its secrets are made',
    () => {
      expect(() => render(overlay('local'))).toThrow(/secrets\.env/)
      const lines = Object.entries(newSecrets()).map(([name, value]) => `${name}=${value}\n`)
      writeFileSync(path.join(overlay('local'), 'secrets.env'), lines.join(''))
      const local = render(overlay('local'))
      expect(findProblems(local)).toEqual([])
    },
    RENDER_TIMEOUT_MS,
  )

  it('leaves files to the containers that have them, and takes their schedule of secrets for the secret', () => {
    const objects = changed('ExternalSecret', 'waystone', ({ spec }) => {
      spec.data = spec.data.filter(({ secretKey }) => secretKey !== 'INTERNAL_SECRET')
    })
    const withFile = objects.map(object =>
      object.kind === 'ConfigMap' && object.metadata.name.startsWith('waystone-settings')
        ? { ...object, data: { INTERNAL_SECRETS_FILE: '/run/secrets/waystone/secrets.json' } }
        : object,
    )
    expect(findProblems(objects).filter(problem => problem.includes('INTERNAL_SECRET:'))).toHaveLength(processes.length)
    expect(findProblems(withFile)).toEqual([])
  })

  it('asks for the secrets that docker-compose.yml asks for, and holds none', () => {
    const compose = readFileSync('docker-compose.yml', 'utf8')
    const asked = [...compose.matchAll(/\$\{(\w+):\?/g)].map(([, name = '']) => name)
    // Passwords of databases are made by CloudNativePG; the operator's login in Redis has another name there.
    const expected = asked.filter(name => !/_DB_PASSWORD$|^POSTGRES_|^PROXIES$|^PAYMENTS$|^REDIS_PASSWORD$/.test(name))
    expect(Object.keys(newSecrets()).toSorted()).toEqual([...expected, 'DEFAULT_REDIS_PASSWORD'].toSorted())
    expect(production.filter(({ kind }) => kind === 'Secret')).toEqual([])
  })

  it('scales gateways by the metric that prometheus-adapter makes of what they export', () => {
    const values = parse(readFileSync('ops/kubernetes/prometheus-adapter-values.yaml', 'utf8')) as {
      rules: { custom: { name: { as: string } }[] }
    }
    const [rule] = values.rules.custom
    expect(rule?.name.as).toBe(LIVE_CONNECTIONS_METRIC)
    const scalers = production.filter(({ kind }) => kind === 'HorizontalPodAutoscaler')
    expect(JSON.stringify(scalers)).toContain(`"metric":{"name":"${LIVE_CONNECTIONS_METRIC}"}`)
  })
})

describe('network policies', () => {
  const names = [...subgraphNames, 'gateway', 'redis', 'seed', 'audit', ...subgraphNames.map(name => `migrate-${name}`)]

  it('let a subgraph, its migration and the jobs of operators reach its database, and nothing else', () => {
    const reaches = createReachability(production)
    const reached = subgraphNames.map(subgraph => [
      subgraph,
      names.filter(name => reaches(podNamed(production, name), databasePod(subgraph), DATABASE_PORT)).toSorted(),
    ])
    expect(Object.fromEntries(reached)).toEqual(
      Object.fromEntries(
        subgraphNames.map(subgraph => [subgraph, ['audit', `migrate-${subgraph}`, 'seed', subgraph].toSorted()]),
      ),
    )
    for (const one of subgraphNames)
      for (const other of subgraphNames)
        expect(reaches(databasePod(one), databasePod(other), DATABASE_PORT), `${one} to ${other}`).toBe(one === other)
  })

  it('let a process reach those that its settings name', () => {
    const reaches = createReachability(production)
    for (const from of processes)
      for (const to of processes) {
        const isReached = reaches(podNamed(production, from.name), podNamed(production, to.name), to.port)
        expect(isReached, `${from.name} to ${to.name}`).toBe(from.calls.includes(to.name))
      }
  })

  it('show metrics to Prometheus and to the gateway only, and the gateway to the Ingress controller only', () => {
    const reaches = createReachability(production)
    const outside = (namespace: string) => ({ labels: {}, namespace })
    for (const { name, port, metricsPort } of processes) {
      const pod = podNamed(production, name)
      expect(reaches(outside('monitoring'), pod, metricsPort)).toBe(true)
      expect(reaches(outside('default'), pod, metricsPort)).toBe(false)
      expect(reaches(outside('ingress'), pod, metricsPort)).toBe(false)
      expect(reaches(podNamed(production, 'gateway'), pod, metricsPort)).toBe(true)
      expect(reaches(podNamed(production, 'users'), pod, metricsPort)).toBe(false)
      expect(reaches(outside('ingress'), pod, port)).toBe(name === 'gateway')
    }
  })
})

describe('npm run ops:kubernetes -- check', () => {
  it.each<[string, () => readonly KubernetesObject[], string]>([
    [
      'a key that its Secret has not',
      () =>
        changed('ExternalSecret', 'waystone', ({ spec }) => {
          spec.data = spec.data.filter(({ secretKey }) => secretKey !== 'USERS_REDIS_PASSWORD')
        }),
      'the Secret waystone has no key USERS_REDIS_PASSWORD: Deployment users needs it for REDIS_PASSWORD',
    ],
    [
      'a Secret that is not there',
      () =>
        production.filter(({ kind, metadata }) => kind !== 'ExternalSecret' || metadata.name !== 'waystone-backups'),
      'there is no Secret waystone-backups, with the key ACCESS_KEY_ID: ObjectStore backups needs it',
    ],
    [
      'a secret that a setting needs',
      () =>
        changed('ExternalSecret', 'waystone', ({ spec }) => {
          spec.data = spec.data.filter(({ secretKey }) => secretKey !== 'STRIPE_SECRET_KEY')
        }),
      'Deployment users: STRIPE_SECRET_KEY: PAYMENTS=stripe needs it',
    ],
    [
      'a certificate that nothing makes',
      () =>
        changed('Ingress', 'gateway', ({ metadata }) => delete metadata.annotations['cert-manager.io/cluster-issuer']),
      'there is no Secret gateway-tls: Ingress gateway needs it for TLS, and names no issuer of cert-manager',
    ],
    [
      'a setting that no process knows',
      () => changed('ConfigMap', 'gateway-settings', ({ data }) => (data['LIMIT_DEPHT'] = '5')),
      'LIMIT_DEPHT, which is no setting of gateway',
    ],
    [
      'a value that its process refuses',
      () => changed('ConfigMap', 'gateway-settings', ({ data }) => (data['LIMIT_DEPTH'] = 'many')),
      'Deployment gateway: LIMIT_DEPTH: ',
    ],
    [
      'a secret among settings',
      () => changed('ConfigMap', 'waystone-settings', ({ data }) => (data['INTERNAL_SECRET'] = 'i'.repeat(32))),
      'has INTERNAL_SECRET, which is secret: the Secret waystone is for it',
    ],
    [
      'a setting that the base decides',
      () => changed('ConfigMap', 'waystone-settings', ({ data }) => (data['SERVICE_PORT'] = '5000')),
      'has SERVICE_PORT, which the base decides: Deployment gateway would not see it',
    ],
    [
      'a misspelled field',
      () =>
        changed('Deployment', 'users', object => {
          container(object).readynessProbe = container(object).readinessProbe
        }),
      'Deployment users: /spec/template/spec/containers/0 must NOT have additional properties "readynessProbe"',
    ],
    [
      'an image that may be another one tomorrow',
      () =>
        changed('Deployment', 'users', object => (container(object).image = 'registry.example.com/waystone:latest')),
      'expected the image registry.example.com/waystone:latest with a tag that is not latest, or with a digest',
    ],
    [
      'a container that may gain rights',
      () =>
        changed(
          'Deployment',
          'users',
          object => (container(object).securityContext['allowPrivilegeEscalation'] = true),
        ),
      'Deployment users: expected securityContext.allowPrivilegeEscalation of users to be false',
    ],
    [
      'less time than a shutdown takes',
      () => changed('Deployment', 'gateway', ({ spec }) => (spec.template.spec.terminationGracePeriodSeconds = 20)),
      'Deployment gateway: terminationGracePeriodSeconds is 20; preStop and a shutdown take up to 25',
    ],
    [
      'more live connections than a shutdown can send away',
      () => changed('ConfigMap', 'gateway-settings', ({ data }) => (data['LIMIT_LIVE_CONNECTIONS'] = '200000')),
      'gateway: 200000 live connections take 27000 ms to send away; a shutdown has 15000',
    ],
    [
      'a gateway that refuses clients before there is another one',
      () => changed('ConfigMap', 'gateway-settings', ({ data }) => (data['LIMIT_LIVE_CONNECTIONS'] = '10000')),
      'a gateway refuses clients at 10000, before 14000 ask for another gateway',
    ],
    [
      'a metric that no process exports',
      () =>
        changed('HorizontalPodAutoscaler', 'gateway', ({ spec }) => {
          for (const { pods } of spec.metrics) if (pods !== undefined) pods.metric.name = 'connections'
        }),
      'HorizontalPodAutoscaler gateway: no process exports connections',
    ],
    [
      'more instances than the database has connections for',
      () => changed('HorizontalPodAutoscaler', 'quests', ({ spec }) => (spec.maxReplicas = 12)),
      'Cluster quests-db: max_connections is 200; 12 instances of quests',
    ],
    [
      'an Ingress that cuts silent connections',
      () =>
        changed('Ingress', 'gateway', ({ metadata }) => (metadata.annotations['haproxy.org/timeout-tunnel'] = '30s')),
      'haproxy.org/timeout-tunnel is 30s; live connections are silent for 30 s',
    ],
    [
      'a Service without pods',
      () => changed('Service', 'users', ({ spec }) => (spec.selector = { app: 'users' })),
      'Service users: it selects no pod',
    ],
    [
      'a way that the network policies close',
      () => changed('NetworkPolicy', 'gacha', ({ spec }) => (spec.egress = [])),
      'the network policies keep gacha from its database, port 5432',
    ],
  ])('says %s', (_, objects, problem) => {
    expect(findProblems(objects()).join('\n')).toContain(problem)
  })
})
