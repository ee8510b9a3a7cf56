/** `CHAOS=short`, as in CI: a step of each kind, and fewer clients and rounds. */
export const isShort = process.env['CHAOS'] === 'short'
