import { describe, expect, it } from 'vitest'
import { definitionText, parseDefinition } from './definition.js'

describe('parseDefinition', () => {
  it('reads what the editor shows', () => {
    const definition = { name: 'A', objectives: [{ target: 1 }] }
    expect(parseDefinition(definitionText(definition))).toEqual({ definition, problem: null })
  })

  it.each(['[]', 'null', '3', '"text"'])('refuses %s, which is no object', text => {
    expect(parseDefinition(text)).toEqual({ definition: null, problem: 'Expected an object: { … }' })
  })

  it('says where a text is no JSON', () => {
    expect(parseDefinition('{\n  "name": \n}').problem).toMatch(/JSON/)
  })
})
