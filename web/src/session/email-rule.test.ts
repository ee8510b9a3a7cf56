import { expect, test } from 'vitest'
import { isEmail } from './email-rule.js'

test.each([
  ['aria@example.com', true],
  ['a.b+c@sub.example.co.uk', true],
  ['', false],
  ['aria', false],
  ['aria@', false],
  ['aria@localhost', false],
  ['a b@example.com', false],
  ['aria@-example.com', false],
])('%j as an e-mail address', (text, expected) => {
  expect(isEmail(text)).toBe(expected)
})
