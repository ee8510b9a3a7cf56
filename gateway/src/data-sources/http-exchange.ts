import type { Exchange } from './data-source.js'

/** What is remembered is kept as bytes, and as objects, which take several times as much. */
const TIMES_AS_OBJECTS = 6

/** The bytes that were sent to a subgraph and came from it. */
export class HttpExchange implements Exchange {
  readonly body: Buffer
  readonly answer: Buffer

  constructor(body: Buffer, answer: Buffer) {
    this.body = body
    this.answer = answer
  }

  get question(): Exchange['question'] {
    return JSON.parse(this.body.toString()) as Exchange['question']
  }

  get size(): number {
    return this.body.length + this.answer.length * TIMES_AS_OBJECTS
  }

  isLike(other: Exchange): boolean {
    return other === this || (other instanceof HttpExchange && this.answer.equals(other.answer))
  }
}
