import { useState } from 'react'
import { usePaging, type Paging } from './pager.js'

/** The filters of a list that is paged on the server: with another filter it begins at its first page. */
export function useFilters<Filters extends object>(
  initial: Filters,
): { readonly filters: Filters; readonly paging: Paging; filter(change: Partial<Filters>): void } {
  const [filters, setFilters] = useState(initial)
  const paging = usePaging()
  return {
    filters,
    paging,
    filter: change => {
      setFilters(before => ({ ...before, ...change }))
      paging.first()
    },
  }
}
