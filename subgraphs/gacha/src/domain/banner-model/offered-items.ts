import type { ModelDefinition } from './definition.js'

/** Items that exchanges give for points, each with its path in the definition. */
export const offeredItems = ({ exchanges }: ModelDefinition): readonly { readonly path: string; readonly id: string }[] =>
  exchanges.flatMap(({ choices }, index) =>
    choices.map((id, place) => ({ path: `exchanges[${index}].choices[${place}]`, id })),
  )
