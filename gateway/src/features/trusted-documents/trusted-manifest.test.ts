import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { parseTrustedManifest } from './trusted-manifest.js'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

test('a document is found by its id as it is given, and by its hash with and without a prefix', () => {
  const body = 'query Hello { hello }'
  const { byId } = parseTrustedManifest(JSON.stringify({ 'sha256:x': body }), sha256)
  for (const id of ['sha256:x', sha256(body), `sha256:${sha256(body)}`]) expect(byId(id, null)).toBe(body)
  expect(byId('x', null)).toBeUndefined()
})
