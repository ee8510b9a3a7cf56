import { describe, expect, it } from 'vitest'
import { suites } from './cases/index.js'
import { federate } from './real-subgraphs.js'

describe.each(Object.entries(suites))('%s', (_, { subgraphs, questions }) => {
  const supergraph = federate(subgraphs)

  it.each(questions.map(question => [question.ask, question] as const))('%s', async (ask, question) => {
    const { variables, data, errorsAt = [], fetches = {}, stockFails, stockSaysNothing } = question
    const answer = await supergraph.ask(ask, { ...(variables && { variables }) })
    expect(answer.errors?.map(({ path = [] }) => path.join('.')) ?? []).toEqual(errorsAt)
    expect(answer.data).toEqual(data)
    for (const [name, count] of Object.entries(fetches))
      expect(answer.asked.filter(({ subgraph }) => subgraph === name).length, name).toBe(count)
    // Cases that Apollo's gateway answers wrongly are worth having for that; when it is mended, they say so.
    const stock = await supergraph.askStock(ask, variables)
    if (stockFails === true)
      expect({ data: stock.data, errors: stock.errors?.length }).not.toEqual({ data, errors: undefined })
    else expect(stock.data).toEqual(data)
    if (stockSaysNothing === true) expect(stock.errors ?? []).toEqual([])
  })
})
