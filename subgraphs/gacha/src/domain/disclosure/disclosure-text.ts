import type { Disclosure } from './disclosure.js'
import type { DisclosureTable } from './tables.js'

/** The disclosure in plain text: a line for each row of its tables. */
export const plainTextOf = (disclosure: Disclosure): string => textOf(disclosure, plain)

/** The disclosure in Markdown, with tables as GitHub has them. */
export const markdownOf = (disclosure: Disclosure): string => textOf(disclosure, markdown)

interface Format {
  heading(level: 1 | 2, text: string): string
  table(table: DisclosureTable): string
  item(text: string): string
  link(title: string, url: string): string
}

function textOf({ name, version, hash, tables, guarantees, rules }: Disclosure, format: Format): string {
  const list = (title: string, items: readonly string[]) =>
    items.length === 0 ? [] : [format.heading(2, title), items.map(item => `- ${item}`).join('\n')]
  const sections = [
    format.heading(1, name),
    `Version ${version}, SHA-256 of the definition: ${hash}`,
    ...tables.flatMap(table => [format.heading(2, table.title), format.table(table)]),
    ...list('Guarantees', guarantees.map(format.item)),
    ...list(
      'Rules that this follows',
      rules.map(({ authority, source }) => `${format.item(authority)}: ${format.link(source.title, source.url)}`),
    ),
    ...(rules.some(({ missing }) => missing.includes('MONEY'))
      ? ['Not shown here: the prices in money, which follow from the pack that the currency is bought in.']
      : []),
  ]
  return `${sections.join('\n\n')}\n`
}

const plain: Format = {
  heading: (_, text) => text.toUpperCase(),
  table: ({ columns, rows }) =>
    rows
      .map(([first = '', ...cells]) => {
        const told = cells.map((cell, index) => `${(columns[index + 1] ?? '').toLowerCase()}: ${cell}`)
        return `- ${first} (${told.join('; ')})`
      })
      .join('\n'),
  item: text => text,
  link: (title, url) => `${title}, ${url}`,
}

const markdown: Format = {
  heading: (level, text) => `${'#'.repeat(level)} ${escaped(text)}`,
  table: ({ columns, rows }) =>
    [columns, columns.map(() => '---'), ...rows.map(row => row.map(escaped))]
      .map(row => `| ${row.join(' | ')} |`)
      .join('\n'),
  item: text => escaped(text),
  link: (title, url) => `[${escaped(title)}](<${url}>)`,
}

/** Escapes characters that Markdown reads as its own: names are written by operators. */
const escaped = (text: string): string => text.replaceAll(/[\\|*_`<[\]#]/g, character => `\\${character}`)
