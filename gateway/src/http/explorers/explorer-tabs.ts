import { readFileSync } from 'node:fs'
import { parse } from 'graphql'
import * as z from 'zod'

/** An operation in a tab of GraphiQL, with what a page says about it as comments above. */
export interface ExplorerTab {
  readonly query: string
}

const TABS_MAX = 40
const COMMENT_WIDTH = 90

/** A file whose operations GraphiQL shows as tabs: a page of Markdown with blocks of GraphQL, or a document. */
export const explorerTabsSetting = z.string().transform((file, problems): readonly ExplorerTab[] => {
  try {
    const tabs = readExplorerTabs(readFileSync(file, 'utf8'), { isMarkdown: file.endsWith('.md') })
    if (tabs.length > 0 && tabs.length <= TABS_MAX) return tabs
    problems.addIssue(`expected 1 to ${TABS_MAX} operations in ${file}, found ${tabs.length}`)
  } catch (error) {
    problems.addIssue(`${file} cannot be used: ${error instanceof Error ? error.message : String(error)}`)
  }
  return z.NEVER
})

/** @throws GraphQLError when an operation cannot be parsed. */
export function readExplorerTabs(text: string, { isMarkdown }: { isMarkdown: boolean }): readonly ExplorerTab[] {
  if (!isMarkdown) return [...definitionsOf(text)].map(query => ({ query }))
  return [...text.matchAll(/(?:^|\n)(?<prose>(?:(?!```|#).+\n)*)\n*```graphql\n(?<query>[\s\S]*?)\n```/g)].map(
    ({ groups }) => {
      const { prose = '', query = '' } = groups ?? {}
      parse(query)
      return { query: `${commented(prose)}${query}\n` }
    },
  )
}

function* definitionsOf(text: string): Iterable<string> {
  for (const { kind, loc } of parse(text).definitions)
    if (kind === 'OperationDefinition' && loc !== undefined) yield `${text.slice(loc.start, loc.end)}\n`
}

/** Without the marks of Markdown, in lines that an editor shows whole. */
function commented(prose: string): string {
  const lines: string[] = []
  for (const word of prose
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .split(/\s+/)
    .filter(part => part !== '')) {
    const last = lines.at(-1)
    if (last === undefined || last.length + word.length >= COMMENT_WIDTH) lines.push(`# ${word}`)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  return lines.map(line => `${line}\n`).join('')
}
