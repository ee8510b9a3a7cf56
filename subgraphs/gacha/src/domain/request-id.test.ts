import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import * as z from 'zod'
import { requestIdOf } from './request-id.js'

it('is a UUID, the same at each repeat, and another one for another user, key or use', () => {
  const [userId, key] = [randomUUID(), 'a "key"']
  const id = requestIdOf({ userId, key, use: 'exchange' })
  expect(z.uuid().parse(id)).toBe(id)
  expect(requestIdOf({ userId, key, use: 'exchange' })).toBe(id)
  const others = [
    requestIdOf({ userId: randomUUID(), key, use: 'exchange' }),
    requestIdOf({ userId, key: 'a key', use: 'exchange' }),
    requestIdOf({ userId, key, use: 'claim' }),
  ]
  expect(new Set([id, ...others]).size).toBe(4)
})
