import { describe, expect, test } from 'vitest'
import { parseRedisUrl, withRedisLogin } from './redis-url.js'

describe('REDIS_URL', () => {
  test.each([
    ['redis://localhost', { nodes: [{ host: 'localhost', port: 6379 }], isCluster: false }],
    ['redis://localhost:7000/3', { nodes: [{ host: 'localhost', port: 7000 }], isCluster: false, db: 3 }],
    ['redis://[::1]:7000', { nodes: [{ host: '::1', port: 7000 }], isCluster: false }],
    [
      'rediss://app:a%40b@cache:6380',
      { nodes: [{ host: 'cache', port: 6380 }], isCluster: false, username: 'app', password: 'a@b', tls: {} },
    ],
    [
      'redis://a:7000, redis://b:7001',
      {
        nodes: [
          { host: 'a', port: 7000 },
          { host: 'b', port: 7001 },
        ],
        isCluster: true,
      },
    ],
    [
      'rediss+cluster://:secret@a:7000',
      { nodes: [{ host: 'a', port: 7000 }], isCluster: true, password: 'secret', tls: {} },
    ],
  ])('%s is understood', (url, address) => {
    expect(parseRedisUrl(url)).toEqual(address)
  })

  test.each([
    '',
    'localhost:6379',
    'http://localhost',
    'redis://',
    'redis://a/not-a-number',
    'redis://a,',
    'redis://a,b',
  ])('“%s” is refused with what was expected', url => {
    expect(() => parseRedisUrl(url)).toThrow('expected redis://')
  })

  test('its password is not repeated in the refusal', () => {
    expect(() => parseRedisUrl('http://app:hunter2@localhost')).toThrow(/^(?!.*hunter2)/)
  })
})

describe('REDIS_USER and REDIS_PASSWORD', () => {
  const login = { REDIS_USER: 'quests', REDIS_PASSWORD: ' a/b@c#d?e:f%41' }

  test('are the login of a URL that has none, as they are', () => {
    const { REDIS_URL = '' } = withRedisLogin({ ...login, REDIS_URL: 'redis://one:1,redis://two:2/3' })
    expect(parseRedisUrl(REDIS_URL)).toMatchObject({
      username: 'quests',
      password: login.REDIS_PASSWORD,
      isCluster: true,
    })
    const alone = withRedisLogin({ REDIS_PASSWORD: 'p', REDIS_URL: 'rediss://one' })
    expect(parseRedisUrl(alone['REDIS_URL'] ?? '')).toMatchObject({ password: 'p' })
  })

  test('change nothing where the URL has a login, or there is no URL', () => {
    const given = { ...login, REDIS_URL: 'redis://a:b@one' }
    expect(withRedisLogin(given)).toEqual(given)
    expect(withRedisLogin(login)).toEqual(login)
  })
})
