import { createCommand, print } from '@waystone/kit/command'
import { closeOnSignals, runMain } from '@waystone/kit/lifecycle'
import { createLogger } from '@waystone/kit/logger'
import { startCluster } from './cluster.js'
import { parsePort, PORT_DEFAULT } from './options.js'
import { portsFrom } from './ports.js'
import { stepOnStderr } from './progress.js'

interface Options {
  readonly port: number
  readonly data?: string
  readonly minimal: boolean
}

runMain(async () => {
  const { port, data, minimal } = createCommand('ops:cluster')
    .description(
      'Runs the replicated set-up on this machine until Ctrl-C: PostgreSQL under Patroni with one primary and three replicas, etcd of three members, haproxy, a Redis Cluster, and two of each process of Waystone.',
    )
    .option(
      '--port <port>',
      `the public endpoint; the ${portsFrom(0).count - 1} ports after it are taken, too`,
      parsePort,
      PORT_DEFAULT,
    )
    .option('--data <directory>', 'where a folder is made for its data, which is removed at the end')
    .option('--minimal', 'one process of each instead of two', false)
    .addHelpText(
      'after',
      `
Debian's packages patroni, python3-etcd, etcd-server, haproxy and postgresql-15 are needed; root has them installed. Each start
begins without data. Exit code: 0, 1 when a part does not start, 2 for wrong usage.`,
    )
    .parse()
    .opts<Options>()
  const starting = startCluster({ port, directory: data, isMinimal: minimal, step: stepOnStderr })
  // A signal during the start waits for what was begun, and closes that.
  const close = async () => await (await starting).close({ keepLogs: false })
  closeOnSignals({ close }, createLogger({ name: 'ops:cluster', level: 'warn' }))
  const { url, postgres, ports, logs, databases } = await starting
  const [first] = databases.nodes
  print(`
  ${url}/graphql                    the gateways, behind haproxy
  ${postgres.url('users', 'you')}   users' database, as an example: the primary
  127.0.0.1:${ports.reads.join(', :')}         the replicas, each the preferred one of a port
  ${first?.api ?? ''}/cluster     Patroni's word on who leads
  ${logs}
  Ctrl-C stops everything.`)
})
