import { ApolloServerErrorCode, ApolloServerValidationErrorCode } from '@apollo/server/errors'
import { requestFaults } from '@waystone/kit/errors'
import { expect, test } from 'vitest'
import { isTest, read, sourceFiles } from './house/tree.js'

const page = read('docs/errors.md')
const rows = page.split('\n').flatMap(line => {
  const cells = line.split('|').map(cell => cell.trim())
  const code = /^`([A-Z_]+)`$/.exec(cells[1] ?? '')?.[1]
  return code === undefined ? [] : [{ code, cells: cells.slice(2, -1) }]
})
const documented = rows.map(({ code }) => code)

/** Codes that our own source puts into errors. */
const written = sourceFiles()
  .filter(file => !isTest(file))
  .flatMap(file =>
    [...read(file).matchAll(/(?:code: |RequestFault\(|(?:CODE|ERROR) = )'([A-Z]+(?:_[A-Z]+)+|[A-Z]{6,})'/g)].map(
      ([, code]) => code ?? '',
    ),
  )

/**
 * Codes of Apollo Server for settings that nothing here makes: persisted queries are never off, and the
 * limits are our own.
 */
const NEVER_SENT: ReadonlySet<string> = new Set([
  ApolloServerErrorCode.PERSISTED_QUERY_NOT_SUPPORTED,
  ApolloServerValidationErrorCode.MAX_RECURSIVE_SELECTIONS_EXCEEDED,
])

test('docs/errors.md names every code that a client can see, and no other', () => {
  const possible = [
    ...Object.keys(requestFaults),
    ...Object.values(ApolloServerErrorCode),
    ...Object.values(ApolloServerValidationErrorCode),
    ...written,
  ]
  const sent = possible.filter(code => !NEVER_SENT.has(code))
  expect(documented.toSorted()).toEqual([...new Set(sent)].toSorted())
})

test('the codes that our source writes are found', () => {
  expect(written).toContain('DOWNSTREAM_SERVICE_ERROR')
  expect(written).toContain('UNAUTHENTICATED')
})

test('each code says when it comes and what to do', () => {
  for (const { code, cells } of rows) {
    expect(cells.length, code).toBeGreaterThanOrEqual(2)
    expect(
      cells.filter(cell => cell.length < 3),
      code,
    ).toEqual([])
  }
})

test('the HTTP status of each fault is the one that is sent', () => {
  const statuses = rows
    .filter(({ code }) => Object.hasOwn(requestFaults, code))
    .map(({ code, cells }) => [code, Number(cells[0])])
  expect(Object.fromEntries(statuses)).toEqual(requestFaults)
})
