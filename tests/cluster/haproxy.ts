import { createConnection } from 'node:net'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Lifecycle } from '@waystone/kit/lifecycle'
import type { DatabaseNode } from './database-node.js'
import type { ClusterPorts } from './ports.js'
import { createServer } from './server.js'
import { fillTemplate } from './template.js'
import { until } from './wait.js'

const HOST = '127.0.0.1'
const START_TIMEOUT_MS = 20_000

export interface Haproxy {
  /** Gives a gateway no new request; those under way go on. */
  drain(gateway: string): Promise<void>
  /** Gives it requests again, as soon as it says that it is ready. */
  use(gateway: string): Promise<void>
  /** Until both gateways are used, and each port for databases has a server. */
  untilAllUp(): Promise<void>
}

export async function startHaproxy(options: {
  command: string
  ports: ClusterPorts
  nodes: readonly DatabaseNode[]
  directory: string
  logs: string
  lifecycle: Lifecycle
}): Promise<Haproxy> {
  const { command, ports, nodes, directory, logs, lifecycle } = options
  const file = path.join(directory, 'haproxy.cfg')
  const numbered = (name: string, values: readonly string[]) =>
    Object.fromEntries(values.map((value, index) => [`${name}_${index + 1}`, value]))
  const text = fillTemplate('haproxy.cfg', {
    DIRECTORY: directory,
    HOST,
    PUBLIC_PORT: String(ports.public),
    WRITE_PORT: String(ports.write),
    ...numbered('READ_PORT', ports.reads.map(String)),
    ...numbered(
      'PG',
      nodes.map(({ host, port }) => `${host}:${port}`),
    ),
    ...numbered(
      'REST',
      nodes.map(({ api }) => new URL(api).port),
    ),
    ...numbered(
      'GATEWAY',
      ports.gateways.map(({ service }) => `${HOST}:${service}`),
    ),
  })
  writeFileSync(file, text, { mode: 0o600 })
  const server = createServer({
    name: 'haproxy',
    command,
    args: ['-db', '-f', file],
    logFile: path.join(logs, 'haproxy.log'),
    stopSignal: 'SIGINT',
  })
  lifecycle.onClose('haproxy', () => server.stop())
  await server.start()
  const socket = path.join(directory, 'haproxy.sock')
  await until(
    'haproxy to answer',
    async () => server.pid() > 0 && (await ask(socket, 'show info')).includes('Uptime'),
    {
      timeoutMs: START_TIMEOUT_MS,
    },
  )
  const states = async () => {
    const [, ...lines] = (await ask(socket, 'show stat -1 4 -1')).trim().split('\n')
    return lines.map(line => {
      const fields = line.split(',')
      return { listener: fields[0] ?? '', server: fields[1] ?? '', status: fields[17] ?? '' }
    })
  }
  const isUp = (status: string) => status.startsWith('UP')
  return {
    drain: async gateway => void (await ask(socket, `set server public/${gateway} state drain`)),
    use: async gateway => {
      await ask(socket, `set server public/${gateway} state ready`)
      await until(`haproxy to use ${gateway}`, async () =>
        (await states()).some(each => each.server === gateway && isUp(each.status)),
      )
    },
    untilAllUp: () =>
      until('haproxy to have a server for each port', async () => {
        const all = await states()
        const listeners = new Set(all.map(({ listener }) => listener))
        const without = [...listeners].filter(name => !all.some(each => each.listener === name && isUp(each.status)))
        if (without.length === 0) return true
        throw new Error(`no server of ${without.join(', ')} is up`)
      }),
  }
}

/** One command of haproxy's runtime API. */
const ask = (socket: string, command: string): Promise<string> =>
  new Promise((resolve, reject) => {
    let answer = ''
    createConnection(socket)
      .on('connect', function (this: NodeJS.WritableStream) {
        this.write(`${command}\n`)
      })
      .on('data', (chunk: Buffer) => (answer += chunk.toString()))
      .on('error', reject)
      .on('end', () => resolve(answer))
  })
