const INTEGER_BYTES = 4

export interface WrittenAnswer {
  /** Of the subscription. */
  readonly id: string
  readonly json: Buffer
}

/**
 * Reads a message of written results, see WrittenBatch of @waystone/kit. Their bytes are those of the message, but for
 * results of several parts.
 * @throws RangeError for a message that is none
 */
export function readWrittenBatch(message: Buffer): readonly WrittenAnswer[] {
  const partCount = message.readUInt32BE(0)
  const answerCount = message.readUInt32BE(INTEGER_BYTES)
  const { parts, start } = readParts(message, partCount)
  const answers: WrittenAnswer[] = []
  let at = (2 + partCount) * INTEGER_BYTES
  for (let answer = 0; answer < answerCount; answer++) {
    const idLength = message.readUInt8(at++)
    const id = message.toString('latin1', at, at + idLength)
    at += idLength
    const own: Buffer[] = []
    for (let left = message.readUInt8(at++); left > 0; left--, at += INTEGER_BYTES) {
      const part = parts[message.readUInt32BE(at)]
      if (part === undefined) throw new RangeError(`A result has a part that is not among the ${partCount}`)
      own.push(part)
    }
    const [first] = own
    answers.push({ id, json: first !== undefined && own.length === 1 ? first : Buffer.concat(own) })
  }
  if (at !== start) throw new RangeError(`Results end at ${at}, and their parts begin at ${start}`)
  return answers
}

/** Parts are the end of the message. */
function readParts(message: Buffer, count: number): { parts: readonly Buffer[]; start: number } {
  const lengths: number[] = []
  let bytes = 0
  for (let part = 0; part < count; part++) {
    const length = message.readUInt32BE((2 + part) * INTEGER_BYTES)
    lengths.push(length)
    bytes += length
  }
  const start = message.length - bytes
  let at = start
  return { start, parts: lengths.map(length => message.subarray(at, (at += length))) }
}
