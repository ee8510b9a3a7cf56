// The changes that `npm test -- --changed` is about, as the files by whose imports vitest finds the tests
// that they affect.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'

const MAIN = ['origin/main', 'main']
/** Compares the columns of every database with their page. */
const PERSONAL_DATA = 'standalone/test/personal-data.it.test.ts'

/**
 * Files that tests read or start as processes: for these, modules or tests that stand for them, as paths from
 * the root.
 */
const STAND_INS = [
  [/^subgraphs\/(\w+)\/schema\.graphql$/, (root, name) => [`subgraphs/${name}/src/app.ts`]],
  [/^prisma\/(\w+)\/(?!.*\.ts$)/, (root, name) => [`subgraphs/${name}/src/app.ts`, PERSONAL_DATA]],
  [/^docs\/personal-data\.md$/, () => [PERSONAL_DATA]],
  [/^gateway\/supergraph\.graphql$/, () => ['gateway/src/app.ts']],
  [/^(tools|standalone|prisma)\/.*\.(ts|mjs)$/, root => testsIn(root, 'standalone/test')],
]

/**
 * Lists what differs from where this branch left main, or from `ref`: committed, staged, unstaged and new
 * files. The house rules read the whole tree, so that every change affects them.
 * @throws Error when git does not know the commit.
 */
export function affectingFiles(root, ref) {
  const since = ref ?? leftMainAt(root)
  const lines = git(root, ['diff', '--name-only', '--relative', since, '--']).concat(
    git(root, ['ls-files', '--others', '--exclude-standard']),
  )
  if (lines.length === 0) return { since, files: [] }
  const affecting = lines.flatMap(file => [
    file,
    ...STAND_INS.flatMap(([pattern, standIns]) => {
      const match = pattern.exec(file)
      return match === null ? [] : standIns(root, match[1])
    }),
  ])
  const files = new Set([...affecting, ...testsIn(root, 'tests')])
  return { since, files: [...files].map(file => path.join(root, file)) }
}

function leftMainAt(root) {
  const isKnown = name => run(root, ['rev-parse', '--verify', '--quiet', `${name}^{commit}`]).status === 0
  const main = MAIN.find(isKnown)
  return main === undefined ? 'HEAD' : (git(root, ['merge-base', 'HEAD', main])[0] ?? 'HEAD')
}

const testsIn = (root, folder) =>
  existsSync(path.join(root, folder))
    ? readdirSync(path.join(root, folder))
        .filter(name => name.endsWith('.test.ts'))
        .map(name => `${folder}/${name}`)
    : []

function git(root, args) {
  const { status, stdout, stderr, error } = run(root, args)
  if (status !== 0) throw new Error(`git ${args.join(' ')} failed: ${error?.message ?? stderr.trim()}`)
  return stdout.split('\n').filter(line => line !== '')
}

const run = (cwd, args) => spawnSync('git', ['-c', 'core.quotePath=off', ...args], { cwd, encoding: 'utf8' })
