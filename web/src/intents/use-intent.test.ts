import { beforeEach, expect, test, vi } from 'vitest'
import { intentOf } from './use-intent.js'

beforeEach(() => {
  const held = new Map<string, string>()
  vi.stubGlobal('sessionStorage', {
    getItem: (name: string) => held.get(name) ?? null,
    setItem: (name: string, text: string) => held.set(name, text),
    removeItem: (name: string) => held.delete(name),
  })
})

test('an intent without an answer keeps its key and its details, and says when something else is wanted', () => {
  const { key } = intentOf<{ amount: number }>('deposit').begin({ amount: 200 })
  // As after a reload of the page.
  const again = intentOf<{ amount: number }>('deposit')
  expect(again.begin({ amount: 200 })).toEqual({ key, details: { amount: 200 }, isOther: false })
  expect(again.begin({ amount: 50 })).toEqual({ key, details: { amount: 200 }, isOther: true })
  again.settle()
  expect(again.begin({ amount: 50 }).key).not.toBe(key)
})

test('a key is that of exactly one draft', () => {
  const intent = intentOf<string>('chat')
  const key = intent.keyFor('Hello')
  expect(intent.keyFor('Hello')).toBe(key)
  expect(intent.keyFor('Hello!')).not.toBe(key)
})
