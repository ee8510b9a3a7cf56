import { exchange, type Exchange, type ResponseHeaders, type SubgraphResponse } from '@waystone/federation/contract'

/** An error-free response equal to the expected one. It is parsed on first access, which is rare. */
export class ExpectedAnswer<TExchange extends Exchange> implements SubgraphResponse {
  readonly headers: ResponseHeaders | undefined
  readonly [exchange]: TExchange
  readonly #read: (expected: TExchange) => Pick<SubgraphResponse, 'data' | 'extensions'>
  #answer: Pick<SubgraphResponse, 'data' | 'extensions'> | undefined

  /** @param read parses the exchange's response; the caller owns the result. */
  constructor(
    expected: TExchange,
    headers: ResponseHeaders | undefined,
    read: (expected: TExchange) => Pick<SubgraphResponse, 'data' | 'extensions'>,
  ) {
    this[exchange] = expected
    this.headers = headers
    this.#read = read
  }

  get data(): SubgraphResponse['data'] {
    return (this.#answer ??= this.#read(this[exchange])).data ?? null
  }

  get extensions(): SubgraphResponse['extensions'] {
    return (this.#answer ??= this.#read(this[exchange])).extensions
  }
}
