const JSON_TYPE = 'application/json; charset=utf-8'
const GRAPHQL_TYPE = 'application/graphql-response+json; charset=utf-8'

/** Clients send few different Accept headers; whoever makes them up fills no memory. */
const ACCEPTS_MAX = 200

/** Which media type an Accept header asks for. Apollo Server negotiates each one once; from then on it is known. */
export interface MediaTypes {
  /** Undefined when Apollo Server has yet to say. */
  typeFor(accept: string | undefined): string | undefined
  /** For answers that Apollo Server does not make, whatever is accepted. */
  errorTypeFor(accept: string | undefined): string
  learn(accept: string | undefined, type: string): void
}

export function createMediaTypes(): MediaTypes {
  const known = new Map<string, string>([
    ['*/*', JSON_TYPE],
    ['application/json', JSON_TYPE],
    ['application/graphql-response+json', GRAPHQL_TYPE],
  ])
  const typeFor = (accept: string | undefined) => (accept ? known.get(accept) : JSON_TYPE)
  return {
    typeFor,
    errorTypeFor: accept => typeFor(accept) ?? JSON_TYPE,
    learn: (accept, type) => {
      if (accept && known.size < ACCEPTS_MAX && (type === JSON_TYPE || type === GRAPHQL_TYPE)) known.set(accept, type)
    },
  }
}
