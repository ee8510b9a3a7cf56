import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'

const VIEWER = graphql(`
  query ChatViewer {
    me {
      id
    }
  }
`)

/** Null until it is known. */
export const useViewerId = (): string | null => useQuery({ query: VIEWER })[0].data?.me?.id ?? null
