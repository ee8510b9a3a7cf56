const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * The id as the database writes it; null for what cannot be the id of anything, so that it never reaches a
 * statement.
 */
export const parseUuid = (id: string): string | null => (UUID.test(id) ? id.toLowerCase() : null)
