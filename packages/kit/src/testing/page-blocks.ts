import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = new URL('../../../../', import.meta.url)
const read = (file: string): string => readFileSync(fileURLToPath(new URL(file, root)), 'utf8')

/** A fenced block of a page. */
export interface Block {
  /** Such as docs/frontend.md:120, where the block begins. */
  readonly place: string
  readonly language: string
  /** The flags after the fence's language: `run`, or `quote=docs/samples/csharp/Player.cs#sign-in`. */
  readonly flags: ReadonlySet<string>
  readonly text: string
  /** The file that the block is: named by `file=` of the fence, or by a comment in its first line. */
  readonly file: string | null
  /**
   * The next block of `json` or `text`, where nothing is between them: the answer or output of this block.
   */
  readonly answer: Block | null
}

const FENCED = /^( *)```([^\n]*)\n([\s\S]*?)^ *```$/gm
const NAMED_BY_COMMENT = /^(?:\/\/|#|<!--) ([\w.-]+(?:\/[\w.-]+)*\.\w+)(?: -->)?\n/

/** The blocks of a page, such as docs/tour.md, from top to bottom, those in lists without their indentation. */
export function blocksOf(page: string): Block[] {
  const markdown = read(page)
  const blocks: Block[] = []
  const found = [...markdown.matchAll(FENCED)].toReversed()
  for (const match of found) {
    const [whole, indent = '', info = '', raw = ''] = match
    const [language = '', ...flags] = info.trim().split(/\s+/)
    const text = raw.replaceAll(new RegExp(`^${indent}`, 'gm'), '')
    const next = blocks[0]
    const rest = markdown.slice(match.index + whole.length)
    const hasAnswer = /^\n *```(json|text)\n/.test(rest) && next !== undefined
    blocks.unshift({
      place: `${page}:${markdown.slice(0, match.index).split('\n').length}`,
      language,
      flags: new Set(flags),
      text,
      file:
        flags.find(flag => flag.startsWith('file='))?.slice('file='.length) ?? NAMED_BY_COMMENT.exec(text)?.[1] ?? null,
      answer: hasAnswer ? next : null,
    })
  }
  return blocks
}

/**
 * Of a block that quotes a file: the part of it between the lines that hold `region NAME` and `endregion`,
 * without its indentation.
 */
export function quotedFrom(source: string): string {
  const [file = '', region] = source.split('#')
  const text = read(file)
  if (region === undefined) return text
  const lines = text.split('\n')
  const begin = lines.findIndex(line => line.trim().endsWith(`region ${region}`))
  const end = lines.findIndex((line, index) => index > begin && /\bendregion\b/.test(line))
  if (begin < 0 || end < 0) throw new Error(`Expected ${file} to have the region ${region}`)
  const body = lines.slice(begin + 1, end)
  const indent = Math.min(...body.filter(line => line.trim() !== '').map(line => /^\s*/.exec(line)?.[0].length ?? 0))
  return `${body.map(line => line.slice(indent)).join('\n')}\n`
}
