import { afterAll, beforeAll, expect, it } from 'vitest'
import { freePort } from '@waystone/kit/process'
import { startCluster, type Cluster } from '../cluster/cluster.js'
import { portsFrom } from '../cluster/ports.js'
import { findPrograms } from '../cluster/programs.js'
import { stepOnStderr } from '../cluster/progress.js'
import { drills, shortDrills } from './drills.js'
import { brokenPaths } from './paths.js'
import { runDrill } from './run-drill.js'

/** `DRILLS=short`, for CI: what is lost most often, and fewer operations. */
const isShort = process.env['DRILLS'] === 'short'
const chosen = isShort ? drills.filter(({ name }) => shortDrills.has(name)) : drills
const size = { clients: 8, readers: 2, operations: isShort ? 200 : 500 }
let cluster: Cluster
let starting: Promise<Cluster> | undefined

// Packages that the machine does not have are fetched once, into .cache; they are no part of the start.
beforeAll(async () => void (await stepOnStderr("Debian's packages", findPrograms)), 600_000)
beforeAll(async () => {
  const port = await freePort(portsFrom(0).count)
  starting = startCluster({ port, isMinimal: false, isBuilt: true, step: stepOnStderr })
  cluster = await starting
}, 600_000)
// A start that was too late goes on: its servers would outlive the test.
afterAll(async () => {
  const started = await starting?.catch(() => null)
  await stepOnStderr('Everything stops', async () => await started?.close({ keepLogs: false }))
}, 600_000)

it('prepared statements, LISTEN and replicas are reached through haproxy', async () => {
  expect(await brokenPaths(cluster)).toEqual([])
})

it.each(chosen)(
  'loses nothing and keeps its bounds: $fault',
  async drill => {
    const row = await stepOnStderr(drill.name, () => runDrill(cluster, drill, { size, seed: 1, say: () => undefined }))
    expect(row.problems).toEqual([])
    expect(row.lostOperations).toBe(0)
  },
  300_000,
)
