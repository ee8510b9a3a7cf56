import { afterAll, beforeAll, expect, test } from 'vitest'
import { startGame, type Game } from './game.js'
import { waystone } from './operator.js'

let game: Game

beforeAll(async () => {
  game = await startGame()
}, 120_000)
afterAll(() => game.close())

test.each([
  [['admin', 'list', '--json'], /"username": "admin"/],
  [['admin', 'log'], /seed/],
  [['keys', 'list'], /access tokens .* SIGNING/],
  [['events', 'replay', '--subgraph', 'users', '--all'], /0 applied, 0 failed again/],
  [['events', 'replay', '--subgraph', 'gacha', '--all'], /0 applied, 0 failed again/],
  [['quests', 'rebuild', '--all'], /no row changed/],
  [['audit'], /All invariants hold/],
] as const)(
  'waystone %j needs no setting of production besides what the running system tells',
  async (args, said) => {
    const env = { NODE_ENV: 'production' }
    const { code, stdout, stderr } = await waystone([...args, '--data', game.dataDirectory], { env })
    expect(stderr).not.toContain('configuration')
    expect(stdout).toMatch(said)
    expect(code).toBe(0)
  },
  120_000,
)
