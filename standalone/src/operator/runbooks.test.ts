import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { findCommand } from './commands.js'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const directory = path.join(root, 'ops/runbooks')
const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>
}
/** Every option that a command of the sources declares. */
const options = new Set(
  ['standalone/src', 'tools/src', 'subgraphs'].flatMap(room =>
    readdirSync(path.join(root, room), { recursive: true, encoding: 'utf8' })
      .filter(file => /^(?!.*(node_modules|dist|generated)\/).*\.ts$/.test(file))
      .flatMap(file => [
        ...readFileSync(path.join(root, room, file), 'utf8').matchAll(/[oO]ption\(\s*'(?:-\w, )?(--[\w-]+)/g),
      ])
      .map(([, option = '']) => option),
  ),
)
options.add('--help')

/** The commands in the code of a page: `npx waystone …` and `npm run …`. */
function commandsOf(text: string): string[] {
  const code = [...text.matchAll(/`([^`\n]+)`/g), ...text.matchAll(/^(np[mx] .+)$/gm)].map(([, found = '']) => found)
  return code.filter(line => /^(npx waystone|npm run) /.test(line))
}

const pages = readdirSync(directory).map(page => ({
  page,
  commands: commandsOf(readFileSync(path.join(directory, page), 'utf8')),
}))

test('runbooks name commands that are there, with options that they have', () => {
  const all = pages.flatMap(({ page, commands }) => commands.map(command => ({ page, command })))
  expect(all.length).toBeGreaterThan(30)
  for (const { page, command } of all) {
    const [tool, , ...words] = command.split(/\s+/)
    const isThere = tool === 'npx' ? findCommand(words) !== null : scripts[words[0] ?? ''] !== undefined
    expect(isThere, `${page}: ${command}`).toBe(true)
    if (tool !== 'npx') continue
    for (const option of words.filter(word => /^--\w/.test(word)))
      expect(options, `${page}: ${command}`).toContain(option)
  }
})
