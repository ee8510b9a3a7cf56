import { parseUuid } from '@waystone/kit/graphql'

const NO_ONE = '00000000-0000-0000-0000-000000000000'

/** The id that a list is filtered by; null where it is not. A text that is no id finds nothing. */
export const filteredId = (id: string | null | undefined): string | null =>
  id === undefined || id === null ? null : (parseUuid(id) ?? NO_ONE)
