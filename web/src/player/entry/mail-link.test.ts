import { expect, test } from 'vitest'
import { parseMailLink } from './mail-link.js'

test.each([
  ['#action=verify-email&token=a-b_c', { action: 'verify-email', token: 'a-b_c' }],
  ['#action=reset-password&token=1%2B2', { action: 'reset-password', token: '1+2' }],
  ['#action=reset-password&token=', null],
  ['#action=reset-password', null],
  ['#action=delete-account&token=x', null],
  ['#main', null],
  ['', null],
])('the fragment %s is read as the link of a mail', (hash, link) => {
  expect(parseMailLink(hash)).toEqual(link)
})
