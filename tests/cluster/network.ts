import { execFileSync } from 'node:child_process'
import { StartError } from '@waystone/kit/errors'

/** How the database nodes reach each other, etcd, and haproxy. */
export interface Network {
  /** Of this machine, as the nodes see it. */
  readonly host: string
  /** Of the addresses that may be clients of a database. */
  readonly clients: string
  hostOf(node: number): string
  /** A command as it must be called to run on that node, by this user. */
  onNode(node: number, command: readonly string[], user: NodeUser | undefined): readonly string[]
  /** Cuts the node off from everything: nothing is refused, nothing arrives. @throws StartError without namespaces. */
  cut(node: number): void
  mend(node: number): void
  close(): void
}

interface NodeUser {
  readonly uid: number
  readonly gid: number
}

/** Everything on 127.0.0.1: no network can be cut. */
export const loopbackNetwork: Network = {
  host: '127.0.0.1',
  clients: '127.0.0.1/32',
  hostOf: () => '127.0.0.1',
  onNode: (_, command, user) => asUser(command, user),
  cut: () => {
    throw new StartError('A network can be cut only with network namespaces, which need root and Linux.')
  },
  mend: () => undefined,
  close: () => undefined,
}

const run = (command: string): void => {
  const [program = '', ...args] = command.split(' ')
  execFileSync(program, args, { stdio: ['ignore', 'ignore', 'pipe'] })
}

/** Says if this user can make network namespaces and their cables. */
export function hasNamespaces(): boolean {
  const probe = `wsp${process.pid % 100_000}`
  try {
    run(`ip link add ${probe} type bridge`)
    run(`ip link del ${probe}`)
    run(`ip netns add ${probe}`)
    run(`ip netns del ${probe}`)
    return true
  } catch {
    // No root, no `ip`, or a container without the right to it.
    return false
  }
}

/**
 * A network namespace for each node, with a cable of its own to a bridge of this machine.
 * @param id tells the networks of one machine apart: names and addresses are made from it
 */
export function namespacedNetwork(nodes: number, id: number): Network {
  const bridge = `wsb${id}`
  const subnet = `10.${200 + (Math.floor(id / 250) % 50)}.${id % 250}`
  const host = `${subnet}.254`
  const nameOf = (node: number) => `ws${id}n${node}`
  const cableOf = (node: number) => `wsc${id}n${node}`
  const all = Array.from({ length: nodes }, (_, node) => node)
  const remove = () => {
    // Cables first: those of a namespace that is gone stay for a moment.
    const cables = all.map(node => `ip link del ${cableOf(node)}`)
    for (const command of [...cables, ...all.map(node => `ip netns del ${nameOf(node)}`), `ip link del ${bridge}`]) {
      try {
        run(command)
      } catch {
        // It was not there, or not any more.
      }
    }
  }
  remove()
  run(`ip link add ${bridge} type bridge`)
  run(`ip addr add ${host}/24 dev ${bridge}`)
  run(`ip link set ${bridge} up`)
  for (const node of all) {
    const inside = `ip netns exec ${nameOf(node)} ip`
    run(`ip netns add ${nameOf(node)}`)
    run(`ip link add ${cableOf(node)} type veth peer name eth0 netns ${nameOf(node)}`)
    run(`ip link set ${cableOf(node)} master ${bridge}`)
    run(`ip link set ${cableOf(node)} up`)
    run(`${inside} addr add ${subnet}.${node + 1}/24 dev eth0`)
    run(`${inside} link set eth0 up`)
    run(`${inside} link set lo up`)
  }
  return {
    host,
    clients: `${subnet}.0/24`,
    hostOf: node => `${subnet}.${node + 1}`,
    onNode: (node, command, user) => ['ip', 'netns', 'exec', nameOf(node), ...asUser(command, user)],
    cut: node => run(`ip link set ${cableOf(node)} down`),
    mend: node => run(`ip link set ${cableOf(node)} up`),
    close: remove,
  }
}

/** A change of users forgets which signal the command gets when its parent is gone, so it is set again. */
const asUser = (command: readonly string[], user: NodeUser | undefined): readonly string[] =>
  user === undefined
    ? command
    : [
        'setpriv',
        `--reuid=${user.uid}`,
        `--regid=${user.gid}`,
        '--clear-groups',
        '--pdeathsig',
        'INT',
        '--',
        ...command,
      ]
