export { createTokenVerifier, type TokenVerifier, type Viewer } from './token-verifier.js'
export { createRevocationList, followRevocations, type Revocation, type RevocationList } from './revocations.js'
export { KEYS_MAX_AGE_MS, localKeys, remoteKeys, type KeySource } from './keys.js'
export { ACCESS_TOKEN_LIFETIME_MAX_MS } from './token-lifetime.js'
export { cookiesOf } from './session-cookie.js'
export { createExchangeVerifier } from './exchange-verifier.js'
export { accessRefusal } from './scopes.js'
export {
  acceptedTexts,
  newSecretSchedule,
  openInternalSecret,
  readSecretsFile,
  rotateSchedule,
  secretsFileText,
  signingSecretAt,
  signingText,
  type InternalSecret,
  type ScheduledSecret,
} from './internal-secret.js'
export { clientAddressHeaders, clientAddressOf, isSignedCaller, signClientAddress } from './client-address.js'
export { createAccessWatch, RENEWAL_INTERVAL_MS, type AccessWatch } from './access-watch.js'
