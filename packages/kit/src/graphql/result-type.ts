/**
 * Resolves a result union: a refusal says by `__typename` which member it is, anything else is the success.
 *
 *     CreateCharacterResult: resultType('Character')
 */
export const resultType = <const Success extends string>(success: Success) => ({
  __resolveType: <Member extends string>(value: object): Member | Success =>
    '__typename' in value ? (value.__typename as Member) : success,
})
