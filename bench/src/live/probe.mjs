// Loaded into a process that is measured, by --import with ?port= and maybe &core=: answers with its CPU time
// as the kernel accounts it, and its memory after a full collection. Needs --expose-gc.
import { spawnSync } from 'node:child_process'
import { createServer } from 'node:http'

const { searchParams } = new URL(import.meta.url)
const core = searchParams.get('core')
// Before anything else runs: threads that begin later stay on the core of those that began them.
if (core !== null) spawnSync('taskset', ['-a', '-c', '-p', core, String(process.pid)])

const server = createServer((_request, response) => {
  const cpu = process.cpuUsage()
  for (let times = 0; times < 2; times++) globalThis.gc?.()
  const { heapUsed, external, rss } = process.memoryUsage()
  const after = process.cpuUsage()
  const [cpuUs, cpuAfterUs] = [cpu, after].map(({ user, system }) => user + system)
  response.end(JSON.stringify({ cpuUs, cpuAfterUs, heapUsed, external, rss }))
})
server.listen(Number(searchParams.get('port')), '127.0.0.1')
server.unref()
