import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { hasDemoAccounts } from './demo-accounts.js'
import { welcome } from './welcome.js'

const place = { url: 'http://127.0.0.1:4000', dataDirectory: '.data', command: 'npm start --', hasPages: true }

test('a development system names its demo accounts', () => {
  expect(welcome({ ...place, hasDemoAccounts: hasDemoAccounts({}) })).toContain('waystone-admin-1')
})

test('one next step is named, by a page that is there', () => {
  for (const env of [{}, { NODE_ENV: 'production' }, { AUTH_MODE: 'external' }]) {
    const text = welcome({ ...place, hasDemoAccounts: hasDemoAccounts(env) })
    expect(text.match(/Next:/g)).toHaveLength(1)
    const [page = ''] = /docs\/\w+\.md/.exec(text) ?? []
    expect(existsSync(page)).toBe(true)
  }
  expect(welcome({ ...place, hasDemoAccounts: true })).toContain('Next: open http://127.0.0.1:4000/ and')
})

test('pages are named where they are served, and GraphiQL is the next step where they are not', () => {
  expect(welcome({ ...place, hasDemoAccounts: true })).toMatch(/Play +http:\/\/127.0.0.1:4000\/\n.*4000\/console\n/)
  const without = welcome({ ...place, hasDemoAccounts: true, hasPages: false })
  expect(without).not.toMatch(/Play|console/)
  expect(without).toContain('Next: open http://127.0.0.1:4000/graphiql')
})

test('a production system has no published password, and says how the first administrator is made', () => {
  const text = welcome({ ...place, hasDemoAccounts: hasDemoAccounts({ NODE_ENV: 'production' }) })
  expect(text).not.toMatch(/waystone-(demo|admin)-/)
  expect(text).toContain('npx waystone admin grant')
})

test('a system whose accounts another application makes names no demo accounts', () => {
  const text = welcome({ ...place, hasDemoAccounts: hasDemoAccounts({ AUTH_MODE: 'external' }) })
  expect(text).not.toMatch(/waystone-(demo|admin)-/)
})
