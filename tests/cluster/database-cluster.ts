import { randomBytes } from 'node:crypto'
import { chownSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Lifecycle } from '@waystone/kit/lifecycle'
import { createDatabaseNode, type DatabaseNode } from './database-node.js'
import { NODES, type ClusterPorts } from './ports.js'
import type { ClusterPrograms } from './programs.js'
import type { Network } from './network.js'
import { until } from './wait.js'

/** A member as Patroni's GET /cluster tells it. */
interface Member {
  readonly name: string
  readonly role: string
  readonly state: string
  readonly lag?: number | string
}

export interface DatabaseCluster {
  readonly nodes: readonly DatabaseNode[]
  readonly superuserPassword: string
  /** The node that leads now. @throws Error when none does. */
  primary(): Promise<DatabaseNode>
  replicas(): Promise<readonly DatabaseNode[]>
  /** The replica that a commit waits for. */
  synchronous(): Promise<DatabaseNode>
  /** Until one node leads, every other one follows it closely, and one of them is synchronous. */
  untilWhole(): Promise<void>
  /** Hands the lead over in order. */
  switchOver(): Promise<void>
}

/** A replica that is further behind, in bytes of log, does not follow closely. */
const LAG_MAX = 1024 * 1024
const RUNNING = /^(running|streaming)$/

export async function startDatabaseCluster(options: {
  programs: ClusterPrograms
  network: Network
  ports: ClusterPorts
  etcdHosts: string
  directory: string
  logs: string
  user: { readonly uid: number; readonly gid: number } | undefined
  lifecycle: Lifecycle
}): Promise<DatabaseCluster> {
  const { programs, network, ports, etcdHosts, directory, logs, user, lifecycle } = options
  const secrets = { superuser: secret(), replication: secret(), rewind: secret() }
  mkdirSync(directory, { recursive: true, mode: 0o755 })
  if (user !== undefined) chownSync(directory, user.uid, user.gid)
  const nodes = ports.postgres.map((port, index) =>
    createDatabaseNode({
      index,
      port,
      apiPort: ports.patroni[index] ?? 0,
      directory: path.join(directory, `pg-${index + 1}`),
      logs,
      network,
      patroni: programs.patroni,
      binaries: programs.postgresDirectory,
      etcdHosts,
      secrets,
      user,
    }),
  )
  const members = async (): Promise<readonly Member[]> => {
    const views = nodes.map(async ({ api }) => {
      const answer = await fetch(`${api}/cluster`, { signal: AbortSignal.timeout(2_000) })
      return ((await answer.json()) as { members: readonly Member[] }).members
    })
    return await Promise.any(views)
  }
  const named = async (role: (member: Member) => boolean, what: string): Promise<readonly DatabaseNode[]> => {
    const names = new Set((await members()).filter(role).map(({ name }) => name))
    const found = nodes.filter(({ name }) => names.has(name))
    if (found.length === 0) throw new Error(`No node is ${what}`)
    return found
  }
  const one = async (...of: Parameters<typeof named>): Promise<DatabaseNode> => {
    const [found] = await named(...of)
    if (found === undefined) throw new Error(`No node is ${of[1]}`)
    return found
  }
  const isWhole = async () => {
    const all = await members()
    const following = all.filter(({ role, state, lag }) => role !== 'leader' && RUNNING.test(state) && isClose(lag))
    const leading = all.filter(({ role, state }) => role === 'leader' && state === 'running')
    const synchronous = all.filter(({ role }) => role === 'sync_standby')
    if (leading.length === 1 && following.length === NODES - 1 && synchronous.length === 1) return true
    throw new Error(all.map(({ name, role, state, lag }) => `${name} ${role} ${state} ${lag ?? ''}`).join(', '))
  }
  const primary = () => one(({ role }) => role === 'leader', 'the leader')
  const untilWhole = () => until('a leader with replicas that follow it', isWhole)

  lifecycle.onClose('databases', async () => void (await Promise.all(nodes.map(node => node.stop()))))
  for (const node of nodes) await node.start()
  await untilWhole()
  return {
    nodes,
    superuserPassword: secrets.superuser,
    primary,
    replicas: () => named(({ role }) => role !== 'leader', 'a replica'),
    synchronous: () => one(({ role }) => role === 'sync_standby', 'synchronous'),
    untilWhole,
    switchOver: async () => {
      const { name, api } = await primary()
      const body = JSON.stringify({ leader: name, candidate: (await one(isSynchronous, 'synchronous')).name })
      const answer = await fetch(`${api}/switchover`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json' },
      })
      if (answer.status !== 200) throw new Error(`The switchover was refused: ${await answer.text()}`)
    },
  }
}

const secret = () => randomBytes(24).toString('base64url')
const isSynchronous = ({ role }: Member) => role === 'sync_standby'
/** Patroni says "unknown" of one that it has not heard of. */
const isClose = (lag: number | string | undefined) => typeof lag === 'number' && lag <= LAG_MAX
