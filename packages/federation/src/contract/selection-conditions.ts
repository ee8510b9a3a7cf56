import { Kind, type SelectionNode } from 'graphql'

/** The value of a variable that decides on @skip or @include. */
export type Decide = (variable: string) => boolean

/** One @skip or @include; all that are around a field must let it through. */
export interface Condition {
  readonly directive: 'skip' | 'include'
  readonly value: boolean | { readonly variable: string }
}

export function holds({ directive, value }: Condition, decide: Decide): boolean {
  const isTrue = typeof value === 'boolean' ? value : decide(value.variable)
  return isTrue === (directive === 'include')
}

export function conditionsOf({ directives = [] }: SelectionNode): Condition[] {
  return directives.flatMap((node): Condition[] => {
    const directive = node.name.value
    const value = node.arguments?.find(({ name }) => name.value === 'if')?.value
    if (directive !== 'skip' && directive !== 'include') return []
    if (value?.kind === Kind.VARIABLE) return [{ directive, value: { variable: value.name.value } }]
    return value?.kind === Kind.BOOLEAN ? [{ directive, value: value.value }] : []
  })
}
