import { describe, expect, test } from 'vitest'
import { nameMatches } from './house/error-names.js'
import { read, sourceFiles } from './house/tree.js'

test('errors are told apart by their class or by what they carry, never by the text of their name', () => {
  const found = sourceFiles().flatMap(file => nameMatches(file, read(file)).map(match => `${file}: ${match}`))
  expect(found).toEqual([])
})

describe('the rule', () => {
  const found = (text: string) => nameMatches('error.ts', text)

  test.each([
    "error.name === 'UnknownEvent'",
    "'UnknownEvent' !== error?.name",
    "(error as Error).name === 'UnknownEvent'",
    "response.error.name == 'UnknownEvent'",
    'lastError.name === expected',
    "thrown.name === 'AbortError'",
    "error.constructor.name === 'UnknownEvent'",
    "['ConfigError'].includes(error.name)",
    'names.has(cause.name)',
    '/^Config/.test(error.name)',
    'texts[error.name]',
    "error.name.startsWith('Config')",
    'switch (err.name) { default: }',
  ])('finds %s', text => {
    expect(found(text)).toEqual([expect.stringContaining('matches an error by its name')])
  })

  test.each([
    '`${error.name}: ${error.message}`',
    "error.code === 'ECONNRESET'",
    'error instanceof UnknownEvent',
    "type.name === 'Query'",
    'names.has(terror.name)',
    'log({ name: error.name })',
    "class UnknownEvent extends Error { override readonly name = 'UnknownEvent' }",
    "class Part { readonly name = 'part' }",
  ])('finds nothing in %s', text => {
    expect(found(text)).toEqual([])
  })

  test('finds a class that bears the name of another', () => {
    expect(found("class A extends Error { override readonly name = 'ConfigError' }")).toEqual([
      'the class A is named ConfigError',
    ])
  })
})
