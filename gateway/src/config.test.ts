import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { blocksOf } from '@waystone/kit/testing'
import { expect, test } from 'vitest'
import { readConfig } from './config.js'

test('the defaults serve the committed supergraph in development', () => {
  const config = readConfig({})
  expect(config).toMatchObject({
    SERVICE_PORT: 4000,
    SUPERGRAPH: expect.stringMatching(/gateway\/supergraph\.graphql$/),
    AUTH: 'jwt',
    JWKS_URLS: ['http://127.0.0.1:4001/.well-known/jwks.json'],
    CORS_ORIGINS: ['https://studio.apollographql.com'],
    EXPLORERS: true,
    instances: {},
  })
})

test('in production there are no explorers and no foreign origins unless asked for', () => {
  const env = { NODE_ENV: 'production', INTERNAL_SECRET: 'x'.repeat(32), PROXIES: '0' }
  expect(readConfig(env)).toMatchObject({ EXPLORERS: false, CORS_ORIGINS: [] })
  expect(readConfig({ ...env, EXPLORERS: 'true', CORS_ORIGINS: 'https://a.example, https://b.example' })).toMatchObject(
    {
      EXPLORERS: true,
      CORS_ORIGINS: ['https://a.example', 'https://b.example'],
    },
  )
})

test('production demands that PROXIES is set, and says what to set', () => {
  const env = { NODE_ENV: 'production', INTERNAL_SECRET: 'x'.repeat(32) }
  expect(() => readConfig(env)).toThrow(/PROXIES: production needs the number of trusted reverse proxies.*0 when/)
  expect(() => readConfig({ ...env, PROXIES: '' })).toThrow(/PROXIES: production needs/)
  expect(readConfig({ ...env, PROXIES: '0' }).PROXIES).toBe(0)
  expect(readConfig({}).PROXIES).toBe(0)
  expect(readConfig({ ...env, AUTH: 'off' }).PROXIES).toBe(0)
})

test('requests are limited in production by default, and never where a setting says 0', () => {
  const env = { NODE_ENV: 'production', INTERNAL_SECRET: 'x'.repeat(32), PROXIES: '1' }
  expect(readConfig(env)).toMatchObject({ RATE_LIMIT_USER: 1_200, RATE_LIMIT_ADDRESS: 12_000 })
  expect(readConfig({ ...env, RATE_LIMIT_USER: '0' })).toMatchObject({ RATE_LIMIT_USER: 0, RATE_LIMIT_ADDRESS: 12_000 })
  expect(readConfig({})).toMatchObject({ RATE_LIMIT_USER: 0, RATE_LIMIT_ADDRESS: 0 })
})

test('URL lists replace routing URLs, and say where the keys are', () => {
  const config = readConfig({ USERS_URLS: 'http://a:1,http://b:2' })
  expect(config.instances).toEqual({ users: ['http://a:1/graphql', 'http://b:2/graphql'] })
  expect(config.JWKS_URLS).toEqual(['http://a:1/.well-known/jwks.json', 'http://b:2/.well-known/jwks.json'])
})

test('SUBGRAPHS names foreign subgraphs; a name that comes again is another instance', () => {
  const config = readConfig({ SUPERGRAPH: 'introspect', SUBGRAPHS: 'a=http://x/q,b=http://y/graphql,a=http://z/q' })
  expect(config.introspected).toEqual({ a: ['http://x/q', 'http://z/q'], b: ['http://y/graphql'] })
})

test('a foreign supergraph needs no setting of tokens, and any such setting has them checked', () => {
  expect(readConfig({ SUPERGRAPH: 'theirs.graphql' }).AUTH).toBe('off')
  expect(readConfig({ SUPERGRAPH: 'introspect', SUBGRAPHS: 'a=http://x/q' }).AUTH).toBe('off')
  expect(readConfig({ SUPERGRAPH: 'introspect' }).AUTH).toBe('jwt')
  expect(readConfig({ SUPERGRAPH: readConfig({}).SUPERGRAPH }).AUTH).toBe('jwt')
  for (const [name, value] of [
    ['AUTH', 'jwt'],
    ['JWKS_URLS', 'http://keys/jwks.json'],
    ['USERS_URLS', 'http://users'],
    ['TOKEN_ISSUER', 'them'],
  ] as const)
    expect(readConfig({ SUPERGRAPH: 'theirs.graphql', [name]: value }).AUTH).toBe('jwt')
})

test('every problem is named at once', () => {
  const wrong = { SERVICE_PORT: 'x', SUBGRAPHS: 'a', AUTH: 'maybe', LIMIT_DEPTH: '0', NODE_ENV: 'production' }
  expect(() => readConfig(wrong)).toThrow(
    /SERVICE_PORT[\s\S]*SUBGRAPHS[\s\S]*AUTH[\s\S]*LIMIT_DEPTH[\s\S]*INTERNAL_SECRET/,
  )
})

test('one process serves unless GATEWAY_WORKERS says how many workers, or auto for one a core', () => {
  const workersOf = (GATEWAY_WORKERS?: string) => readConfig({ GATEWAY_WORKERS }).GATEWAY_WORKERS
  expect(workersOf()).toBe(1)
  expect(workersOf('')).toBe(1)
  expect(workersOf('4')).toBe(4)
  expect(workersOf('auto')).toBe(Math.min(availableParallelism(), 64))
  for (const wrong of ['0', '65', '-1', '1.5', '2x', 'all'])
    expect(() => workersOf(wrong)).toThrow(
      `GATEWAY_WORKERS: it must be auto, or a whole number from 1 to 64, not "${wrong}"`,
    )
})

test('a contract is read with the settings, and every problem of its file is said', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'contract-'))
  const contractOf = async (text: string) => {
    const file = join(directory, 'contract.json')
    await writeFile(file, text)
    return readConfig({ SUPERGRAPH_CONTRACT: file }).SUPERGRAPH_CONTRACT
  }
  try {
    expect(readConfig({}).SUPERGRAPH_CONTRACT).toBeUndefined()
    const shown = blocksOf('docs/gateway.md').find(({ text }) => text.includes('"hideUnreachableTypes"'))?.text ?? ''
    expect(await contractOf(shown)).toEqual({ include: ['player'], exclude: ['operator'], hideUnreachableTypes: true })
    expect(await contractOf('{ "exclude": ["operator"] }')).toEqual({
      include: [],
      exclude: ['operator'],
      hideUnreachableTypes: true,
    })
    await expect(contractOf('{ "exclude": "operator" }')).rejects.toThrow(/contract\.json is no contract: exclude: /)
    await expect(contractOf('{ "excludes": ["operator"] }')).rejects.toThrow(/no contract: .*"excludes"/)
    await expect(contractOf('{}')).rejects.toThrow(/names no tag/)
    await expect(contractOf('{ "exclude": ["a b"] }')).rejects.toThrow(/exclude: 0: a tag has/)
    await expect(contractOf('{ "exclude": ["a"], "include": ["a"] }')).rejects.toThrow(
      /includes and excludes the tag "a"/,
    )
    await expect(contractOf('{')).rejects.toThrow(/SUPERGRAPH_CONTRACT: .*contract\.json cannot be used: /)
    expect(() => readConfig({ SUPERGRAPH_CONTRACT: join(directory, 'none.json') })).toThrow(/cannot be used: ENOENT/)
  } finally {
    await rm(directory, { recursive: true })
  }
})

test('a policy service has a URL without secrets, and a token of its own', () => {
  expect(readConfig({})).toMatchObject({ POLICY_TIMEOUT_MS: 1_000, POLICY_CACHE_MS: 0 })
  const url = 'http://policies:4009/decide'
  expect(readConfig({ POLICY_URL: url, POLICY_TOKEN: 'secret-token' })).toMatchObject({ POLICY_URL: url })
  for (const wrong of ['http://me:pass@policies/decide', 'http://policies/decide?key=pass', 'ftp://policies'])
    expect(() => readConfig({ POLICY_URL: wrong })).toThrow(/^(?!.*pass)[\s\S]*POLICY_URL: /)
  expect(() => readConfig({ POLICY_TOKEN: 'pass' })).toThrow('POLICY_TOKEN: it is for the service at POLICY_URL')
  expect(() => readConfig({ POLICY_URL: url, POLICY_TOKEN: 'two words' })).toThrow('POLICY_TOKEN: ')
  expect(() => readConfig({ POLICY_CACHE_MS: '60001' })).toThrow('POLICY_CACHE_MS: ')
})

test('subgraphs that call back reach one process, at an address that is known', () => {
  const callback = { CALLBACK_SUBGRAPHS: 'a, b' }
  expect(readConfig(callback)).toMatchObject({ CALLBACK_SUBGRAPHS: ['a', 'b'], CALLBACK_HEARTBEAT_MS: 5_000 })
  expect(readConfig({ ...callback, GATEWAY_WORKERS: '1' }).GATEWAY_WORKERS).toBe(1)
  for (const GATEWAY_WORKERS of ['2', 'auto'])
    expect(() => readConfig({ ...callback, GATEWAY_WORKERS })).toThrow('CALLBACK_SUBGRAPHS: callbacks reach any worker')
  expect(() => readConfig({ ...callback, LISTEN_ADDR: '0.0.0.0' })).toThrow('CALLBACK_URL: ')
  const url = 'http://gateway-1:4000'
  expect(readConfig({ ...callback, LISTEN_ADDR: '0.0.0.0', CALLBACK_URL: url }).CALLBACK_URL).toBe(url)
  expect(readConfig({ LISTEN_ADDR: '0.0.0.0' }).CALLBACK_SUBGRAPHS).toEqual([])
})
