import { expect, test } from 'vitest'
import { freePort } from './free-port.js'

test('ports that are chosen together, before anything listens, are different ones', async () => {
  const ports = await Promise.all(Array.from({ length: 500 }, () => freePort()))
  expect(new Set(ports).size).toBe(ports.length)
})
