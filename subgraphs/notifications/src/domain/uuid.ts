const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/

/** The id as the database writes it, or null for what is not a UUID and so names nothing. */
export function uuidOf(id: string): string | null {
  const lower = id.toLowerCase()
  return UUID.test(lower) ? lower : null
}
