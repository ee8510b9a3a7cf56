import { keepNumbers, type NumberPlaces, parseExactly } from '@waystone/federation/exact-numbers'
import { isJsonObject } from '@waystone/federation/json'

/**
 * Keeps all digits of the numbers of an event, in place.
 * @param text the message that has the event as its `payload`.
 */
export function keepDigits(payload: unknown, numbers: NumberPlaces | undefined, text: string): void {
  if (numbers === undefined || !isJsonObject(payload)) return
  payload['data'] = keepNumbers(payload['data'], numbers, () => {
    const message = parseExactly(text)
    const exact = isJsonObject(message) ? message['payload'] : undefined
    return isJsonObject(exact) ? exact['data'] : undefined
  })
}
