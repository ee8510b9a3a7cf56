const INTEGER_BYTES = 4

/**
 * Reads a message of written results, see WrittenBatch of @waystone/kit, and calls back with each result: the
 * subscription's id and the JSON. @throws RangeError for a message that is none.
 */
export function readWrittenBatch(message: Buffer, take: (id: string, json: Buffer) => void): void {
  const partCount = message.readUInt32BE(0)
  const resultCount = message.readUInt32BE(INTEGER_BYTES)
  const lengthsAt = 2 * INTEGER_BYTES
  const starts: number[] = []
  let bytes = 0
  for (let part = 0; part < partCount; part++) {
    starts.push(bytes)
    bytes += message.readUInt32BE(lengthsAt + part * INTEGER_BYTES)
  }
  const partsAt = message.length - bytes
  const partOf = (index: number): Buffer => {
    const start = starts[index]
    if (start === undefined) throw new RangeError(`Part ${index} of ${partCount}`)
    const length = message.readUInt32BE(lengthsAt + index * INTEGER_BYTES)
    return message.subarray(partsAt + start, partsAt + start + length)
  }
  let at = lengthsAt + partCount * INTEGER_BYTES
  if (partsAt < at) throw new RangeError(`${bytes} bytes of parts in a message of ${message.length}`)
  for (let result = 0; result < resultCount; result++) {
    const idLength = message.readUInt8(at)
    const id = message.toString('latin1', at + 1, at + 1 + idLength)
    at += 1 + idLength
    const count = message.readUInt8(at)
    at++
    const parts: Buffer[] = []
    for (let part = 0; part < count; part++, at += INTEGER_BYTES) parts.push(partOf(message.readUInt32BE(at)))
    const [first] = parts
    take(id, first !== undefined && count === 1 ? first : Buffer.concat(parts))
  }
}
