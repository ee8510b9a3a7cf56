/**
 * Resolves a result union: a refusal says by `__typename` which member it is, anything else is the success.
 *
 *     CreateCharacterResult: resultType('Character')
 */
export const resultType = <const Success extends string>(success: Success) => ({
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the field's own type says which members there are
  __resolveType: <Member extends string>(value: object): Member | Success =>
    '__typename' in value ? (value.__typename as Member) : success,
})
