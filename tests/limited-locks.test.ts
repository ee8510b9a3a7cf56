import { describe, expect, test } from 'vitest'
import { isTest, read, sourceFiles } from './house/tree.js'

/**
 * Postgres may run a subquery that locks rows anew for each row of the statement around it, and each time it
 * finds others: its LIMIT bounds nothing (findings/postgres-skip-locked-takes-more-than-its-limit.sh). As an
 * array it runs once.
 */
const UNBOUNDED = /\bin\s*\(\s*select\b[^;`]*?\blimit\b[^;`]*?\bfor\s+(no\s+key\s+)?update\b/i

test('rows that are locked up to a limit are taken as an array, which is made once', () => {
  expect(sourceFiles().filter(file => !isTest(file) && UNBOUNDED.test(read(file)))).toEqual([])
})

describe('the rule', () => {
  test.each([
    'UPDATE mail SET due_at = $2 WHERE id IN (SELECT id FROM mail LIMIT $3 FOR UPDATE SKIP LOCKED)',
    'delete from pull where id in (\n select id from pull order by id limit $1 for no key update)',
  ])('finds %j', text => {
    expect(text).toMatch(UNBOUNDED)
  })

  test.each([
    'UPDATE mail SET due_at = $2 WHERE id = ANY (ARRAY(SELECT id FROM mail LIMIT $3 FOR UPDATE SKIP LOCKED))',
    'SELECT id FROM mail WHERE user_id IN (SELECT id FROM player LIMIT 3)',
    'SELECT id FROM mail WHERE user_id IN ($1, $2) LIMIT 3 FOR UPDATE',
  ])('finds nothing in %j', text => {
    expect(text).not.toMatch(UNBOUNDED)
  })
})
