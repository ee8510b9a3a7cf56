import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { explorerTabsSetting, readExplorerTabs } from './explorer-tabs.js'

const PAGE = `# A page

Ask for a [name](names.html), which
two lines explain.

\`\`\`graphql
query Name { name }
\`\`\`
\`\`\`json
{ "data": null }
\`\`\`

And without prose:
## A heading
\`\`\`graphql
{ name }
\`\`\`
`

describe('tabs', () => {
  test('of a page are its blocks of GraphQL, with the paragraph above as comment', () => {
    expect(readExplorerTabs(PAGE, { isMarkdown: true })).toEqual([
      { query: '# Ask for a name, which two lines explain.\nquery Name { name }\n' },
      { query: '{ name }\n' },
    ])
  })

  test('of a document are its operations', () => {
    const tabs = readExplorerTabs('query A { a }\n# b\nmutation B { b }\nfragment F on T { a }', { isMarkdown: false })
    expect(tabs).toEqual([{ query: 'query A { a }\n' }, { query: 'mutation B { b }\n' }])
  })

  test('of the tour are all of its operations, each with a name', () => {
    const tour = readFileSync('docs/tour.md', 'utf8')
    const tabs = readExplorerTabs(tour, { isMarkdown: true })
    expect(tabs).toHaveLength(tour.match(/^```graphql$/gm)?.length ?? 0)
    for (const { query } of tabs) expect(query).toMatch(/^# .+\n(?:# .+\n)*(query|mutation|subscription) [A-Z]\w+/)
  })
})

describe('the setting', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'waystone-tabs-'))
  afterAll(() => rmSync(directory, { recursive: true }))
  const problemOf = (name: string, text?: string) => {
    const file = path.join(directory, name)
    if (text !== undefined) writeFileSync(file, text)
    return explorerTabsSetting.safeParse(file).error?.issues[0]?.message
  }

  test('takes a file of operations', () => {
    expect(problemOf('good.graphql', '{ a }')).toBeUndefined()
  })

  test('says why a file cannot be used', () => {
    expect(problemOf('missing.md')).toMatch(/missing\.md cannot be used: ENOENT/)
    expect(problemOf('broken.graphql', '{ a')).toMatch(/cannot be used: Syntax Error/)
    expect(problemOf('broken.md', '```graphql\n{ a\n```\n')).toMatch(/cannot be used: Syntax Error/)
    expect(problemOf('empty.md', 'no operation')).toMatch(/expected 1 to 40 operations .* found 0/)
    expect(problemOf('many.graphql', 'query A { a }\n'.repeat(41))).toMatch(/found 41/)
  })
})
