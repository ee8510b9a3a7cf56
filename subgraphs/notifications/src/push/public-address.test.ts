import type { LookupAddress } from 'node:dns'
import { request } from 'undici'
import { afterAll, describe, expect, it, test } from 'vitest'
import { isPublicAddress, isPublicHost } from '../domain/public-address.js'
import { createPublicAgent, publicLookup } from './public-address.js'

describe('addresses', () => {
  it.each(['8.8.8.8', '2606:4700:4700::1111', '::ffff:8.8.8.8'])('%s is public', address => {
    expect(isPublicAddress(address)).toBe(true)
  })

  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    '::ffff:127.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    'localhost',
    '',
  ])('%s is not', address => {
    expect(isPublicAddress(address)).toBe(false)
  })
})

describe('hosts', () => {
  it.each(['push.example', 'fcm.googleapis.com', 'fcm.googleapis.com.', '8.8.8.8', '[2606:4700:4700::1111]'])(
    '%s may be public',
    host => {
      expect(isPublicHost(host)).toBe(true)
    },
  )

  it.each(['localhost', 'users', 'db.internal', 'nas.local.', 'a.b.localhost', '10.0.0.1', '[::1]', '[fd00::1]', ''])(
    '%s is not',
    host => {
      expect(isPublicHost(host)).toBe(false)
    },
  )
})

describe('a name', () => {
  const lookup = (...addresses: string[]) =>
    new Promise<unknown>(resolve => {
      const found: LookupAddress[] = addresses.map(address => ({ address, family: address.includes(':') ? 6 : 4 }))
      publicLookup((_, __, done) => done(null, found))('push.example', { all: true }, (error, all) =>
        resolve(error ?? all),
      )
    })

  it('is resolved where all its addresses are public', async () => {
    expect(await lookup('8.8.8.8', '2606:4700:4700::1111')).toHaveLength(2)
  })

  it.each([[['127.0.0.1']], [['8.8.8.8', '10.0.0.1']], [[]]])('is not with the addresses %j', async addresses => {
    expect(await lookup(...addresses)).toBeInstanceOf(Error)
  })
})

const agent = createPublicAgent()
afterAll(() => agent.close())
test.each([
  'https://127.0.0.1/',
  'https://[::1]/',
  'https://2130706433/',
  'https://0x7f.1/',
  'https://localhost/',
  'https://[::ffff:10.0.0.1]/',
])('nothing is sent to %s', async address => {
  const failure = await request(address, { method: 'POST', dispatcher: agent }).catch((error: unknown) => error)
  expect(String(failure)).toMatch(/no address of the public internet/)
})
