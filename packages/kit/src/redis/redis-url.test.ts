import { describe, expect, test } from 'vitest'
import { parseRedisUrl } from './redis-url.js'

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
