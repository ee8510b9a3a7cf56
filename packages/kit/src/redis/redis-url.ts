import type { RedisOptions } from 'ioredis'

interface RedisAddress extends Pick<RedisOptions, 'username' | 'password' | 'db' | 'tls'> {
  nodes: { host: string; port: number }[]
  isCluster: boolean
}

/** @throws Error that says what was expected; the URL itself is not repeated, since it may hold a password. */
export function parseRedisUrl(text: string): RedisAddress {
  const urls = text.split(',').map(part => parseUrl(part.trim()))
  const [first] = urls
  if (first === undefined) throw wrongUrl()
  const database = first.pathname.slice(1)
  return {
    nodes: urls.map(url => ({ host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port || 6379) })),
    isCluster: urls.length > 1 || first.protocol.endsWith('+cluster:'),
    ...(first.username === '' ? {} : { username: decodeURIComponent(first.username) }),
    ...(first.password === '' ? {} : { password: decodeURIComponent(first.password) }),
    ...(database === '' ? {} : { db: Number(database) }),
    ...(first.protocol.startsWith('rediss') ? { tls: {} } : {}),
  }
}

type Env = Readonly<Record<string, string | undefined>>

/**
 * The environment with REDIS_USER and REDIS_PASSWORD, which may be any text, within REDIS_URL, unless that
 * has a login already.
 */
export function withRedisLogin(env: Env): Env {
  const { REDIS_URL: urls = '', REDIS_USER: user = '', REDIS_PASSWORD: password = '' } = env
  if (urls === '' || password === '') return env
  const login = `${encodeURIComponent(user)}:${encodeURIComponent(password)}@`
  const [first = '', ...more] = urls.split(',')
  if (first.includes('@')) return env
  return { ...env, REDIS_URL: [first.replace('://', () => `://${login}`), ...more].join(',') }
}

function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !/^rediss?(\+cluster)?:$/.test(url.protocol) || url.hostname === '') throw wrongUrl()
  if (!/^(\/\d*)?$/.test(url.pathname)) throw wrongUrl()
  return url
}

const wrongUrl = () =>
  new Error(
    'expected redis://[user:password@]host[:port][/database], several of them separated by commas, or redis+cluster://host:port',
  )
