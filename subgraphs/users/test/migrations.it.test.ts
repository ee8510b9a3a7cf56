import { fileURLToPath } from 'node:url'
import { schemaDifference } from '@waystone/kit/migrate'
import { createTestDatabase } from '@waystone/kit/testing'
import { expect, test } from 'vitest'
import { seed } from '../../../prisma/users/seed.js'
import { expectSoundLedger } from './economy.js'
import { playerOf, startUsers } from './users-app.js'

test('the migrations make exactly the database that schema.prisma describes', async () => {
  const database = await createTestDatabase({ migrations: 'users' })
  const directory = fileURLToPath(new URL('../../../prisma/users', import.meta.url))
  try {
    expect(await schemaDifference({ url: database.url, directory })).toBe('')
  } finally {
    await database.close()
  }
})

test('the seed makes three accounts, and a second run changes nothing', async () => {
  const users = await startUsers()
  try {
    await seed(users.app, 'test')
    const once = await users.state()
    await seed(users.app, 'test')
    expect(await users.state()).toEqual(once)
    expect(await users.rows('select id from session')).toEqual([])
    expect(await users.rows('select username, role from "user" order by username')).toEqual([
      { username: 'admin', role: 'admin' },
      { username: 'aria', role: 'user' },
      { username: 'bram', role: 'user' },
    ])
    expect(playerOf(await users.signIn('aria', 'waystone-demo-1')).username).toBe('aria')
    await expectSoundLedger(users)
  } finally {
    await users.close()
  }
})

test('a seed that died before it made the administrator one is finished by the next', async () => {
  const users = await startUsers()
  try {
    await seed(users.app, 'test')
    await users.rows(`update "user" set role = 'user' where username = 'admin'`)
    await seed(users.app, 'test')
    expect(await users.rows(`select role from "user" where username = 'admin'`)).toEqual([{ role: 'admin' }])
  } finally {
    await users.close()
  }
})

test('the seed makes no account with a published password in production', async () => {
  const users = await startUsers()
  try {
    const before = await users.state()
    await expect(seed(users.app, 'production')).rejects.toThrow('not made in production')
    expect(await users.state()).toEqual(before)
  } finally {
    await users.close()
  }
})
