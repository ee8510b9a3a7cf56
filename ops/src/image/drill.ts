import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { cpSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { LIVE_CONNECTIONS_METRIC } from '@waystone/gateway/deployment'
import { startEmbeddedPostgres } from '@waystone/kit/embedded-postgres'
import type { Lifecycle } from '@waystone/kit/lifecycle'
import {
  DATABASE_PORT,
  databaseOf,
  newSecrets,
  podsOf,
  processes,
  render,
  secretsOf,
  subgraphNames,
  type KubernetesObject,
  type Pod,
} from '../kubernetes/index.js'
import { root, type Image } from './build-image.js'
import { confinementOf, execute, startContainer, whenReady, type Machine, type RunningContainer } from './containers.js'

const READY_TIMEOUT_MS = 120_000
const GATEWAY_URL = 'http://127.0.0.1:4000/graphql'

/** A line of the report. */
export interface Drilled {
  readonly container: string
  readonly readyMs: number
  readonly stoppedMs: number | null
  readonly exitCode: number | null
  readonly confinement: ReturnType<typeof confinementOf> | null
}

/**
 * Runs every container of the overlay `local` from the image, against a real Postgres and Redis: Redis, the
 * jobs of a release, the subgraphs, the gateway, the audit. This process needs a network namespace of its
 * own, since the containers take the ports of their manifests.
 * @throws Error when one does not start, answer, confine itself or end as its manifest says
 */
export async function drill(options: {
  image: Image
  nodeBin: string
  directory: string
  lifecycle: Lifecycle
  onStep: (step: string) => void
}): Promise<readonly Drilled[]> {
  const { lifecycle, onStep } = options
  run('ip', 'link', 'set', 'lo', 'up')
  const machine: Machine = { ...options, ...(await openCluster(options)) }
  const pods = podsOf(machine.objects)
  const podOf = (kind: string, name: string): Pod => {
    const found = pods.find(each => each.kind === kind && each.name === name)
    if (found === undefined) throw new Error(`There is no ${kind} ${name}`)
    return found
  }
  const report: Drilled[] = []
  const running: { container: RunningContainer; readyMs: number }[] = []
  const serve = async (name: string) => {
    const container = startContainer(podOf('Deployment', name), machine)
    lifecycle.onClose(name, () => void container.child.kill('SIGKILL'))
    running.push({ container, readyMs: await whenReady(container, machine, READY_TIMEOUT_MS) })
    onStep(`${name} is ready`)
  }
  const finish = async (kind: string, name: string) => {
    const began = performance.now()
    const { child, said } = startContainer(podOf(kind, name), machine)
    const [exitCode] = (await once(child, 'close')) as [number | null]
    if (exitCode !== 0) throw new Error(`${kind} ${name} ended with ${exitCode}:\n${said()}`)
    report.push({ container: name, readyMs: performance.now() - began, stoppedMs: null, exitCode, confinement: null })
    onStep(`${kind} ${name} is done`)
  }

  await serve('redis')
  await Promise.all(subgraphNames.map(name => finish('Job', `migrate-${name}`)))
  await Promise.all(subgraphNames.map(serve))
  await serve('gateway')
  await finish('Job', 'seed')
  await askForBanners()
  await expectMetric()
  await finish('CronJob', 'audit')
  for (const { container } of running) await expectUnwritable(container, machine)
  for (const { container, readyMs } of running.toReversed()) report.push(await stop(container, readyMs))
  return report
}

/**
 * Postgres with the databases of all clusters, the names of the cluster, and the objects of the overlay
 * `local`.
 */
async function openCluster({ directory, lifecycle }: { directory: string; lifecycle: Lifecycle }) {
  const manifests = path.join(directory, 'kubernetes')
  cpSync(path.join(root, 'ops/kubernetes'), manifests, { recursive: true })
  const lines = Object.entries(newSecrets()).map(([key, value]) => `${key}=${value}\n`)
  writeFileSync(path.join(manifests, 'overlays/local/secrets.env'), lines.join(''), { mode: 0o600 })
  const objects = render(path.join(manifests, 'overlays/local'))
  const passwords = new Map(subgraphNames.map(name => [name, randomBytes(24).toString('hex')]))
  const postgres = await startEmbeddedPostgres({
    directory: path.join(directory, 'postgres'),
    port: DATABASE_PORT,
    isDurable: false,
    databases: subgraphNames.map(each => {
      const { name, owner } = databaseOf(each)
      return { name, role: owner, password: passwords.get(each) ?? '' }
    }),
  })
  lifecycle.onClose('Postgres', () => postgres.stop())
  const hostsFile = path.join(directory, 'hosts')
  writeFileSync(hostsFile, `127.0.0.1 localhost ${namesOf(objects).join(' ')}\n`)
  // CloudNativePG would put them there.
  const owners = subgraphNames.map(
    each => [databaseOf(each).secret, new Map([['password', passwords.get(each) ?? '']])] as const,
  )
  return { objects, hostsFile, secrets: new Map([...secretsOf(objects), ...owners]) }
}

const namesOf = (objects: readonly KubernetesObject[]): readonly string[] => [
  ...objects.filter(({ kind }) => kind === 'Service').map(({ metadata }) => metadata.name),
  ...subgraphNames.map(each => databaseOf(each).host),
]

/** By way of the gateway: a subgraph answers from its database. */
async function askForBanners(): Promise<void> {
  const response = await fetch(GATEWAY_URL, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ banners { id } }' }),
  })
  const text = await response.text()
  if (!/"banners":\[\{"id"/.test(text))
    throw new Error(`Expected banners of the gateway, not ${response.status} ${text}`)
}

/** The autoscaler's, before there is a connection. */
async function expectMetric(): Promise<void> {
  const metricsPort = processes.find(({ name }) => name === 'gateway')?.metricsPort
  const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text()
  if (!text.includes(`\n${LIVE_CONNECTIONS_METRIC}{`))
    throw new Error(`The gateway shows no ${LIVE_CONNECTIONS_METRIC}`)
}

/** The root of a container, where its image lies. */
async function expectUnwritable({ pod }: RunningContainer, machine: Machine): Promise<void> {
  for (const place of ['/', '/usr', '/etc'])
    if ((await execute(pod, machine, ['/bin/sh', '-c', `: > ${place}/written`])) === 0)
      throw new Error(`${pod.title} can write to ${place}`)
}

/** As the kubelet does after the preStop hook. */
async function stop(container: RunningContainer, readyMs: number): Promise<Drilled> {
  const { name, child, pod } = container
  const confinement = confinementOf(container)
  const preStopSeconds = pod.spec.containers[0]?.lifecycle?.preStop.sleep?.seconds ?? 0
  const graceMs = (pod.spec.terminationGracePeriodSeconds - preStopSeconds) * 1000
  const began = performance.now()
  const closed = once(child, 'close') as Promise<[number | null]>
  child.kill('SIGTERM')
  const [exitCode] = await closed
  const stoppedMs = performance.now() - began
  if (exitCode !== 0 || stoppedMs > graceMs)
    throw new Error(`${name} ended with ${exitCode} after ${stoppedMs} ms of ${graceMs}:\n${container.said()}`)
  const { uid, capabilities, bounding, noNewPrivileges, isRootReadOnly } = confinement
  const isConfined = /^0+$/.test(capabilities + bounding) && noNewPrivileges && isRootReadOnly && uid > 0
  if (!isConfined) throw new Error(`${name} is not confined: ${JSON.stringify(confinement)}`)
  return { container: name, readyMs, stoppedMs, exitCode, confinement }
}

function run(command: string, ...args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${error?.message ?? stderr}`)
}
