import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { buildSchema } from 'graphql'
import { useServer } from 'graphql-ws/use/ws'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocketServer } from 'ws'

const run = promisify(execFile)
const packageDirectory = fileURLToPath(new URL('..', import.meta.url))
const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url))
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc')
/** Packed from this repository's installation, so that nothing has to be fetched. */
const DEPENDENCIES = ['graphql', 'graphql-ws', 'ws', '@types/ws', '@types/node', 'undici-types']

const consumer = `
import { createLiveClient, createWorldView, LiveError, type LiveEvent, type WorldView } from '@waystone/live-client'
import { createGrid, createPathFinder } from '@waystone/live-client/walking'
import { WebSocket } from 'ws'

interface Counted {
  counted: { id: string }
}

const live = createLiveClient({ url: process.argv[2] ?? '', webSocketImpl: WebSocket, token: () => 'first' })
const events = live.subscribe<Counted>(
  'subscription ($after: ID) { counted(after: $after) { id } }',
  { after: '0' },
  { resume: { variable: 'after', from: ({ counted }) => counted.id } },
)
const show = ({ data }: LiveEvent<Counted>) => console.log(data.counted.id)
for await (const event of events) {
  // @ts-expect-error An id is a string.
  const id: number = event.data.counted.id
  show(event)
  if (Number(id) === 3) break
}
try {
  await live.subscribe<Counted>('subscription { nothing }').next()
} catch (error) {
  if (error instanceof LiveError) console.log(error.failure)
}
const findPath = createPathFinder(createGrid(['..'], symbol => symbol === '.'))
console.log(findPath({ x: 0, y: 0 }, { x: 1, y: 0 })?.length)
const world: WorldView = createWorldView({ live, characterId: 'mine' })
console.log(world.state.phase)
world.close()
await live.close()
`
const tsconfig = {
  compilerOptions: {
    strict: true,
    exactOptionalPropertyTypes: true,
    target: 'es2023',
    lib: ['es2023', 'dom'],
    module: 'nodenext',
    types: ['node'],
    skipLibCheck: false,
  },
  files: ['consumer.ts'],
}

let project: string
beforeAll(async () => {
  project = await mkdtemp(path.join(tmpdir(), 'waystone-live-client-'))
})
afterAll(async () => await rm(project, { recursive: true }))

async function pack(directories: readonly string[], ...options: string[]): Promise<string[]> {
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', project, ...options, ...directories], {
    cwd: packageDirectory,
  })
  const packed = JSON.parse(stdout.slice(stdout.indexOf('['))) as { filename: string }[]
  return packed.map(({ filename }) => `./${filename}`)
}

/** A server whose subscription counts to three. */
async function startServer() {
  const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await once(sockets, 'listening')
  async function* counted({ after = '0' }: { after?: string }) {
    for (let number = Number(after) + 1; number <= 3; number++) yield { counted: { id: String(number) } }
  }
  const schema = buildSchema(
    'type Query { none: Int } type Subscription { counted(after: ID): Count } type Count { id: ID! }',
  )
  const server = useServer({ schema, roots: { subscription: { counted } } }, sockets)
  return {
    url: `ws://127.0.0.1:${(sockets.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      await server.dispose()
      sockets.close()
    },
  }
}

test('an application installs the tarball, compiles against its types, and receives events', async () => {
  await run(process.execPath, [tsc, '-b', packageDirectory])
  const [liveClient = ''] = await pack([packageDirectory])
  const dependencies = await pack(
    DEPENDENCIES.map(name => path.join(modules, name)),
    '--ignore-scripts',
  )
  await writeFile(
    path.join(project, 'package.json'),
    JSON.stringify({ name: 'consumer', private: true, type: 'module' }),
  )
  await writeFile(path.join(project, 'tsconfig.json'), JSON.stringify(tsconfig))
  await writeFile(path.join(project, 'consumer.ts'), consumer)
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', liveClient, ...dependencies], { cwd: project })
  await run(process.execPath, [tsc, '-p', '.'], { cwd: project })

  await using server = await startServer()
  const { stdout } = await run(process.execPath, ['consumer.js', server.url], { cwd: project })
  expect(stdout.trim().split('\n')).toEqual(['1', '2', '3', 'refused', '1', 'joining'])

  const installed = path.join(project, 'node_modules/@waystone/live-client')
  expect(await readFile(path.join(installed, 'README.md'), 'utf8')).toContain('createLiveClient')
}, 120_000)
