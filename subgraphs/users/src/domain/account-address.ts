/** RFC 2606: a domain that never exists, so no mail reaches it and no player has an address in it. */
const NOWHERE = '@no-address.invalid'

/**
 * better-auth's column for the address may not be null: this stands in it for an account without one, such
 * as a guest's.
 * @param unique anything that no other account has, such as a UUID
 */
export const placeholderAddress = (unique: string): string => `${unique}${NOWHERE}`

export const isPlaceholder = (address: string): boolean => address.toLowerCase().endsWith(NOWHERE)

/** The address in that column; null for a placeholder. */
export const addressOf = (column: string): string | null => (isPlaceholder(column) ? null : column)
