import type { FetchNode } from '@apollo/query-planner'

/** The planner numbers an operation's fetches: without the number, fetches that ask for the same can be seen to. */
export function unnumbered({ operation, operationName }: FetchNode): {
  query: string
  operationName: string | undefined
} {
  const name = operationName?.replace(/__\d+$/, '')
  if (operationName === undefined || name === undefined) return { query: operation, operationName }
  return { query: operation.replace(operationName, name), operationName: name }
}
