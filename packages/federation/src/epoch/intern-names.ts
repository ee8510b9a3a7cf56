const NAME = /[_A-Za-z]\w*/g
/** Of schemas: their number is bounded by what is served here. */
const met: Record<string, true> = Object.create(null) as Record<string, true>

/**
 * Interns schema names as one-byte strings, so V8 keeps the JSON that holds them one-byte. V8 keeps each name
 * that is a key of objects once for a process, in the form of its first use: in two bytes a character where
 * that was within a text that has any beyond Latin-1, such as a schema with a dash in a description, or one
 * that federation-internals has printed. Every JSON text that has such a key then has two bytes for each of
 * its characters, and takes twice the time to write and to encode.
 */
export function internNames(schema: string): void {
  for (const name of new Set(schema.match(NAME))) met[Buffer.from(name, 'latin1').toString('latin1')] = true
}
