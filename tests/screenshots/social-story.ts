import { randomUUID } from 'node:crypto'
import { act, type Person } from './people.js'

interface Cast {
  readonly aria: Person
  readonly admin: Person
  /** By their names. */
  readonly people: ReadonlyMap<string, Person>
}

const named = ({ people }: Cast, name: string): Person => {
  const person = people.get(name)
  if (person === undefined) throw new Error(`Nobody is called ${name}`)
  return person
}

/** Friends of aria's, requests that wait in both directions, and a player whom aria has blocked. */
export async function makeFriends(cast: Cast): Promise<void> {
  const { aria } = cast
  for (const name of ['Mira', 'Tobin', 'Juno', 'Falk']) {
    const friend = named(cast, name)
    const { id } = await request(aria, friend)
    await act(
      friend.client,
      'mutation ($id: ID!) { answerFriendRequest(id: $id, accept: true) { __typename ... on Refusal { message } } }',
      { id },
    )
  }
  await request(named(cast, 'Wren'), aria)
  await request(aria, named(cast, 'Oriel'))
  await act(aria.client, 'mutation ($id: ID!) { blockUser(userId: $id) }', { id: named(cast, 'Grimm').id })
}

const request = async (from: Person, to: Person) =>
  await act<{ id: string }>(
    from.client,
    'mutation ($id: ID!) { sendFriendRequest(userId: $id) { __typename ... on FriendRequest { id } ... on Refusal { message } } }',
    { id: to.id },
  )

/** A party of aria and Mira, each with a character, in which Tobin has a place as soon as he answers. */
export async function formParty(cast: Cast): Promise<void> {
  const { aria } = cast
  const mira = named(cast, 'Mira')
  await invite(aria, mira)
  const { me } = await mira.client.data<{ me: { partyInvitations: { id: string }[] } }>(
    '{ me { partyInvitations { id } } }',
  )
  await act(
    mira.client,
    'mutation ($id: ID!) { answerPartyInvitation(id: $id, accept: true) { __typename ... on Refusal { message } } }',
    { id: me.partyInvitations[0]?.id },
  )
  const { id } = await act<{ id: string }>(
    mira.client,
    'mutation ($input: CreateCharacterInput!) { createCharacter(input: $input) { ... on Character { id } ... on Refusal { message } } }',
    { input: { name: 'Miravel', class: 'ACOLYTE' } },
  )
  const own = await aria.client.data<{ me: { characters: { id: string }[] } }>('{ me { characters { id } } }')
  for (const [player, characterId] of [
    [mira, id],
    [aria, own.me.characters[0]?.id],
  ] as const)
    await act(
      player.client,
      'mutation ($id: ID!) { setPartyCharacter(characterId: $id) { __typename ... on Refusal { message } } }',
      { id: characterId },
    )
}

/** An invitation lasts for two minutes. */
export const invite = async (from: Person, to: Person) =>
  await act(
    from.client,
    'mutation ($id: ID!) { inviteToParty(userId: $id) { __typename ... on Refusal { message } } }',
    { id: to.id },
  )

/** A guild that aria leads: members who have deposited, a log, and a player who wants to join. @returns its id */
export async function foundGuild(cast: Cast): Promise<string> {
  const { aria, admin } = cast
  const gold = { aria: 34_000, Mira: 18_000, Tobin: 7_500, Juno: 2_400 }
  for (const [name, amount] of Object.entries(gold))
    await act(
      admin.client,
      `mutation ($userId: ID!, $amount: SafeInt!, $key: ID!) { adjustWallet(userId: $userId, currency: GOLD, amount: $amount,
        reason: "prize of the founding feast", idempotencyKey: $key) { __typename ... on Refusal { message } } }`,
      { userId: name === 'aria' ? aria.id : named(cast, name).id, amount, key: randomUUID() },
    )
  const guild = {
    name: 'Dawn Watch',
    tag: 'DAWN',
    description: 'We keep the gate of Dawnhaven, and share what we find.',
  }
  const { id } = await act<{ id: string }>(
    aria.client,
    'mutation ($input: GuildInput!, $key: ID!) { foundGuild(input: $input, idempotencyKey: $key) { ... on Guild { id } ... on Refusal { message } } }',
    { input: { ...guild, open: true }, key: randomUUID() },
  )
  for (const name of ['Mira', 'Tobin', 'Juno']) await join(named(cast, name), id)
  for (const [name, amount] of [
    ['aria', 12_000],
    ['Mira', 15_500],
    ['Tobin', 4_200],
    ['Juno', 950],
  ] as const)
    await move(name === 'aria' ? aria : named(cast, name), id, ['depositToGuild', amount])
  await act(
    aria.client,
    'mutation ($guildId: ID!, $userId: ID!) { setGuildRole(guildId: $guildId, userId: $userId, role: OFFICER) { __typename ... on Refusal { message } } }',
    { guildId: id, userId: named(cast, 'Mira').id },
  )
  await move(named(cast, 'Mira'), id, ['withdrawFromGuild', 2_500])
  await act(
    aria.client,
    'mutation ($id: ID!, $input: GuildInput!) { updateGuild(id: $id, input: $input) { __typename ... on Refusal { message } } }',
    { id, input: { ...guild, open: false } },
  )
  await join(named(cast, 'Wren'), id, 'Archer, level 12, online in the evenings. Tobin knows me.')
  return id
}

const join = async ({ client }: Person, id: string, message = '') =>
  await act(
    client,
    'mutation ($id: ID!, $message: String!) { joinGuild(id: $id, message: $message) { __typename ... on Refusal { message } } }',
    { id, message },
  )

const move = async ({ client }: Person, guildId: string, [field, amount]: readonly [string, number]) =>
  await act(
    client,
    `mutation ($input: TreasuryInput!) { ${field}(input: $input) { __typename ... on Refusal { message } } }`,
    { input: { guildId, amount, idempotencyKey: randomUUID() } },
  )

const TALK = [
  ['Tobin', 'Slimes are back at the east meadow, more than yesterday.'],
  ['Juno', 'On my way. Does anybody have lures left?'],
  ['Mira', 'Two. Meet me at the fountain.'],
  ['Sable', 'First Light has the spear up until Sunday, by the way.'],
  ['aria', 'Pulled it at 61. The fairness page says the dice were honest.'],
  ['Falk', 'Buy gold cheap at my shop, no damn questions asked'],
  ['Juno', 'Reported. Stay safe, people.'],
  ['Wren', 'Looking for a guild! Archer, level 12.'],
  ['aria', 'Apply to Dawn Watch, we have places.'],
  ['Tobin', 'And bring arrows.'],
] as const

/** Talk of many, of the guild and of two; and messages that are reported. @returns the id of the channel of everyone */
export async function talk(cast: Cast): Promise<string> {
  const { aria } = cast
  const channels = await channelsOf(aria)
  const world = channels.find(({ kind }) => kind === 'WORLD')?.id ?? ''
  const guild = channels.find(({ kind }) => kind === 'GUILD')?.id ?? ''
  for (const [name, text] of TALK) {
    const { id } = await say(name === 'aria' ? aria : named(cast, name), world, text)
    if (name !== 'Falk') continue
    for (const [reporter, reason] of [
      ['Juno', 'Sells gold for real money'],
      ['Mira', 'Advertising'],
    ] as const)
      await act(
        named(cast, reporter).client,
        'mutation ($id: ID!, $reason: String!) { reportMessage(id: $id, reason: $reason) }',
        {
          id,
          reason,
        },
      )
  }
  await say(named(cast, 'Mira'), guild, 'I took 2,500 for lures. Receipts are in the log.')
  await say(named(cast, 'Tobin'), guild, 'Fair. Saturday at eight for the cave?')
  const { id: direct } = await act<{ id: string }>(
    named(cast, 'Mira').client,
    'mutation ($id: ID!) { openDirectChannel(userId: $id) { ... on Channel { id } ... on Refusal { message } } }',
    { id: aria.id },
  )
  await say(named(cast, 'Mira'), direct, 'Shall we take Wren in?')
  return world
}

const channelsOf = async ({ client }: Person) =>
  (await client.data<{ me: { channels: { id: string; kind: string }[] } }>('{ me { channels { id kind } } }')).me
    .channels

const say = async ({ client }: Person, channelId: string, text: string) =>
  await act<{ id: string }>(
    client,
    'mutation ($input: SendMessageInput!) { sendMessage(input: $input) { ... on Message { id } ... on Refusal { message } } }',
    { input: { channelId, text, idempotencyKey: randomUUID() } },
  )
