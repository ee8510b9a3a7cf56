import { describe, expect, it } from 'vitest'
import { runOurs, runStock, type Case } from './by-hand.js'
import { media } from './supergraphs/media.js'

const representationsOf = (variables: Readonly<Record<string, unknown>>) =>
  (variables['representations'] ?? []) as Record<string, unknown>[]

/** Songs and movies, rated by a subgraph that knows no more than that they are media. */
const rated = (operation: string): Case => ({
  subgraphs: media,
  operation,
  variables: { on: true },
  answers: {
    ratings: ({ variables }) => {
      if (!('representations' in variables)) {
        const ratings = ['song', 'movie'].map(id => ({ media: { __typename: 'Media', id, rating: 1 } }))
        return { data: { best: { __typename: 'Media', id: 'best', ratings } } }
      }
      const isKeyless = representationsOf(variables).some(({ id }) => id === undefined)
      if (isKeyless) return { data: null, errors: [{ message: 'Which one?' }] }
      return {
        data: {
          _entities: representationsOf(variables).map(({ id, title }) => ({
            __typename: 'Media',
            id,
            rating: 1,
            slug: `slug of ${title as string}`,
          })),
        },
      }
    },
    library: ({ variables }) => ({
      data: {
        _entities: representationsOf(variables).map(({ id }) => ({
          __typename: id === 'song' ? 'Song' : 'Movie',
          id,
          title: `title of ${id as string}`,
          bpm: 100,
        })),
      },
    }),
    cinema: () => ({ data: null }),
    seating: () => ({ data: null }),
  },
})

describe('a subgraph that has an interface as an object', () => {
  // The planner asks for what the fragment requires of songs by their key, and of other media without any.
  const mixed = rated(`query ($on: Boolean!) {
    best { ratings { media { rating ... on Book @include(if: $on) { value rating } ... on Song @include(if: $on) { slug bpm } } } } }`)

  it('is not asked for what comes without a key', async () => {
    const { result, asked } = await runOurs(mixed)
    expect(result).toEqual({
      data: {
        best: {
          ratings: [{ media: { rating: 1, slug: 'slug of title of song', bpm: 100 } }, { media: { rating: 1 } }],
        },
      },
    })
    const representations = asked.flatMap(({ variables }) => representationsOf(variables))
    expect(representations.filter(({ id }) => id === undefined)).toEqual([])
    expect((await runStock(mixed)).result.errors?.map(({ message }) => message)).toEqual(['Which one?'])
  })
})
