import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  pbkdf2Sync,
  randomBytes,
  timingSafeEqual,
  type Decipher,
} from 'node:crypto'
import { Transform, type TransformCallback } from 'node:stream'
import { BackupError } from './backup-error.js'

/**
 * The format of `openssl enc -aes-256-cbc -pbkdf2`: whoever has the key can read a dump without
 * Waystone. It does not tell a changed file, so a HMAC of the whole stands in the list of the dumps.
 */
const MAGIC = Buffer.from('Salted__')
const SALT_BYTES = 8
const HEADER_BYTES = MAGIC.length + SALT_BYTES
const KEY_BYTES = 32
const IV_BYTES = 16
/** openssl's default: the key is no password that could be guessed. */
const ITERATIONS = 10_000

/** Encrypts what passes. */
export class EncryptedStream extends Transform {
  readonly #cipher
  readonly #hmac
  #bytes = 0
  constructor(passphrase: string) {
    super()
    const salt = randomBytes(SALT_BYTES)
    const { key, iv } = derive(passphrase, salt)
    this.#cipher = createCipheriv('aes-256-cbc', key, iv)
    this.#hmac = createHmac('sha256', macKeyOf(passphrase))
    this.#add(Buffer.concat([MAGIC, salt]))
  }
  /** Once it has ended. */
  seal(): { readonly bytes: number; readonly hmac: string } {
    return { bytes: this.#bytes, hmac: this.#hmac.digest('hex') }
  }
  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#add(this.#cipher.update(chunk))
    done()
  }
  override _flush(done: TransformCallback): void {
    this.#add(this.#cipher.final())
    done()
  }
  #add(bytes: Buffer): void {
    this.#hmac.update(bytes)
    this.#bytes += bytes.length
    this.push(bytes)
  }
}

/** Decrypts what passes, and fails at its end when it is not what was sealed: nothing may be used before that. */
export class DecryptedStream extends Transform {
  readonly #passphrase
  readonly #expected
  readonly #hmac
  #head = Buffer.alloc(0)
  #decipher: Decipher | null = null
  constructor(passphrase: string, expectedHmac: string) {
    super()
    this.#passphrase = passphrase
    this.#expected = Buffer.from(expectedHmac, 'hex')
    this.#hmac = createHmac('sha256', macKeyOf(passphrase))
  }
  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#hmac.update(chunk)
    if (this.#decipher !== null) return done(null, this.#decipher.update(chunk))
    this.#head = Buffer.concat([this.#head, chunk])
    if (this.#head.length < HEADER_BYTES) return done()
    const { key, iv } = derive(this.#passphrase, this.#head.subarray(MAGIC.length, HEADER_BYTES))
    this.#decipher = createDecipheriv('aes-256-cbc', key, iv)
    done(null, this.#decipher.update(this.#head.subarray(HEADER_BYTES)))
  }
  override _flush(done: TransformCallback): void {
    const found = this.#hmac.digest()
    const isSame = found.length === this.#expected.length && timingSafeEqual(found, this.#expected)
    if (!isSame || this.#decipher === null)
      return done(new BackupError('backup: the dump is corrupted, or BACKUP_KEY is not the key that it was made with.'))
    try {
      done(null, this.#decipher.final())
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)))
    }
  }
}

function derive(passphrase: string, salt: Buffer): { readonly key: Buffer; readonly iv: Buffer } {
  const derived = pbkdf2Sync(passphrase, salt, ITERATIONS, KEY_BYTES + IV_BYTES, 'sha256')
  return { key: derived.subarray(0, KEY_BYTES), iv: derived.subarray(KEY_BYTES) }
}

/** Another key than that of the encryption. */
const macKeyOf = (passphrase: string): Buffer => createHmac('sha256', passphrase).update('waystone dump').digest()
