import { realpathSync } from 'node:fs'
import path from 'node:path'
import { requireDebianTools } from '@waystone/kit/debian-tools'

export interface ClusterPrograms {
  readonly patroni: string
  readonly etcd: string
  readonly haproxy: string
  /** Patroni needs pg_basebackup, pg_rewind and pg_isready, which the embedded PostgreSQL does not have. */
  readonly postgresDirectory: string
}

const POSTGRES = 'postgresql-15'

/** @throws StartError that says what to install. */
export async function findPrograms(): Promise<ClusterPrograms> {
  const { patroni, etcd, haproxy, initdb } = await requireDebianTools({
    patroni: 'patroni',
    etcd: 'etcd-server',
    haproxy: 'haproxy',
    // Of unpacked packages, only what is named here can be run.
    initdb: POSTGRES,
    postgres: POSTGRES,
    pg_ctl: POSTGRES,
    pg_controldata: POSTGRES,
    pg_rewind: POSTGRES,
    pg_basebackup: POSTGRES,
    pg_isready: POSTGRES,
  })
  return { patroni, etcd, haproxy, postgresDirectory: path.dirname(realpathSync(initdb)) }
}
