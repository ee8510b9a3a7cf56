import path from 'node:path'
import type { Lifecycle } from '@waystone/kit/lifecycle'
import type { ClusterPorts } from './ports.js'
import { createServer, type Server } from './server.js'
import { until } from './wait.js'

/** Members of one etcd, where Patroni keeps who leads: it works while more than half of them live. */
export interface Etcd {
  readonly members: readonly Server[]
  /** As Patroni takes them. */
  readonly hosts: string
  /** The member that leads now. */
  leader(): Promise<Server>
  untilHealthy(): Promise<void>
}

export async function startEtcd(options: {
  command: string
  host: string
  ports: ClusterPorts['etcd']
  directory: string
  logs: string
  lifecycle: Lifecycle
}): Promise<Etcd> {
  const { command, host, ports, directory, logs, lifecycle } = options
  const nameOf = (place: number) => `etcd-${place + 1}`
  const cluster = ports.map(({ peer }, place) => `${nameOf(place)}=http://${host}:${peer}`).join(',')
  const members = ports.map(({ client, peer }, place) => {
    const name = nameOf(place)
    const settings = {
      name,
      'data-dir': path.join(directory, name),
      'listen-client-urls': `http://${host}:${client}`,
      'advertise-client-urls': `http://${host}:${client}`,
      'listen-peer-urls': `http://${host}:${peer}`,
      'initial-advertise-peer-urls': `http://${host}:${peer}`,
      'initial-cluster': cluster,
      'initial-cluster-token': 'waystone',
      'heartbeat-interval': '100',
      'election-timeout': '1000',
    }
    const args = Object.entries(settings).map(([key, value]) => `--${key}=${value}`)
    return createServer({ name, command, args, logFile: path.join(logs, `${name}.log`), stopSignal: 'SIGINT' })
  })
  lifecycle.onClose('etcd', async () => void (await Promise.all(members.map(member => member.stop()))))
  await Promise.all(members.map(member => member.start()))
  const isHealthy = async (client: number) => {
    const answer = await fetch(`http://${host}:${client}/health`, { signal: AbortSignal.timeout(2_000) })
    return ((await answer.json()) as { health: string }).health === 'true'
  }
  const untilHealthy = async () => {
    await Promise.all(
      ports.map(({ client }, place) => until(`${nameOf(place)} to be healthy`, () => isHealthy(client))),
    )
  }
  await untilHealthy()
  const leader = async () => {
    for (const [place, { client }] of ports.entries()) {
      const answer = await fetch(`http://${host}:${client}/v3/maintenance/status`, { method: 'POST', body: '{}' })
      const { header, leader: leaderId } = (await answer.json()) as { header: { member_id: string }; leader: string }
      const member = members[place]
      if (header.member_id === leaderId && member !== undefined) return member
    }
    throw new Error('No member of etcd leads')
  }
  return { members, hosts: ports.map(({ client }) => `${host}:${client}`).join(','), leader, untilHealthy }
}
