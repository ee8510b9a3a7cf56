import { isDeepStrictEqual } from 'node:util'
import { describe, expect, it } from 'vitest'
import { suites } from './cases/index.js'
import type { Question } from './cases/suite.js'
import { federate, type Answer } from './real-subgraphs.js'

const errorPaths = ({ errors = [] }: Answer): string[] => errors.map(({ path = [] }) => path.join('.'))

/** How an answer compares to what is right. */
function verdictOn(answer: Answer, { data, errorsAt = [] }: Question): 'right' | NonNullable<Question['stock']> {
  if (!isDeepStrictEqual(structuredClone(answer.data), data)) return 'answers otherwise'
  return isDeepStrictEqual(errorPaths(answer), errorsAt) ? 'right' : 'says nothing'
}

describe.each(Object.entries(suites))('%s', (_, { subgraphs, questions }) => {
  const supergraph = federate(subgraphs)

  it.each(questions.map(question => [question.ask, question] as const))('%s', async (ask, question) => {
    const { variables, data, errorsAt = [], fetches = {}, stock = 'right' } = question
    const answer = await supergraph.ask(ask, { ...(variables && { variables }) })
    expect(errorPaths(answer)).toEqual(errorsAt)
    expect(answer.data).toEqual(data)
    for (const [name, count] of Object.entries(fetches))
      expect(answer.asked.filter(({ subgraph }) => subgraph === name).length, name).toBe(count)
    // Cases that Apollo's gateway gets wrong are worth having for that; when it is mended, they say so.
    expect(verdictOn(await supergraph.askStock(ask, variables), question)).toBe(stock)
  })
})
