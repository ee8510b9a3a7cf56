import { describe, expect, test } from 'vitest'
import { read, subgraphs } from './house/tree.js'
import { tableKeeping, type Keeping } from './soak/table-keeping.js'

const PAGE = 'docs/retention.md'
const LIST = 'tests/soak/table-keeping.ts'

/** The tables of a Prisma schema: its models, by the names that they have in the database. */
function tablesOf(schema: string): readonly string[] {
  const models = [...schema.matchAll(/^model (\w+) \{$(.*?)^\}$/gms)]
  return models.map(([, name = '', body = '']) => /^\s*@@map\("(\w+)"\)$/m.exec(body)?.[1] ?? name).toSorted()
}

/** A row of the page. */
const rowOf = ([table, keeping]: readonly [string, Keeping]): string => {
  const until = 'until' in keeping ? keeping.until : ''
  const why = 'why' in keeping ? keeping.why : ''
  return `| \`${table}\` | ${keeping.grows} | ${until} | ${why} |`
}

/** Tables of all subgraphs, which the page shows once. */
const isCommon = (table: string): boolean =>
  subgraphs.every(subgraph => tableKeeping[subgraph][table] === tableKeeping.users[table])

/** The rows that a section of the page must have. */
function rowsOf(section: (typeof subgraphs)[number] | 'every subgraph'): readonly string[] {
  const all = Object.entries(tableKeeping[section === 'every subgraph' ? 'users' : section])
  return all.filter(([table]) => isCommon(table) === (section === 'every subgraph')).map(rowOf)
}

test('the models of a schema are its tables, and its enums are none', () => {
  const pull = 'model Pull {\n  id String @id\n  @@map("pull")\n}'
  const rarity = 'enum Rarity {\n  RARE\n  @@map("rarity")\n}'
  const schema = [pull, rarity, 'model Plain {\n  id String @id\n}'].join('\n')
  expect(tablesOf(schema)).toEqual(['Plain', 'pull'])
})

describe.each(subgraphs)('each table of %s', subgraph => {
  test(`is in ${LIST}, with what bounds its rows or why they are kept`, () => {
    const remedy = `${LIST} must say of each table of prisma/${subgraph}/schema.prisma what bounds its rows`
    expect(Object.keys(tableKeeping[subgraph]).toSorted(), remedy).toEqual(
      tablesOf(read(`prisma/${subgraph}/schema.prisma`)),
    )
  })
})

test.each([...subgraphs, 'every subgraph'] as const)('the page says the same of the tables of %s', section => {
  const text = read(PAGE)
    .split(/^## /m)
    .find(part => part.startsWith(`${section}\n`))
  const shown = (text ?? '').split('\n').filter(line => line.startsWith('| `'))
  expect(shown, `${PAGE}, section "${section}", shows what ${LIST} says`).toEqual(rowsOf(section))
})
