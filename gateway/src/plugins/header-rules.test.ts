import { blocksOf } from '@waystone/kit/testing'
import { expect, test } from 'vitest'
import { headerRules } from './header-rules.js'

test('the rules that docs/gateway.md shows are rules', () => {
  const text = blocksOf('docs/gateway.md').find(({ language }) => language === 'json')?.text ?? ''
  expect(headerRules.parse(JSON.parse(text))).toEqual({
    request: [{ name: 'x-tenant', as: 'x-org', subgraphs: new Set(['users']), byDefault: 'none' }],
    response: [{ name: 'x-notice', as: 'x-notices', subgraphs: new Set(['quests']), merge: 'append' }],
  })
})
