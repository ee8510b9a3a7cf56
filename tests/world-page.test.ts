import { isEnumType, isUnionType } from 'graphql'
import { expect, test } from 'vitest'
import { offerOf } from './house/contract.js'
import { read } from './house/tree.js'

const schema = offerOf('characters')

/** The names in the first column of the table below this heading. */
const rowsBelow = (heading: string): readonly string[] => {
  const [, table = ''] = read('docs/world.md').split(`| ${heading} | `)
  const [rows = ''] = table.split('\n\n')
  return [...rows.matchAll(/^\| `(\w+)` \|/gm)].map(([, name = '']) => name)
}

test('docs/world.md tells of every change that an update may have, and of no other', () => {
  const changes = schema.getType('WorldChange')
  const members = isUnionType(changes) ? changes.getTypes().map(({ name }) => name) : []
  expect(rowsBelow('change')).toEqual(members)
})

test('docs/world.md says of every reason of a refused command what to do, and of no other', () => {
  const reasons = schema.getType('CommandRejectionReason')
  const values = isEnumType(reasons) ? reasons.getValues().map(({ name }) => name) : []
  expect(rowsBelow('reason')).toEqual(values)
})
