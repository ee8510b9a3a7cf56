import { isIP } from 'node:net'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { canonicalAddress, clientAddress, networkOf } from './client-address.js'

const PEER = '10.0.0.1'
const from = (forwarded: string | null, proxies = 1, remoteAddress = PEER) =>
  clientAddress(
    { headers: new Map(forwarded === null ? [] : [['x-forwarded-for', forwarded]]), remoteAddress },
    proxies,
  )

describe('the address of a client behind proxies', () => {
  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['203.0.113.9:52100', '203.0.113.9'],
    ['2001:db8::1', '2001:db8::1'],
    ['2001:0DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['[2001:db8::1]:52100', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['::ffff:cb00:7109', '203.0.113.9'],
    ['[::ffff:203.0.113.9]:80', '203.0.113.9'],
    ['6.6.6.6,  203.0.113.9 ', '203.0.113.9'],
  ])('is read from %s', (forwarded, address) => {
    expect(from(forwarded)).toBe(address)
  })

  it.each([
    null,
    '',
    'unknown',
    '_hidden',
    '203.0.113.9, ',
    '203.0.113.999',
    '0x7f.1',
    '127.1',
    '2130706433',
    '203.0.113.9:port',
    '[203.0.113.9',
    '2001:db8::1::2',
    'a'.repeat(10_000),
    '203.0.113.9\0',
  ])('is the peer’s own where the proxy wrote no address: %j', forwarded => {
    expect(from(forwarded)).toBe(PEER)
  })

  it('is counted from the right, so that a client cannot choose it', () => {
    expect(from('6.6.6.6, 203.0.113.9, 192.0.2.1', 2)).toBe('203.0.113.9')
    expect(from('192.0.2.1', 2)).toBe(PEER)
    expect(from('6.6.6.6', 0)).toBe(PEER)
    expect(from('6.6.6.6', 0, '::ffff:10.0.0.2')).toBe('10.0.0.2')
  })
})

test('an IPv6 network is one, whatever address of it is used and however it is written', () => {
  const group = fc.integer({ min: 0, max: 0xff_ff })
  const groups = fc.tuple(group, group, group, group)
  const written = (parts: readonly number[]) => parts.map(part => part.toString(16)).join(':')
  fc.assert(
    fc.property(groups, groups, groups, (network, one, other) => {
      const [first, second] = [written([...network, ...one]), written([...network, ...other])]
      fc.pre(!first.startsWith('0:0:0:0:') && !second.startsWith('0:0:0:0:'))
      expect(networkOf(first)).toBe(networkOf(second.toUpperCase()))
      expect(networkOf(canonicalAddress(first))).toBe(networkOf(first))
    }),
  )
})

test('IPv4 addresses count by themselves, mapped ones as IPv4', () => {
  fc.assert(
    fc.property(fc.ipV4(), address => {
      expect(networkOf(address)).toBe(address)
      expect(networkOf(`::ffff:${address}`)).toBe(address)
    }),
  )
  expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64')
  expect(networkOf('2001:db8:1:3::1')).not.toBe(networkOf('2001:db8:1:2::1'))
  expect(networkOf('::1')).toBe('::/64')
  expect(networkOf('fe80::1%eth0')).toBe('fe80::/64')
  expect(networkOf('')).toBe('')
})

test('whatever a client sends, the answer is an address', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 0, max: 3 }), (forwarded, proxies) => {
      expect(isIP(from(forwarded, proxies))).toBeGreaterThan(0)
    }),
  )
})
