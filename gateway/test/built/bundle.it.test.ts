import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { isSchema } from 'graphql'
import { describe, expect, it } from 'vitest'
import { createEpoch } from '../../src/supergraph/epoch.js'
import { composeSubgraphs } from '../harness.js'

const dist = path.join(path.dirname(path.dirname(import.meta.dirname)), 'dist')
const chunksOf = (file: string): string[] =>
  [...readFileSync(path.join(dist, file), 'utf8').matchAll(/from "(\.\/chunks\/[^"]+)"/g)].map(
    ([, chunk = '']) => chunk,
  )

describe('the bundle of the gateway', () => {
  it('holds no module of graphql and of the packages of Apollo, which are loaded beside it', () => {
    const files = ['main.js', 'parts.js', ...readdirSync(path.join(dist, 'chunks')).map(name => `chunks/${name}`)]
    const holding = files.filter(file =>
      /^\/\/ (.*\/)?node_modules\/(graphql|@apollo)\//m.test(readFileSync(path.join(dist, file), 'utf8')),
    )
    expect(files.length).toBeGreaterThan(3)
    expect(holding).toEqual([])
  })

  it('is what these tests run: main.js loads nothing that they do not load', () => {
    expect(chunksOf('main.js')).not.toEqual([])
    expect(chunksOf('parts.js')).toEqual(expect.arrayContaining(chunksOf('main.js')))
    let thrown: unknown
    try {
      createEpoch('type Query { hello: String }')
    } catch (error) {
      thrown = error
    }
    expect((thrown as Error).stack).toContain(path.join(dist, 'chunks'))
  })

  it('has the one graphql that others have', () => {
    const subgraph = { name: 'a', url: 'http://127.0.0.1:1/graphql', sdl: 'type Query { hello: String }' }
    expect(isSchema(createEpoch(composeSubgraphs([subgraph])).schema)).toBe(true)
  })
})
