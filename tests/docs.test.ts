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

  test('every relative link of a page leads to a file', () => {
    const broken = texts
      .filter(file => file.endsWith('.md'))
      .flatMap(file =>
        [...withoutCode(read(file)).matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)/g)].flatMap(
          ([, link = '']) =>
            existsSync(path.join(root, path.dirname(file), decodeURI(link))) ? [] : [`${file}: ${link}`],
        ),
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

const withoutCode = (markdown: string): string => markdown.replaceAll(/```[\s\S]*?```|`[^`\n]*`/g, '')
