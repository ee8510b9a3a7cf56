import { expect, test } from 'vitest'
import { documentPayload } from './document.js'

test('a document goes out as its text, or by its hash with the empty text that the protocol demands', () => {
  const text = 'subscription { ticked }'
  expect(documentPayload(text)).toEqual({ query: text })
  expect(documentPayload({ toString: () => text })).toEqual({ query: text })
  expect(documentPayload({ sha256: 'ab12' })).toEqual({
    query: '',
    extensions: { persistedQuery: { version: 1, sha256Hash: 'ab12' } },
  })
})
