import { createHash, randomBytes } from 'node:crypto'

const SECRET_BYTES = 32

/** 256 bits of the operating system's generator: refresh tokens, and the session secrets that better-auth expects. */
export const newSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url')

/** What is kept of a refresh token. It is random and long, so a plain hash hides it well. */
export const hashSecret = (secret: string): Buffer => createHash('sha256').update(secret).digest()
