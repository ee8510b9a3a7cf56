import { expect, test } from 'vitest'
import type { EndedRequest, GatewayRequest } from './gateway-plugin.js'
import { joinPlugins } from './plugin-hooks.js'

const request = {} as GatewayRequest

test('hooks run in the order of their plugins, whether they wait or not', async () => {
  const order: string[] = []
  const later = (name: string) => async () => {
    await Promise.resolve()
    order.push(name)
  }
  const atOnce = (name: string) => () => void order.push(name)
  const { onRequest } = joinPlugins([
    { onRequest: atOnce('a') },
    { onRequest: later('b') },
    {},
    { onRequest: atOnce('c') },
    { onRequest: later('d') },
  ])
  await onRequest?.(request)
  expect(order).toEqual(['a', 'b', 'c', 'd'])
})

test('a refusal keeps the hooks after it from running', async () => {
  let reached = false
  const refuse = async () => {
    throw new Error('no')
  }
  const { onRequest } = joinPlugins([{ onRequest: refuse }, { onRequest: () => void (reached = true) }])
  await expect(onRequest?.(request)).rejects.toThrow('no')
  expect(reached).toBe(false)
})

test('what no plugin has is not there, and what waits for nothing makes no promise', () => {
  const ended: EndedRequest[] = []
  const hooks = joinPlugins([{ onEnd: end => void ended.push(end) }])
  expect(hooks.onRequest).toBeUndefined()
  expect(hooks.onEnd?.({} as EndedRequest)).toBeUndefined()
  expect(ended).toHaveLength(1)
})
