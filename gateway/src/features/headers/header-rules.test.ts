import { blocksOf } from '@waystone/kit/testing'
import { expect, test } from 'vitest'
import { headerRules } from './header-rules.js'

test('the rules that docs/gateway.md shows are rules', () => {
  const blocks = blocksOf('docs/gateway.md').filter(({ language }) => language === 'json')
  const text = blocks.find(block => block.text.includes('"request"'))?.text ?? ''
  expect(headerRules.parse(JSON.parse(text))).toEqual({
    request: [{ name: 'x-tenant', as: 'x-org', subgraphs: new Set(['users']), byDefault: 'none' }],
    response: [{ name: 'x-notice', as: 'x-notices', subgraphs: new Set(['quests']), merge: 'append' }],
  })
})
