import { GraphQLError } from 'graphql'
import { describe, expect, it } from 'vitest'
import { AnswerErrors } from './answer-errors.js'

const ERRORS_MAX = 10

const addMany = (errors: AnswerErrors, count: number) => {
  for (let index = 0; index < count; index++) errors.add(() => new GraphQLError(`error ${index}`))
}

describe('the errors of an answer', () => {
  it('are all told up to the limit', () => {
    const errors = new AnswerErrors(ERRORS_MAX)
    expect(errors.list()).toEqual([])
    addMany(errors, ERRORS_MAX)
    expect(errors.list()).toHaveLength(ERRORS_MAX)
    expect(errors.list().at(-1)?.message).toBe(`error ${ERRORS_MAX - 1}`)
  })

  it('beyond the limit are counted by a last entry, and are not even made', () => {
    const errors = new AnswerErrors(ERRORS_MAX)
    addMany(errors, ERRORS_MAX)
    errors.add(() => {
      throw new Error('made')
    })
    addMany(errors, 4)
    expect(errors.list()).toHaveLength(ERRORS_MAX + 1)
    expect(errors.list().at(-1)?.toJSON()).toEqual({
      message: `At least 5 more errors are left out; an answer has at most ${ERRORS_MAX}`,
      extensions: { code: 'LIMIT_EXCEEDED', limit: 'errors', max: ERRORS_MAX, leftOut: 5 },
    })
  })

  it('go on in another list with one last entry for both', () => {
    const first = new AnswerErrors(ERRORS_MAX)
    addMany(first, ERRORS_MAX + 5)
    const second = new AnswerErrors(ERRORS_MAX, first.list())
    addMany(second, 2)
    expect(second.list().map(({ message }) => message)).toEqual([
      ...first.told.map(({ message }) => message),
      `At least 7 more errors are left out; an answer has at most ${ERRORS_MAX}`,
    ])
  })
})
