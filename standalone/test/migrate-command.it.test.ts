import { createTestDatabase } from '@waystone/kit/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { waystone } from './operator.js'

let database: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  database = await createTestDatabase({ migrations: null })
})
afterAll(() => database.close())

test('migrate deploy tells programs what it has applied, once', async () => {
  const deploy = () => waystone(['migrate', 'deploy', 'gacha', '--json'], { env: { DATABASE_URL: database.url } })
  const first = await deploy()
  expect(first.code, first.stderr).toBe(0)
  const { subgraph, applied } = JSON.parse(first.stdout) as { subgraph: string; applied: string[] }
  expect(subgraph).toBe('gacha')
  expect(applied.length).toBeGreaterThan(3)
  expect(applied).toEqual(applied.toSorted())
  expect(JSON.parse((await deploy()).stdout)).toEqual({ subgraph: 'gacha', applied: [] })
})
