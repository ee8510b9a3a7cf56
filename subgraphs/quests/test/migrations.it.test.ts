import { fileURLToPath } from 'node:url'
import { schemaDifference } from '@waystone/kit/migrate'
import { createTestDatabase } from '@waystone/kit/testing'
import { expect, test } from 'vitest'

test('the migrations make exactly the database that schema.prisma describes', async () => {
  const database = await createTestDatabase({ migrations: 'quests' })
  const directory = fileURLToPath(new URL('../../../prisma/quests', import.meta.url))
  try {
    expect(await schemaDifference({ url: database.url, directory })).toBe('')
  } finally {
    await database.close()
  }
})
