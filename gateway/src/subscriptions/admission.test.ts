import { expect, test } from 'vitest'
import { createAdmission } from './admission.js'

test('live connections of one IPv6 network count together, those of another network do not', () => {
  const { admit } = createAdmission({ connectionsMax: 10, connectionsPerAddressMax: 2 })
  const first = admit('2001:db8:1:2::1')
  expect(first.kind).toBe('admitted')
  expect(admit('2001:db8:1:2:ffff::2').kind).toBe('admitted')
  expect(admit('2001:db8:1:2:3:4:5:6').kind).toBe('address')
  expect(admit('2001:db8:1:3::1').kind).toBe('admitted')
  if (first.kind === 'admitted') first.leave()
  expect(admit('2001:db8:1:2:3:4:5:6').kind).toBe('admitted')
})

test('an IPv4 client of a dual-stack socket is counted as IPv4', () => {
  const { admit } = createAdmission({ connectionsMax: 10, connectionsPerAddressMax: 1 })
  expect(admit('192.0.2.1').kind).toBe('admitted')
  expect(admit('::ffff:192.0.2.1').kind).toBe('address')
  expect(admit('::ffff:192.0.2.2').kind).toBe('admitted')
})
