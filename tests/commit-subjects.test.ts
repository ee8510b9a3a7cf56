import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { root } from './house/tree.js'

const SUBJECT_MAX = 72
const SUBJECT = /^(feat|fix|docs|test|refactor|perf|style|build|ci|chore|revert)(\([\w,-]+\))?!?: [a-z].*[^.]$/
/** A plain "and" may join two words of one thought. */
const TWO_THOUGHTS = /;|, and /

const problemOf = (subject: string): string | null => {
  if (subject.length > SUBJECT_MAX) return `${subject.length} characters, of ${SUBJECT_MAX}`
  if (!SUBJECT.test(subject)) return 'no "type(scope): imperative"'
  return TWO_THOUGHTS.test(subject) ? 'two thoughts' : null
}

const git = (...args: string[]) => spawnSync('git', args, { cwd: root, encoding: 'utf8' })

/** The commits of this branch itself; none on main, in a shallow clone without main, or in a checkout without git. */
function ownSubjects(): readonly string[] {
  const main = ['origin/main', 'main'].find(name => git('rev-parse', '--verify', '--quiet', name).status === 0)
  if (main === undefined) return []
  const { status, stdout } = git('log', '--first-parent', '--no-merges', '--format=%s', `${main}..HEAD`)
  return status === 0 ? stdout.split('\n').filter(line => line !== '') : []
}

describe('the subject of a commit', () => {
  test.each([
    ['feat(gacha): add daily pull limits', null],
    ['fix: keep the order', null],
    ['refactor(kit,gateway)!: rename the client', null],
    ['add daily pull limits', 'no "type(scope): imperative"'],
    ['feat: Add limits', 'no "type(scope): imperative"'],
    ['feat: add limits.', 'no "type(scope): imperative"'],
    ['feat: check types and lint', null],
    ['feat: add limits, and count them', 'two thoughts'],
    ['feat: add limits; count them', 'two thoughts'],
    [`feat: ${'a'.repeat(67)}`, '73 characters, of 72'],
  ])('%s', (subject, problem) => {
    expect(problemOf(subject)).toBe(problem)
  })

  test('names one thought, in every commit of this branch', () => {
    const wrong = ownSubjects().flatMap(subject => {
      const problem = problemOf(subject)
      return problem === null ? [] : [`${subject}: ${problem}`]
    })
    expect(wrong).toEqual([])
  })
})
