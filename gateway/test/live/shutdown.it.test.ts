import { expect, test } from 'vitest'
import { startLiveGateway } from './live-gateway.js'
import { rawClient } from './raw-client.js'

test('a gateway that stops sends everyone away with 1012, ends its streams and upstreams, and then is gone', {
  timeout: 30_000,
}, async () => {
  const live = await startLiveGateway()
  const connect = async () => {
    const client = await rawClient(live.url)
    client.send({ type: 'connection_init' })
    await client.next('connection_ack')
    return client
  }
  const clients = await Promise.all(Array.from({ length: 450 }, connect))
  for (const client of clients)
    client.send({ id: '1', type: 'subscribe', payload: { query: 'subscription { storyPublished { id } }' } })
  const stream = await fetch(live.url, {
    method: 'POST',
    body: JSON.stringify({ query: 'subscription { storyPublished { id } }' }),
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
  })
  await live.subscribers(451)
  await live.gateway.close()
  for (const client of clients) expect(await client.closed()).toEqual({ code: 1012, reason: 'Service restart' })
  expect(await stream.text()).toContain('SERVICE_UNAVAILABLE')
  expect(await live.metric('channels')).toBe(0)
  expect(await live.metric('upstreams')).toBe(0)
  await expect(fetch(live.url)).rejects.toThrow('fetch failed')
  await live.close()
})
