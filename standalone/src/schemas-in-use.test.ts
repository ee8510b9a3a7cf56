import { expect, it } from 'vitest'
import { createSchemasInUse } from './schemas-in-use.js'

const query = (field: string) => `type Query { ${field}: Int }`

function followed() {
  const said: string[] = []
  const schemas = createSchemasInUse({ gacha: query('a'), quests: query('q') }, text => void said.push(text.trim()))
  return { said, schemas }
}

it('a changed schema is in use when the gateway serves it, and not before', () => {
  const { said, schemas } = followed()
  schemas.changed('gacha', query('b'))
  expect(said).toEqual([])
  schemas.served()
  schemas.served()
  expect(said).toEqual(['✓ schema of gacha is in use'])
})

it('a broken schema is said to be, and so is its repair, also back to what is served', () => {
  const { said, schemas } = followed()
  schemas.broken('gacha', 'Syntax Error')
  schemas.changed('gacha', `# ${query('a')}\n${query('a')}`)
  expect(said).toEqual([
    '✗ schema of gacha cannot be used, the one before stays: Syntax Error',
    '✓ schema of gacha is in use',
  ])
})

it('schemas that do not compose yet are in use together, when they do', () => {
  const { said, schemas } = followed()
  schemas.changed('gacha', query('b'))
  schemas.changed('quests', query('r'))
  schemas.served()
  expect(said).toEqual(['✓ schema of gacha is in use', '✓ schema of quests is in use'])
})

it('a schema that broke before it was served is not in use', () => {
  const { said, schemas } = followed()
  schemas.changed('gacha', query('b'))
  schemas.broken('gacha', 'Syntax Error')
  schemas.served()
  expect(said).toHaveLength(1)
})
