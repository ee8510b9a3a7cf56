/**
 * The clients' operations, as documents. They select every immutable field of an answer, so that two answers
 * to one key can be compared.
 */
export const signUp = `mutation ($name: String!, $email: EmailAddress!, $password: String!) {
  signUp(input: { username: $name, email: $email, password: $password }) {
    __typename ... on AuthSession { accessToken user { id } } ... on Refusal { message } } }`

export const signIn = `mutation ($name: String!, $password: String!) {
  signIn(input: { usernameOrEmail: $name, password: $password }) {
    __typename ... on AuthSession { accessToken user { id } session { id } } ... on Refusal { message } } }`

const purchaseFields = `__typename ... on Purchase { id status currency amount } ... on PaymentDeclined { purchaseId } ... on Refusal { message }`
const pullFields = `__typename
  ... on Pull { id cost items { item { id } featured duplicate pullsSinceUltraRare } proof { nonce serverSeedHash } }
  ... on InsufficientFunds { required available } ... on Refusal { message }`

export const buyCurrency = `mutation ($input: BuyCurrencyInput!) { answer: buyCurrency(input: $input) { ${purchaseFields} } }`
export const pull = `mutation ($input: PullInput!) { answer: pull(input: $input) { ${pullFields} } }`
export const claim = `mutation ($id: ID!) { answer: claimQuestReward(completionId: $id) {
  __typename ... on QuestCompletion { id claimedAt } ... on Refusal { message } } }`

export const createCharacter = `mutation ($name: String!) { createCharacter(input: { name: $name, class: MAGE }) { __typename } }`
export const rotateSeed = `mutation ($seed: String!) { rotateFairnessSeed(clientSeed: $seed) { __typename } }`
export const deleteAccount = `mutation ($password: String!) { requestAccountDeletion(input: { password: $password }) { __typename } }`

export const read = `{ me { username wallet { gold diamonds } inventory(first: 3) { totalCount edges { node { item { name } } } } } banners { name open } }`
export const myCompletions = `{ me { questCompletions(first: 50) { edges { node { id claimedAt } } } } }`
export const myWallet = `{ me { wallet { gold diamonds } } }`

export interface AuthAnswer {
  readonly __typename: string
  readonly accessToken?: string
  readonly user?: { readonly id: string }
  readonly session?: { readonly id: string }
  readonly message?: string
}

export interface PurchaseAnswer {
  readonly __typename: string
  readonly id?: string
  readonly status?: string
  readonly currency?: 'GOLD' | 'DIAMOND'
  readonly amount?: number
  readonly purchaseId?: string
}

export interface PullAnswer {
  readonly __typename: string
  readonly id?: string
  readonly cost?: number
  readonly items?: readonly { readonly item: { readonly id: string } }[]
}

export interface ClaimAnswer {
  readonly __typename: string
  readonly id?: string
  readonly claimedAt?: string
}

/** One request that repeats many keyed operations of a player; answers come under a0, a1 … */
export function repeatDocument(kinds: readonly ('purchase' | 'pull')[]): string {
  const variables = kinds.map((kind, i) => `$a${i}: ${kind === 'pull' ? 'PullInput' : 'BuyCurrencyInput'}!`)
  const fields = kinds.map((kind, i) =>
    kind === 'pull'
      ? `a${i}: pull(input: $a${i}) { ${pullFields} }`
      : `a${i}: buyCurrency(input: $a${i}) { ${purchaseFields} }`,
  )
  return `mutation (${variables.join(', ')}) { ${fields.join(' ')} }`
}
