import { type NumberPlaces, parseExactly } from '@waystone/federation/exact-numbers'
import type { Exchange } from '@waystone/federation/contract'

/**
 * Recorded responses are kept as bytes and as parsed objects; the objects take several times the bytes'
 * memory.
 */
const TIMES_AS_OBJECTS = 6

/** The bytes that were sent to a subgraph and came from it. */
export class HttpExchange implements Exchange {
  readonly body: Buffer
  readonly answer: Buffer
  readonly numbers: NumberPlaces | undefined

  constructor(body: Buffer, answer: Buffer, numbers?: NumberPlaces) {
    this.body = body
    this.answer = answer
    this.numbers = numbers
  }

  get question(): Exchange['question'] {
    const text = this.body.toString()
    const asked = (parseExactly(text) ?? JSON.parse(text)) as Exchange['question']
    return { ...asked, numbers: this.numbers }
  }

  get size(): number {
    return this.body.length + this.answer.length * TIMES_AS_OBJECTS
  }

  isLike(other: Exchange): boolean {
    return other === this || (other instanceof HttpExchange && this.answer.equals(other.answer))
  }
}
