import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { Pool } from 'undici'
import type { Call, KnownLoad } from './process-contract.js'

/**
 * The least that a gateway must do, and no gateway: it knows each query's calls and its answer. It makes the
 * calls, wave by wave, by undici, parses what comes back, and writes the known answer.
 */
const CONNECTIONS_MAX = 64

const [port, subgraphsUrl = '', file = ''] = process.argv.slice(2)
const pool = new Pool(subgraphsUrl, { connections: CONNECTIONS_MAX })
const known = new Map(
  (JSON.parse(readFileSync(file, 'utf8')) as KnownLoad[]).map(({ query, calls, answer }) => {
    const waves: Call[][] = []
    for (const call of calls) (waves[call.wave] ??= []).push(call)
    return [query, { waves: Object.values(waves), answer }]
  }),
)

async function make({ path, body }: Call, authorization: string): Promise<void> {
  const headers = { 'content-type': 'application/json', authorization }
  const response = await pool.request({ method: 'POST', path, body, headers })
  await response.body.json()
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => void chunks.push(chunk))
  request.on('end', () => {
    const { query } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { query: string }
    const load = known.get(query)
    if (load === undefined) {
      response.writeHead(404)
      response.end()
      return
    }
    const { authorization = '' } = request.headers
    const work = async () => {
      for (const wave of load.waves) await Promise.all(wave.map(call => make(call, authorization)))
      const text = JSON.stringify(load.answer)
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
      response.end(text)
    }
    work().catch(() => response.destroy())
  })
})
server.keepAliveTimeout = 600_000
server.listen(Number(port), '127.0.0.1')
