import { existsSync } from 'node:fs'
import path from 'node:path'
import { buildSchema, parse, validate } from 'graphql'
import { describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { filesBelow, read, root, sourceFiles } from './house/tree.js'
import { blocksOf, quotedFrom } from '@waystone/kit/testing'
import { packagesOf } from './pages/project.js'

const schema = buildSchema(read('schema.graphql'))
const blocks = [...filesBelow('docs').filter(file => file.endsWith('.md')), 'README.md'].flatMap(page =>
  blocksOf(page).map(block => ({ page, ...block })),
)
const of = (...languages: string[]) => blocks.filter(({ language }) => languages.includes(language))

/** Each page with code, and the test that runs it. A diagram is no code. */
const runBy: Readonly<Record<string, string>> = {
  'docs/content.md': 'subgraphs/quests/test/content-page.it.test.ts',
  'docs/banners.md': 'subgraphs/gacha/src/domain/banner-model/banners-page.test.ts',
  'docs/accounts.md': 'subgraphs/users/test/accounts-page.it.test.ts',
  'docs/external-accounts.md': 'standalone/test/external-page.it.test.ts',
  'docs/gateway.md': 'tests/e2e/gateway-alone.e2e.test.ts',
  'docs/operating.md': 'tests/e2e/operating.e2e.test.ts',
  'docs/world.md': 'standalone/test/world-page.it.test.ts',
  'docs/personal-data.md': 'standalone/test/data-export.it.test.ts',
  'README.md': 'tests/e2e/tour.e2e.test.ts',
  'docs/tour.md': 'tests/e2e/tour.e2e.test.ts',
  'docs/frontend.md': 'tests/e2e/frontend.e2e.test.ts',
  'docs/engines.md': 'tests/e2e/engines.e2e.test.ts',
}

describe('the code blocks of docs/', () => {
  test('are those of a page that a test runs', () => {
    const pages = new Set(blocks.filter(({ language }) => language !== 'mermaid').map(({ page }) => page))
    expect([...pages].toSorted()).toEqual(Object.keys(runBy).toSorted())
    for (const [page, file] of Object.entries(runBy)) {
      expect(existsSync(path.join(root, file))).toBe(true)
      expect(read(file)).toContain(`'${page}'`)
    }
  })

  test('name their language', () => {
    expect(blocks.filter(({ language }) => language === '').map(({ place }) => place)).toEqual([])
  })

  test('of GraphQL are valid for schema.graphql', () => {
    expect(of('graphql').length).toBeGreaterThan(10)
    const problems = of('graphql').flatMap(({ place, text }) =>
      validate(schema, parse(text)).map(({ message }) => `${place}: ${message}`),
    )
    expect(problems).toEqual([])
  })

  test('of JSON are JSON', () => {
    for (const { place, text } of of('json')) expect(() => JSON.parse(text) as unknown, place).not.toThrow()
  })

  test('of YAML are YAML, and its alerts ask for metrics that a process has', () => {
    const sources = sourceFiles().map(read).join('\n')
    for (const { place, text } of of('yaml')) {
      const rules = JSON.stringify(parseYaml(text))
      const metrics = new Set(rules.match(/\bwaystone_\w+/g))
      expect(
        [...metrics].filter(name => !sources.includes(name.replace(/^waystone_/, ''))),
        place,
      ).toEqual([])
    }
  })

  test('of TypeScript are files of their page', () => {
    expect(of('ts', 'tsx', 'html').filter(({ file, page }) => file === null && page === 'docs/frontend.md')).toEqual([])
  })

  test('that quote a file are the same as the file', () => {
    const quotes = blocks.flatMap(({ place, text, flags }) =>
      [...flags].flatMap(flag =>
        flag.startsWith('quote=') ? [{ place, text, source: flag.slice('quote='.length) }] : [],
      ),
    )
    expect(quotes.length).toBeGreaterThan(5)
    for (const { place, text, source } of quotes) expect(text, place).toBe(quotedFrom(source))
    expect(of('csharp', 'gdscript').length).toBe(quotes.length)
  })
})

test('docs/frontend.md names the versions that its test has installed', () => {
  const pinned = [read('tests/package.json'), read('package.json')].map(
    text => JSON.parse(text) as { dependencies?: Record<string, string>; devDependencies?: Record<string, string> },
  )
  const versions = new Map(pinned.flatMap(each => Object.entries({ ...each.devDependencies, ...each.dependencies })))
  const later = [...read('docs/frontend.md').matchAll(/(?<= |`)((?:@[\w-]+\/)?[\w-]+)@(\d+\.\d+\.\d+)(?=[ `])/g)].map(
    ([, name = '', version = '']) => [name, version] as const,
  )
  expect(later.length).toBeGreaterThan(3)
  const named = [...packagesOf('docs/frontend.md'), ...later]
  expect(named).toEqual(named.map(([name]) => [name, versions.get(name)]))
})
