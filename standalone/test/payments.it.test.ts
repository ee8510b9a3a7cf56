import { afterAll, beforeAll, expect, test } from 'vitest'
import { startGame, type Game } from './game.js'

let game: Game
beforeAll(async () => {
  game = await startGame({
    env: { PAYMENTS: 'stripe', STRIPE_SECRET_KEY: 'sk_test_1', STRIPE_WEBHOOK_SECRET: 'whsec_1' },
  })
})
afterAll(() => game.close())

test('payment providers reach users by the one port, and no other route of a subgraph is open there', async () => {
  const send = (path: string, method = 'POST') => fetch(`${game.url}${path}`, { method })
  expect((await send('/payments/stripe')).status).toBe(400)
  expect((await send('/payments/apple')).status).toBe(404)
  expect((await send('/.well-known/jwks.json', 'GET')).status).toBe(404)
})
