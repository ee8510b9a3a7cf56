import { describe, expect, test } from 'vitest'
import { follow, setUp, take } from '../test/counting-server.js'
import type { LiveState } from './index.js'

describe('the state', () => {
  test('is told as it changes: connected, lost, connected again, and idle when nothing is subscribed to', async () => {
    const told: LiveState[] = []
    const { server, live } = await setUp({ onState: state => told.push(state) })
    const events = follow(live)
    server.count(1)
    await take(events, 1)
    expect(told).toEqual(['connected'])
    server.drop()
    server.count(1)
    await take(events, 1)
    expect(told).toEqual(['connected', 'lost', 'connected'])
    await events.return?.()
    await expect.poll(() => told).toEqual(['connected', 'lost', 'connected', 'idle'])
  })

  test('is lost once while no server answers, and idle after the client is closed', async () => {
    const told: LiveState[] = []
    const { server, live } = await setUp({ onState: state => told.push(state) })
    await server.close()
    void follow(live).next()
    await expect.poll(() => told).toEqual(['lost'])
    await live.close()
    await expect.poll(() => told).toEqual(['lost', 'idle'])
  })

  test('stays connected while the connection is made anew for its token', async () => {
    const told: LiveState[] = []
    const { server, live } = await setUp({
      token: ({ expired }) => (expired ? 'second' : 'first'),
      onState: state => told.push(state),
    })
    const events = follow(live)
    server.count(1)
    await take(events, 1)
    server.good.delete('first')
    server.good.add('second')
    server.drop(4403)
    server.count(1)
    await take(events, 1)
    expect(told).toEqual(['connected'])
  })
})
