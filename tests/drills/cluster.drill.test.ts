import { afterAll, beforeAll, expect, it } from 'vitest'
import { freePort } from '@waystone/kit/process'
import { startCluster, type Cluster } from '../cluster/cluster.js'
import { portsFrom } from '../cluster/ports.js'
import { stepOnStderr } from '../cluster/progress.js'
import { drills } from './drills.js'
import { brokenPaths } from './paths.js'
import { runDrill } from './run-drill.js'

const size = { clients: 8, readers: 2, operations: 500 }
let cluster: Cluster

beforeAll(async () => {
  const port = await freePort(portsFrom(0).count)
  cluster = await startCluster({ port, isMinimal: false, step: stepOnStderr })
}, 300_000)
afterAll(() => cluster.close({ keepLogs: false }))

it('prepared statements, LISTEN and replicas are reached through haproxy', async () => {
  expect(await brokenPaths(cluster)).toEqual([])
})

it.each(drills)(
  'loses nothing and keeps its bounds: $fault',
  async drill => {
    const row = await runDrill(cluster, drill, { size, seed: 1, say: () => undefined })
    expect(row.problems).toEqual([])
    expect(row.lostOperations).toBe(0)
  },
  300_000,
)
