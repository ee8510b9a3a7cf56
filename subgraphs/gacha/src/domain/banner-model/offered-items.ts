import type { ModelDefinition } from './definition.js'

/** Items that exchanges and milestones give, each with its path in the definition. */
export const offeredItems = ({
  exchanges,
  milestones,
}: ModelDefinition): readonly { readonly path: string; readonly id: string }[] => [
  ...exchanges.flatMap(({ choices }, index) => listed(choices, `exchanges[${index}].choices`)),
  ...milestones.flatMap(({ give }, index) => {
    const path = `milestones[${index}].give`
    if ('item' in give) return [{ path: `${path}.item`, id: give.item }]
    return 'choice' in give ? listed(give.choice, `${path}.choice`) : []
  }),
]

const listed = (ids: readonly string[], path: string) => ids.map((id, place) => ({ path: `${path}[${place}]`, id }))
