import { BREAK, visit, type DocumentNode } from 'graphql'

/**
 * How deep lists and objects lie within each other among the values of a document; counted no further than
 * `max` + 1.
 */
export function valueDepth(document: DocumentNode, max: number): number {
  let depth = 0
  let deepest = 0
  const nest = {
    enter: () => {
      depth++
      deepest = Math.max(deepest, depth)
      return deepest > max ? BREAK : undefined
    },
    leave: () => {
      depth--
    },
  }
  visit(document, { ListValue: nest, ObjectValue: nest })
  return deepest
}
