import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { createTestDatabase } from '../testing/index.js'
import { schemaDifference } from './index.js'

test.each(['users', 'characters', 'quests', 'gacha', 'social', 'notifications'] as const)(
  'the migrations of %s make exactly what its schema.prisma says',
  async name => {
    const database = await createTestDatabase({ migrations: name })
    const directory = fileURLToPath(new URL(`../../../../prisma/${name}`, import.meta.url))
    try {
      expect(await schemaDifference({ url: database.url, directory })).toBe('')
    } finally {
      await database.close()
    }
  },
)
