import { mkdtemp, symlink, writeFile } from 'node:fs/promises'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { composeSubgraphs, startGateway, startSubgraph, type TestGateway, type TestSubgraph } from './harness.js'
import { CONSOLE, PLAYER, SCRIPT, writeWebFolder } from './web-folder.js'

const HTML = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }

let subgraph: TestSubgraph
let supergraphSdl: string
let webDirectory: string
let gateway: TestGateway
const start = (directory: string | undefined, env: Record<string, string> = {}) =>
  startGateway({ supergraphSdl, env: { WEB: 'on', ...env }, parts: { webDirectory: directory } })

beforeAll(async () => {
  subgraph = await startSubgraph({
    name: 'greetings',
    typeDefs: 'type Query { hello: String }',
    resolvers: { Query: { hello: () => 'hello' } },
  })
  supergraphSdl = composeSubgraphs([subgraph])
  const outside = path.join(await mkdtemp(path.join(tmpdir(), 'outside-')), 'secret.txt')
  await writeFile(outside, 'secret')
  webDirectory = await writeWebFolder({
    '.env': 'SECRET=1',
    'assets/.hidden.js': 'hidden',
    '.vite/manifest.json': '{}',
  })
  await symlink(outside, path.join(webDirectory, 'assets/linked.txt'))
  await symlink(path.dirname(outside), path.join(webDirectory, 'outside'))
  gateway = await start(webDirectory)
})
afterAll(async () => {
  await gateway.close()
  await subgraph.close()
})

const get = (at: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(gateway.url + at, { method, headers })

/** Without undoing an encoding or normalising the path, as `fetch` does. */
async function raw(at: string, headers: Record<string, string> = {}, method = 'GET') {
  const url = new URL(gateway.url)
  const sent = httpRequest({ host: url.hostname, port: url.port, path: at, method, headers }).end()
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  return { status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) }
}

describe('a browser that navigates', () => {
  test.each(['/', '/quests', '/world/map/7', '/consoles', '/schema.graphql/x', '/player.html/x'])(
    'gets the player’s page at %s',
    async at => {
      const response = await get(at, HTML)
      expect(response.status).toBe(200)
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
      expect(await response.text()).toBe(PLAYER)
    },
  )

  test.each(['/console', '/console/', '/console/players/42', '/console?tab=1'])(
    'gets the console’s page at %s',
    async at => expect(await (await get(at, HTML)).text()).toBe(CONSOLE),
  )

  test('gets the explorer at /graphql, and the links of before at /developers', async () => {
    expect(await (await get('/graphql', HTML)).text()).toContain('embeddable-sandbox')
    expect(await (await get('/developers', HTML)).text()).toContain('href="/graphiql"')
    expect((await get('/graphiql', HTML)).status).toBe(200)
  })
})

describe('a client that is no browser', () => {
  test('gets the links at /, and caches keep both answers apart', async () => {
    const links = await get('/', { accept: '*/*' })
    expect(await links.text()).toContain('href="/healthz"')
    expect(links.headers.get('vary')).toBe('accept')
    expect((await get('/', HTML)).headers.get('vary')).toContain('accept')
  })

  test('finds nothing at an unknown path, whatever it sends', async () => {
    const missing = { errors: [{ message: 'There is nothing at this path' }] }
    for (const [method, accept] of [
      ['GET', '*/*'],
      ['POST', 'text/html'],
      ['DELETE', 'text/html'],
    ] as const) {
      const response = await get('/quests', { accept }, method)
      expect(response.status).toBe(404)
      expect(await response.json()).toEqual(missing)
    }
  })
})

describe('a page', () => {
  test('is asked for again each time, and sent only when it has changed', async () => {
    const gzip = { ...HTML, 'accept-encoding': 'gzip' }
    const first = await raw('/', gzip)
    expect(first.headers['cache-control']).toBe('no-cache')
    const etag = first.headers.etag ?? ''
    expect(etag).toMatch(/^"[\w-]+"$/)
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const again = await raw('/', { ...gzip, 'if-none-match': known })
      expect(again).toMatchObject({ status: 304, body: Buffer.alloc(0) })
      expect(again.headers['content-length']).toBeUndefined()
      expect(again.headers.etag).toBe(etag)
    }
    expect((await raw('/', { ...gzip, 'if-none-match': '"other"' })).status).toBe(200)
    // Bytes of another encoding are not what the client has.
    expect((await raw('/', { ...HTML, 'accept-encoding': 'identity', 'if-none-match': etag })).status).toBe(200)
  })

  test('may run scripts of this server alone, talk to it alone, and be framed by no one', async () => {
    const { headers } = await get('/', HTML)
    const policy = new Map(
      (headers.get('content-security-policy') ?? '').split('; ').map(directive => {
        const [name = '', ...sources] = directive.split(' ')
        return [name, sources.join(' ')]
      }),
    )
    const host = new URL(gateway.url).host
    expect(Object.fromEntries(policy)).toEqual({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': "'self' 'unsafe-inline'",
      'img-src': "'self' data: blob:",
      'font-src': "'self'",
      'connect-src': `'self' ws://${host} wss://${host}`,
      'worker-src': "'self' blob:",
      'manifest-src': "'self'",
      'frame-ancestors': "'none'",
      'base-uri': "'none'",
      'form-action': "'self'",
    })
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('camera=()'),
    })
  })

  test('has no policy of a client’s choice, whatever the Host header says', async () => {
    const { headers } = await raw('/', { ...HTML, host: "x; script-src 'unsafe-inline'" })
    expect(headers['content-security-policy']).toContain("connect-src 'self';")
    expect(headers['content-security-policy']).not.toContain("script-src 'unsafe-inline'")
  })

  test('answers HEAD with the head alone', async () => {
    const head = await raw('/quests', HTML, 'HEAD')
    expect(head).toMatchObject({ status: 200, body: Buffer.alloc(0) })
    expect(head.headers['content-length']).toBe(String(PLAYER.length))
  })
})

describe('an asset', () => {
  const at = '/assets/player-1a2b3c.js'

  test('is kept for a year, with the policy of the pages', async () => {
    const response = await get(at)
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self'")
    expect(await response.text()).toBe(SCRIPT)
  })

  test.each([
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip', 'gzip'],
    ['*', 'br'],
    ['br;q=0, *', 'gzip'],
    ['identity', undefined],
    ['zstd', undefined],
    ['br;q=0, gzip;q=0', undefined],
    ['', undefined],
  ])('comes for "%s" as %s', async (accepted, encoding) => {
    const response = await raw(at, { 'accept-encoding': accepted })
    expect(response.headers['content-encoding']).toBe(encoding)
    expect(response.headers.vary).toContain('accept-encoding')
    expect(response.headers['content-length']).toBe(String(response.body.length))
    expect(response.body.length < SCRIPT.length / 2).toBe(encoding !== undefined)
    const read = await get(at, { 'accept-encoding': accepted })
    expect(await read.text()).toBe(SCRIPT)
  })

  test('without variants comes as it is', async () => {
    const response = await raw('/assets/plain-4d5e6f.css', { 'accept-encoding': 'br, gzip' })
    expect(response.headers['content-encoding']).toBeUndefined()
    expect(response.body.toString()).toBe('body{margin:0}')
  })

  test('of an older build is missing, for browsers that navigate, too', async () => {
    expect((await get('/assets/player-000000.js')).status).toBe(404)
    const navigated = await get('/assets/player-000000.js', HTML)
    expect(navigated.status).toBe(404)
    expect(navigated.headers.get('content-type')).toContain('json')
  })

  test('only answers GET and HEAD', async () => {
    expect((await get(at, {}, 'POST')).status).toBe(405)
    expect(await raw(at, {}, 'HEAD')).toMatchObject({ status: 200, body: Buffer.alloc(0) })
  })

  test('beside the pages is revalidated', async () => {
    const response = await get('/favicon.svg')
    expect(response.headers.get('content-type')).toBe('image/svg+xml; charset=utf-8')
    expect(response.headers.get('cache-control')).toBe('no-cache')
  })
})

test.each([
  '/.env',
  '/%2eenv',
  '/.vite/manifest.json',
  '/assets/.hidden.js',
  '/assets/linked.txt',
  '/outside/secret.txt',
  '/assets/../../../etc/passwd',
  '/assets/%2e%2e/%2e%2e/etc/passwd',
  '/..%2f..%2fetc%2fpasswd',
  '/assets//etc/passwd',
  '//etc/passwd',
  '/assets/%',
  '/assets/%00',
  '/assets/',
  '/assets/player-1a2b3c.js/',
])('%s is no file of the folder', async at => {
  expect((await raw(at)).status).toBe(404)
})

test('a path that is no URL breaks nothing', async () => {
  const socket = connect({ port: Number(new URL(gateway.url).port), host: '127.0.0.1' })
  socket.end('GET /assets/%E0%A4%A HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')
  let answer = ''
  socket.on('data', data => (answer += data.toString()))
  await once(socket, 'close')
  expect(answer).toMatch(/^HTTP\/1\.1 404/)
})

describe('without pages', () => {
  test.each([
    ['WEB=off', true, { WEB: 'off' }],
    ['another supergraph than ours, for which WEB is not set', true, { WEB: '' }],
    ['no folder that is built', false, {}],
  ])('because of %s, / has the links, and no other path has anything', async (_, isBuilt, env) => {
    const plain = await start(isBuilt ? webDirectory : path.join(webDirectory, 'nowhere'), env)
    const root = await (await fetch(plain.url, { headers: HTML })).text()
    const statuses = await Promise.all(
      ['/quests', '/console', '/assets/player-1a2b3c.js', '/favicon.svg'].map(
        async at => (await fetch(plain.url + at, { headers: HTML })).status,
      ),
    )
    await plain.close()
    expect(root).toContain('href="/healthz"')
    expect(statuses).toEqual([404, 404, 404, 404])
  })

  test('of operators there are those of players alone', async () => {
    const half = await start(await writeWebFolder({ 'console.html': null }))
    const statuses = await Promise.all(
      ['/', '/console'].map(async at => (await fetch(half.url + at, { headers: HTML })).status),
    )
    await half.close()
    expect(statuses).toEqual([200, 404])
  })
})

test('the links and the schema are sent again only when they have changed', async () => {
  for (const at of ['/developers', '/schema.graphql', '/graphiql']) {
    const first = await raw(at)
    expect(first.status).toBe(200)
    expect(await raw(at, { 'if-none-match': first.headers.etag ?? '' })).toMatchObject({
      status: 304,
      body: Buffer.alloc(0),
    })
  }
})
