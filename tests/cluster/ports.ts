import { subgraphs, type Subgraph } from '../chaos/postgres.js'

/** Database nodes: one primary and three replicas. */
export const NODES = 4
export const ETCD_MEMBERS = 3
const INSTANCES = 2

/** Where everything listens: ports in a row from the first one, which is the public endpoint's. */
export interface ClusterPorts {
  readonly public: number
  readonly write: number
  /** By the node that is preferred. */
  readonly reads: readonly number[]
  readonly postgres: readonly number[]
  readonly patroni: readonly number[]
  readonly etcd: readonly { readonly client: number; readonly peer: number }[]
  readonly gateways: readonly ServicePorts[]
  readonly subgraphs: Readonly<Record<Subgraph, readonly ServicePorts[]>>
  readonly count: number
}

export interface ServicePorts {
  readonly service: number
  readonly metrics: number
}

export function portsFrom(first: number): ClusterPorts {
  let next = first
  const take = () => next++
  const several = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make)
  const service = () => ({ service: take(), metrics: take() })
  const ports = {
    public: take(),
    write: take(),
    reads: several(NODES, take),
    postgres: several(NODES, take),
    patroni: several(NODES, take),
    etcd: several(ETCD_MEMBERS, () => ({ client: take(), peer: take() })),
    gateways: several(INSTANCES, service),
    subgraphs: Object.fromEntries(subgraphs.map(name => [name, several(INSTANCES, service)])) as Record<
      Subgraph,
      ServicePorts[]
    >,
  }
  return { ...ports, count: next - first }
}
