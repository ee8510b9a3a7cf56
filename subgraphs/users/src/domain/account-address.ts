/** RFC 2606: a domain that never exists, so no mail reaches it and no player has an address in it. */
const NOWHERE = '@no-address.invalid'

/**
 * better-auth's column for the address may not be null: this stands in it for an account without one, such
 * as a guest's.
 * @param unique anything that no other account has, such as a UUID
 */
export const placeholderAddress = (unique: string): string => `${unique}${NOWHERE}`

/**
 * RFC 2606: names that never resolve. The column holds such of its own, of accounts without an address and of deleted
 * ones, whose ids everyone may know: a player who took one would stand in their way.
 */
export const isNowhere = (address: string): boolean => /@(?:.*\.)?invalid$/i.test(address)

export const isPlaceholder = (address: string): boolean => address.toLowerCase().endsWith(NOWHERE)

/** The address in that column; null for a placeholder. */
export const addressOf = (column: string): string | null => (isPlaceholder(column) ? null : column)
