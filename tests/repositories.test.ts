import { describe, expect, test } from 'vitest'
import { shapeFaults } from './house/repository-shape.js'
import { filesBelow, isTest, read, subgraphs } from './house/tree.js'

const files = subgraphs
  .flatMap(subgraph => filesBelow(`subgraphs/${subgraph}/src/repositories`))
  .filter(file => file.endsWith('.ts') && !isTest(file))

test('repositories are free functions that take the database first', () => {
  expect(files.length).toBeGreaterThan(50)
  expect(files.flatMap(file => shapeFaults(file, read(file)).map(fault => `${file}: ${fault}`))).toEqual([])
})

describe('the rule', () => {
  const faults = (text: string) => shapeFaults('user.ts', text)

  test.each([
    ['a factory', 'export function createUsers(db: Queryable) { return { find: async () => 1 } }', 'createUsers makes'],
    [
      'a short factory',
      'export const createUsers = (db: Queryable): Users => ({ async find() {} })',
      'createUsers makes',
    ],
    ['an object', 'export const users: Users = { find: async (db: Queryable) => 1 }', 'users is an object'],
    ['an interface', 'export interface Users { find(db: Queryable): Promise<void> }', 'Users is an interface'],
    ['a type', 'export type Users = { find: (db: Queryable) => Promise<void> }', 'Users is an interface'],
    ['a class', 'export class Users { find() {} }', 'a class is exported'],
    [
      'a database elsewhere',
      'export async function findUser(id: string, db: Queryable) {}',
      'findUser takes "id" first',
    ],
    ['a database inside', 'export async function findUser({ db }: Needs) {}', 'findUser takes "{ db }" first'],
    ['no database', 'export const findUser = (): Promise<void> => find()', 'findUser takes "" first'],
  ])('finds %s', (_, text, expected) => {
    expect(faults(text)).toEqual([expect.stringContaining(expected)])
  })

  test.each([
    'export async function findUser(db: Queryable, id: string) {}',
    'export const findUser = (prisma: Prisma, id: string): Promise<void> => prisma.user.find(id)',
    'export const withUser = async (tx: Queryable) => { const of = () => ({ a: () => 1 }); return of() }',
    'export const nameOf = (row: Row): string => row.name',
    'export interface User { readonly name: string }',
    'async function find(id: string) {}',
  ])('finds nothing in %s', text => {
    expect(faults(text)).toEqual([])
  })
})
