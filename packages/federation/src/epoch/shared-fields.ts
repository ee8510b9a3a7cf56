import type { Schema } from '@apollo/federation-internals'

/** The name of the @tag on fields whose values are the same for all viewers who may subscribe. */
const TAG = 'shared-events'

/** Coordinates of the fields that the supergraph tags as shared, such as `Message.text`. */
export function readSharedFields(supergraph: Schema): ReadonlySet<string> {
  const tag = supergraph.coreFeatures?.getByIdentity('https://specs.apollo.dev/tag')?.directiveNameInSchema('tag')
  const fields = supergraph.objectTypes().flatMap(type => [...type.fields()])
  return new Set(
    fields
      .filter(field =>
        field.appliedDirectives.some(applied => applied.name === tag && applied.arguments()['name'] === TAG),
      )
      .map(({ coordinate }) => coordinate),
  )
}
