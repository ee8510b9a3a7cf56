import { expect, test } from 'vitest'
import { createDatabase } from '../postgres/index.js'
import { createTestDatabase } from '../testing/index.js'
import { createLogger } from './index.js'

test('errors of PostgreSQL are logged without the values of their statements', async () => {
  const lines: string[] = []
  const logger = createLogger({ name: 'test', level: 'info', destination: { write: line => void lines.push(line) } })
  const testDatabase = await createTestDatabase({ migrations: 'users' })
  const database = createDatabase({ url: testDatabase.url, maxConnections: 1, applicationName: 'test', logger })
  try {
    const statements = [
      [
        `INSERT INTO "user" (id, name, email) VALUES (gen_random_uuid(), 'A', $1), (gen_random_uuid(), 'B', $1)`,
        '23505',
      ],
      ['SELECT $1::text::uuid', '22P02'],
      ['SELECT $1::text::timestamptz', '22007'],
    ] as const
    for (const [text, code] of statements) {
      const error: unknown = await database.primary.query(text, ['hunter2']).catch((reason: unknown) => reason)
      logger.error({ err: error }, 'unexpected error')
      const line = lines.at(-1) ?? ''
      expect(JSON.parse(line)).toMatchObject({ err: { code, message: expect.stringMatching(/\w+ \w+/) as unknown } })
      expect(line).not.toContain('hunter2')
    }
  } finally {
    await database.close()
    await testDatabase.close()
  }
})
