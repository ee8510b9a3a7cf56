import { expect, test } from 'vitest'
import { createDeviceTokens } from './device-tokens.js'

const tokens = createDeviceTokens('s'.repeat(32))
const at = new Date('2026-11-21T08:00:00Z')
const later = (days: number) => new Date(at.getTime() + days * 86_400_000)

test('a device token names its device for its account, for half a year', () => {
  const token = tokens.make('ann', at, null)
  const device = tokens.read(token, 'ann', at)
  expect(device).toMatch(/^[\w-]{16}$/)
  expect(tokens.read(token, 'ann', later(179))).toBe(device)
  expect(tokens.read(token, 'ann', later(181))).toBeNull()
  const renewed = tokens.make('ann', later(100), device)
  expect(tokens.read(renewed, 'ann', later(181))).toBe(device)
})

test('a device token of another account or secret, a changed one and any other text prove nothing', () => {
  const token = tokens.make('ann', at, null)
  expect(tokens.read(token, 'bob', at)).toBeNull()
  expect(createDeviceTokens('t'.repeat(32)).read(token, 'ann', at)).toBeNull()
  const [id = '', seconds = '', signature = ''] = token.split('.')
  const changed = `${id.slice(0, -1)}${id.endsWith('A') ? 'B' : 'A'}.${seconds}.${signature}`
  for (const text of [changed, `${id}.zzzzzzz.${signature}`, '', 'a.b.c', '\0', 'x'.repeat(100_000)])
    expect(tokens.read(text, 'ann', at)).toBeNull()
})
