type Ask = <Data>(source: string, token?: string) => Promise<Data>
interface SignedUp {
  readonly accessToken: string
  readonly user: { readonly id: string }
}

/**
 * Two guilds: one that goes on, with deposits, a withdrawal and a founding that was refused, and one that was dissolved
 * with gold in its treasury.
 */
export async function liveInGuilds(ask: Ask, giveGold: (userId: string) => Promise<void>): Promise<void> {
  const signUp = async (name: string) => {
    const { signUp: signedUp } = await ask<{ signUp: SignedUp }>(
      `mutation { signUp(input: { username: "${name}", email: "${name}@example.com", password: "a long password" }) {
        ... on AuthSession { accessToken user { id } } } }`,
    )
    return signedUp
  }
  const [founder, dissolver, poor] = [await signUp('founder'), await signUp('dissolver'), await signUp('pauper')]
  for (const { user } of [founder, dissolver]) await giveGold(user.id)
  const change = async (player: SignedUp, mutation: string, expected: string): Promise<string> => {
    const { answer } = await ask<{ answer: { __typename: string; id?: string } }>(
      `mutation { answer: ${mutation} { __typename ${expected === 'Guild' ? '... on Guild { id }' : ''} } }`,
      player.accessToken,
    )
    if (answer.__typename !== expected) throw new Error(`${mutation} was answered by ${answer.__typename}`)
    return answer.id ?? ''
  }
  const found = (name: string, tag: string) =>
    `foundGuild(input: { name: "${name}", tag: "${tag}", open: true }, idempotencyKey: "${tag}")`
  const movement = (field: string, guildId: string, amount: number) =>
    `${field}(input: { guildId: "${guildId}", amount: ${amount}, idempotencyKey: "${field} ${amount}" })`
  await change(poor, found('Beggars', 'BEG'), 'InsufficientGold')
  const kept = await change(founder, found('Economists', 'ECON'), 'Guild')
  await change(poor, `joinGuild(id: "${kept}")`, 'Guild')
  await change(founder, movement('depositToGuild', kept, 700), 'GuildTreasury')
  await change(founder, movement('withdrawFromGuild', kept, 100), 'GuildTreasury')
  await change(poor, movement('depositToGuild', kept, 5), 'InsufficientGold')
  const ended = await change(dissolver, found('Mayflies', 'FLY'), 'Guild')
  await change(dissolver, movement('depositToGuild', ended, 300), 'GuildTreasury')
  await change(dissolver, `leaveGuild(id: "${ended}")`, 'Guild')
}
