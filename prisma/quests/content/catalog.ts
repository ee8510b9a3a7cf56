import type { QuestDraft } from '@waystone/quests'

/** A quest that every Waystone starts with. Ids never change: progress names them. */
export interface QuestContent {
  readonly id: string
  readonly quest: QuestDraft
  /** An earlier text of the same quest. Where it still stands, it gets the next version. */
  readonly replaces?: QuestDraft
}

/** Items of gacha's seed. */
const PHOENIX_DRAUGHT = 'c7896366-be2b-479d-ae7c-ea46507289ae'
const HEALING_DRAUGHT = '7af934bd-7071-448b-81fb-d6ccb6ad3f41'

const FIRST_HERO = 'b3f0c1de-4a57-4c2e-9d16-7e0f8a25c401'
const RISING_HERO = 'b3f0c1de-4a57-4c2e-9d16-7e0f8a25c402'

/** Kinds of characters' content. */
const slimes = { monster: { $in: ['meadow-slime', 'moss-slime'] } }

/** What most quests have in common: claimed by the player, once, at any time. */
const once = { autoClaim: false, reset: 'NEVER', duplicationLimit: 1, prerequisiteIds: [] } as const

/** In the order in which players see them; a prerequisite stands before what needs it. */
export const catalog: readonly QuestContent[] = [
  {
    id: 'b3f0c1de-4a57-4c2e-9d16-7e0f8a25c400',
    quest: {
      ...once,
      name: 'Daily visitor',
      description: 'The waystone remembers who comes back. Sign in three times.',
      objectives: [{ description: 'Sign in', eventType: 'user.signed_in', target: 3, streak: false }],
      rewards: [
        { currency: 'GOLD', amount: 100 },
        { currency: 'DIAMOND', amount: 10 },
      ],
      duplicationLimit: 2,
      autoClaim: true,
    },
  },
  {
    id: FIRST_HERO,
    quest: {
      ...once,
      name: 'First steps',
      description: 'Every road begins with somebody who walks it. Create a character.',
      objectives: [{ description: 'Create a character', eventType: 'character.created', target: 1, streak: false }],
      rewards: [{ itemId: HEALING_DRAUGHT, quantity: 3 }],
    },
  },
  {
    id: RISING_HERO,
    quest: {
      ...once,
      name: 'Rising hero',
      description: 'The first monsters are behind you. Bring a character to level 5.',
      objectives: [
        {
          description: 'Reach level 5',
          eventType: 'character.leveled_up',
          target: 1,
          streak: false,
          filter: { level: { $gte: 5 } },
        },
      ],
      rewards: [{ experience: 500 }, { currency: 'GOLD', amount: 250 }],
      prerequisiteIds: [FIRST_HERO],
    },
  },
  {
    id: 'b3f0c1de-4a57-4c2e-9d16-7e0f8a25c403',
    quest: {
      ...once,
      name: 'Legend of the roads',
      description: 'Innkeepers tell of you before you arrive. Bring a character to level 20.',
      objectives: [
        {
          description: 'Reach level 20',
          eventType: 'character.leveled_up',
          target: 1,
          streak: false,
          filter: { level: { $gte: 20 } },
        },
      ],
      rewards: [{ currency: 'DIAMOND', amount: 200 }],
      prerequisiteIds: [RISING_HERO],
    },
  },
  {
    id: 'b3f0c1de-4a57-4c2e-9d16-7e0f8a25c404',
    quest: {
      ...once,
      name: 'A week of devotion',
      description: 'Seven sunrises, seven visits. Sign in on seven days in a row.',
      objectives: [{ description: 'Days in a row', eventType: 'user.signed_in', target: 7, streak: true }],
      rewards: [{ currency: 'DIAMOND', amount: 100 }],
      duplicationLimit: null,
    },
  },
  {
    id: 'b3f0c1de-4a57-4c2e-9d16-7e0f8a25c405',
    quest: {
      ...once,
      name: 'Weekly regular',
      description: 'A familiar face at the waystone. Sign in ten times between Monday and Sunday.',
      objectives: [{ description: 'Sign in', eventType: 'user.signed_in', target: 10, streak: false }],
      rewards: [{ currency: 'GOLD', amount: 300 }],
      reset: 'WEEKLY',
    },
  },
  {
    id: 'b3f0c1de-4a57-4c2e-9d16-7e0f8a25c406',
    quest: {
      ...once,
      name: 'Wish upon a stone',
      description:
        'Ten times you asked the stone, ten times it answered. Pull ten times from any banner; a ten-pull counts as ten.',
      objectives: [
        { description: 'Pull from a banner', eventType: 'pull.drawn', target: 10, streak: false, countEach: 'items' },
      ],
      rewards: [{ itemId: PHOENIX_DRAUGHT, quantity: 1 }],
      duplicationLimit: null,
    },
    replaces: {
      ...once,
      name: 'Wish upon a stone',
      description: 'Ten times you asked the stone, ten times it answered. Pull from any banner on ten occasions.',
      objectives: [{ description: 'Pull from a banner', eventType: 'pull.drawn', target: 10, streak: false }],
      rewards: [{ itemId: PHOENIX_DRAUGHT, quantity: 1 }],
      duplicationLimit: null,
    },
  },
  {
    id: 'b3f0c1de-4a57-4c2e-9d16-7e0f8a25c407',
    quest: {
      ...once,
      name: 'Patron of the realm',
      description: 'The roads are kept by those who give. Buy diamonds once.',
      objectives: [
        {
          description: 'Buy diamonds',
          eventType: 'purchase.completed',
          target: 1,
          streak: false,
          filter: { currency: 'DIAMOND' },
        },
      ],
      rewards: [{ currency: 'GOLD', amount: 500 }],
    },
  },
  {
    id: 'b3f0c1de-4a57-4c2e-9d16-7e0f8a25c408',
    quest: {
      ...once,
      name: 'Quest keeper',
      description: 'A promise kept becomes a habit. Complete any five quests.',
      objectives: [{ description: 'Complete a quest', eventType: 'quest.completed', target: 5, streak: false }],
      rewards: [{ experience: 1_000 }],
    },
  },
  {
    id: 'b3f0c1de-4a57-4c2e-9d16-7e0f8a25c409',
    quest: {
      ...once,
      name: 'Slime hunter',
      description: 'They are small, they are many, and they are in the lettuce. Kill ten slimes.',
      objectives: [
        { description: 'Kill slimes', eventType: 'monster.killed', target: 10, streak: false, filter: slimes },
      ],
      rewards: [{ currency: 'GOLD', amount: 50 }, { experience: 20 }],
      reset: 'DAILY',
    },
  },
  {
    id: 'b3f0c1de-4a57-4c2e-9d16-7e0f8a25c40a',
    quest: {
      ...once,
      name: 'Warden of the wilds',
      description: 'The road is only as safe as its edges. Between Monday and Sunday, hunt, gather and grow.',
      objectives: [
        { description: 'Kill monsters', eventType: 'monster.killed', target: 100, streak: false },
        { description: 'Pick up what they leave', eventType: 'item.picked_up', target: 25, streak: false },
        { description: 'Gain a level', eventType: 'character.leveled_up', target: 1, streak: false },
      ],
      rewards: [
        { currency: 'GOLD', amount: 400 },
        { currency: 'DIAMOND', amount: 30 },
      ],
      reset: 'WEEKLY',
    },
  },
]
