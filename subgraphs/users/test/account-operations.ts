/** The operations of accounts that several tests send. */

const REFUSAL =
  '... on Refusal { message ... on TooManyAttempts { retryAfterSeconds } ... on InvalidInput { field } ... on NotOffered { cause } ... on ProviderTokenRefused { fault } ... on SecondFactorRequired { challenge } }'
const AUTH = `__typename
  ... on AuthSession {
    user { id username displayName status email access { isGuest emailVerified pendingEmail hasPassword providers } }
    session { id } accessToken refreshToken deviceToken guestCredential
  } ${REFUSAL}`
const USER = `__typename ... on User { id username displayName } ${REFUSAL}`
const MAIL = `__typename ... on MailQueued { tokenLifetimeSeconds } ${REFUSAL}`

export const guestMutation = `mutation ($input: SignInAsGuestInput!) { result: signInAsGuest(input: $input) { ${AUTH} } }`
export const upgradeMutation = `mutation ($input: UpgradeGuestInput!) { result: upgradeGuest(input: $input) { ${USER} } }`
export const providerMutation = `mutation ($input: SignInWithProviderInput!) { result: signInWithProvider(input: $input) { ${AUTH} } }`
export const linkMutation = `mutation ($input: LinkProviderInput!) { result: linkProvider(input: $input) { ${USER} } }`
export const steamMutation = `mutation ($input: SignInWithSteamInput!) { result: signInWithSteam(input: $input) { ${AUTH} } }`
export const linkSteamMutation = `mutation ($input: LinkSteamInput!) { result: linkSteam(input: $input) { ${USER} } }`
export const unlinkMutation = `mutation ($input: UnlinkProviderInput!) { result: unlinkProvider(input: $input) { ${USER} } }`
export const changePasswordMutation = `mutation ($input: ChangePasswordInput!) { result: changePassword(input: $input) { ${USER} } }`
export const requestResetMutation = `mutation ($email: EmailAddress!) { result: requestPasswordReset(email: $email) { ${MAIL} } }`
export const resetMutation = `mutation ($input: ResetPasswordInput!) { result: resetPassword(input: $input) { ${AUTH} } }`
export const changeEmailMutation = `mutation ($input: ChangeEmailInput!) { result: changeEmail(input: $input) { ${MAIL} } }`
export const requestVerificationMutation = `mutation { result: requestEmailVerification { ${MAIL} } }`
export const verifyMutation = `mutation ($token: String!) { result: verifyEmail(token: $token) { ${USER} } }`
export const meQuery = `{ me { id username email wallet { diamonds gold }
  access { isGuest emailVerified pendingEmail hasPassword providers } sessions { id } } }`
