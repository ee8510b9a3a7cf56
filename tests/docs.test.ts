import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { filesBelow, read, root, rooms } from './house/tree.js'

const pages = filesBelow('docs/decisions')
  .filter(file => /\/\d{3}-[\w-]+\.md$/.test(file))
  .toSorted()
const numberOf = (page: string): string => path.basename(page).slice(0, 3)

describe('the decisions', () => {
  test.each(pages)('%s says its number, its title, and whether and since when it holds', page => {
    const [heading = '', blank, status = ''] = read(page).split('\n')
    expect(heading).toMatch(new RegExp(`^# ${numberOf(page)}: \\S`))
    expect(blank).toBe('')
    expect(status).toMatch(/^(Accepted|Superseded by \[\d{3}\]\([\w-]+\.md\)), \d{4}-\d{2}-\d{2}\b.*\.$/)
  })

  test('the index lists each page by its number and title, in order', () => {
    const rows = pages.map(page => {
      const title = /^# \d{3}: (.*)$/m.exec(read(page))?.[1]
      return `| [${numberOf(page)}](${path.basename(page)}) | ${title} |`
    })
    const index = read('docs/decisions/README.md').split('\n')
    expect(index.filter(line => /^\| \[\d{3}\]/.test(line))).toEqual(rows)
  })
})

describe('what is cited exists', () => {
  const texts = [...rooms, 'docs', 'findings', '.github']
    .flatMap(filesBelow)
    .concat(readdirSync(root))
    .filter(file => /\.(ts|tsx|mjs|cjs|md|graphql|sql|ya?ml|prisma|sh)$/.test(file))

  const markdown = texts.filter(file => file.endsWith('.md'))

  test('every relative link of a page leads to a file, and to a heading of it where it names one', () => {
    const broken = markdown.flatMap(file =>
      linksOf(read(file)).flatMap(link => {
        const [target = '', anchor] = link.split('#')
        const page = target === '' ? file : path.join(path.dirname(file), decodeURI(target))
        if (!existsSync(path.join(root, page))) return [`${file}: ${link}`]
        return anchor === undefined || anchorsOf(read(page)).has(anchor) ? [] : [`${file}: ${link}`]
      }),
    )
    expect(broken).toEqual([])
  })

  test('every path of the repository that a page names in code marks is there', () => {
    const broken = markdown.flatMap(file =>
      pathsNamedIn(read(file)).flatMap(named => (existsSync(path.join(root, named)) ? [] : [`${file}: ${named}`])),
    )
    expect(broken).toEqual([])
  })

  test('every page of docs/ that a file names is there', () => {
    const broken = texts.flatMap(file =>
      [...read(file).matchAll(/\bdocs\/[\w-]+(?:\/[\w-]+)*\.md\b/g)].flatMap(([page]) =>
        existsSync(path.join(root, page)) ? [] : [`${file}: ${page}`],
      ),
    )
    expect(broken).toEqual([])
  })

  test('every decision that a file names by number is there', () => {
    const numbers = new Set(pages.map(numberOf))
    const broken = texts.flatMap(file =>
      [...read(file).matchAll(/\bdecisions?[/ ](\d{2,3})\b/gi)].flatMap(([text, number = '']) =>
        numbers.has(number.padStart(3, '0')) ? [] : [`${file}: ${text}`],
      ),
    )
    expect(broken).toEqual([])
  })
})

test('the words of cspell.json are in order, each once', () => {
  const { words } = JSON.parse(read('cspell.json')) as { words: string[] }
  expect(words).toEqual([...new Set(words)].toSorted())
})

const withoutBlocks = (markdown: string): string => markdown.replaceAll(/^ *```[\s\S]*?^ *```/gm, '')
const withoutCode = (markdown: string): string => withoutBlocks(markdown).replaceAll(/`[^`\n]*`/g, '')

const linksOf = (markdown: string): string[] =>
  [...withoutCode(markdown).matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)].map(([, link = '']) => link)

/**
 * Of each heading, as GitHub makes it: lower case, without punctuation, spaces as hyphens, a number where it
 * comes again.
 */
function anchorsOf(markdown: string): ReadonlySet<string> {
  const anchors = new Set<string>()
  for (const [, heading = ''] of withoutBlocks(markdown).matchAll(/^#{1,6} +(.*)$/gm)) {
    const text = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    const slug = text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-')
    let anchor = slug
    for (let again = 1; anchors.has(anchor); again++) anchor = `${slug}-${again}`
    anchors.add(anchor)
  }
  return anchors
}

/** Paths from the root, without patterns, placeholders and what is installed, built or generated. */
const pathsNamedIn = (markdown: string): string[] =>
  [...withoutBlocks(markdown).matchAll(/`((?:[\w.-]+\/)+[\w.-]*)`/g)]
    .map(([, named = '']) => named)
    .filter(named => topLevel.has(named.split('/')[0] ?? '') && !/\/(dist|generated|node_modules)\//.test(`${named}/`))

const topLevel = new Set<string>([...rooms, 'docs', 'findings', '.ci', '.github'])
