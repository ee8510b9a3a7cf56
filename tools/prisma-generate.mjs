// Generates one subgraph's Prisma client. The CLI wants a schema engine that generating does not use, and
// would download it: any existing file keeps it from that.
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import path from 'node:path'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const name = process.argv[2]
if (name === undefined) {
  process.stderr.write('usage: node tools/prisma-generate.mjs <subgraph>\n')
  process.exit(2)
}
const prisma = createRequire(import.meta.url).resolve('prisma/build/index.js')
const result = spawnSync(
  process.execPath,
  [prisma, 'generate', '--config', path.join('prisma', name, 'prisma.config.ts')],
  {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    },
  },
)
if (result.status !== 0) process.stderr.write(`${result.stdout}${result.stderr}`)
process.exit(result.status ?? 1)
