import { ultraRareItems } from './ultra-rare-items.js'

/** One thing that a player can own. */
export interface ItemContent {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly rarity: 'RARE' | 'SUPER_RARE' | 'ULTRA_RARE'
  readonly kind: 'HERO' | 'WEAPON' | 'CONSUMABLE'
  /** The key of its picture. */
  readonly art: string
  /** Of English texts; what is missing is shown in English. */
  readonly translations?: readonly { readonly locale: string; readonly name?: string; readonly description?: string }[]
}

/** The items that every Waystone starts with. Ids never change: banners, quests and inventories name them. */
export const items: readonly ItemContent[] = [
  ...ultraRareItems,
  {
    id: '472fc9b1-d68c-4ac8-9e00-42d9bbafbb31',
    name: 'Brannoc, Road Warden',
    description: 'Walks the old roads between the waystones and knows the name of every milestone.',
    rarity: 'SUPER_RARE',
    kind: 'HERO',
    art: 'items/brannoc-road-warden',
  },
  {
    id: '541fb131-6274-4163-818c-e8420ac8ff6b',
    name: 'Sister Elowen',
    description: 'A healer who asks for stories instead of coin, and forgets none of them.',
    rarity: 'SUPER_RARE',
    kind: 'HERO',
    art: 'items/sister-elowen',
  },
  {
    id: '00456f32-434a-43fd-950f-834d6c50b901',
    name: 'Kestrel of the High Pass',
    description: 'A courier on a glider of silk and bone. No letter of hers has ever come late.',
    rarity: 'SUPER_RARE',
    kind: 'HERO',
    art: 'items/kestrel-of-the-high-pass',
  },
  {
    id: 'a171009d-97c9-4c33-9368-fbf36ba06f67',
    name: 'Oddo Fennwick',
    description: 'An alchemist with nine fingers and ten apologies. His failures explode, and so do his successes.',
    rarity: 'SUPER_RARE',
    kind: 'HERO',
    art: 'items/oddo-fennwick',
  },
  {
    id: '9dae54cd-4e97-4554-bf71-180237828abe',
    name: 'Tamsin Greyveil',
    description: 'A thief of shadows: she takes yours, and you never learn what she did with it.',
    rarity: 'SUPER_RARE',
    kind: 'HERO',
    art: 'items/tamsin-greyveil',
  },
  {
    id: '39796659-92f1-4336-bc5f-7b0b9d270194',
    name: 'Wayfinder Spear',
    description: 'Its tip always points to the nearest waystone, which is rarely where the enemy stands.',
    rarity: 'SUPER_RARE',
    kind: 'WEAPON',
    art: 'items/wayfinder-spear',
  },
  {
    id: 'c50c03e8-29eb-4a38-aaf9-024c2eaa8830',
    name: 'Stormglass Bow',
    description: 'Strung with a caught lightning. It hums before rain.',
    rarity: 'SUPER_RARE',
    kind: 'WEAPON',
    art: 'items/stormglass-bow',
  },
  {
    id: '8d9419d8-d6aa-48e6-91c1-734989058cc8',
    name: 'Bell of Saint Orrin',
    description: 'A mace cast from a broken bell. Every blow rings the hour.',
    rarity: 'SUPER_RARE',
    kind: 'WEAPON',
    art: 'items/bell-of-saint-orrin',
  },
  {
    id: 'd03c7e56-2890-4795-9e2d-31f5aa66281c',
    name: 'Ledger of Debts',
    description: 'A grimoire in double entry: what it takes from one side it gives to the other.',
    rarity: 'SUPER_RARE',
    kind: 'WEAPON',
    art: 'items/ledger-of-debts',
  },
  {
    id: 'c7896366-be2b-479d-ae7c-ea46507289ae',
    name: 'Phoenix Draught',
    description: 'Brings one fallen hero back to the fight, warm and somewhat singed.',
    rarity: 'SUPER_RARE',
    kind: 'CONSUMABLE',
    art: 'items/phoenix-draught',
  },
  {
    id: 'c538bb33-fe67-4d98-9ef4-fc18409cccba',
    name: 'Pim, Lantern Bearer',
    description: 'Too young for the road and walking it all the same, light held high.',
    rarity: 'RARE',
    kind: 'HERO',
    art: 'items/pim-lantern-bearer',
  },
  {
    id: 'af0665bb-d538-4c6f-af39-f96805424851',
    name: 'Garrick of the Gate',
    description: 'Thirty years at one gate. He has seen everything pass but his pension.',
    rarity: 'RARE',
    kind: 'HERO',
    art: 'items/garrick-of-the-gate',
  },
  {
    id: 'e4ca747d-06ad-41f3-821f-9600c005fc5c',
    name: 'Nell Harrow',
    description: 'A farmer with a sling and an opinion about wolves.',
    rarity: 'RARE',
    kind: 'HERO',
    art: 'items/nell-harrow',
  },
  {
    id: '96a7b5e8-bbbc-4e0f-8f8b-27db1ad456cf',
    name: 'Pilgrim Staff',
    description: 'Ash wood, worn smooth by the hands of everyone who turned back.',
    rarity: 'RARE',
    kind: 'WEAPON',
    art: 'items/pilgrim-staff',
  },
  {
    id: '250b1478-6ae2-4989-8b0f-a04cb257917f',
    name: 'Militia Sword',
    description: 'Issued once, sharpened often, returned never.',
    rarity: 'RARE',
    kind: 'WEAPON',
    art: 'items/militia-sword',
  },
  {
    id: '20a60677-0f15-45eb-bcdf-69adee58611b',
    name: 'Hunting Bow',
    description: 'Honest yew. It has fed more families than it has won wars.',
    rarity: 'RARE',
    kind: 'WEAPON',
    art: 'items/hunting-bow',
  },
  {
    id: 'fe0c4d7c-5f9c-4dbd-8c0e-8efc44603876',
    name: 'Apprentice Wand',
    description: 'Sparks on most days. The guild offers no refunds.',
    rarity: 'RARE',
    kind: 'WEAPON',
    art: 'items/apprentice-wand',
  },
  {
    id: '4d915649-9e94-4cfe-9996-461ba7c532aa',
    name: 'Iron Buckler',
    description: 'Small, round and dented in all the right places.',
    rarity: 'RARE',
    kind: 'WEAPON',
    art: 'items/iron-buckler',
  },
  {
    id: '7af934bd-7071-448b-81fb-d6ccb6ad3f41',
    name: 'Healing Draught',
    description: 'Red, bitter and better than the alternative. Restores some health.',
    rarity: 'RARE',
    kind: 'CONSUMABLE',
    art: 'items/healing-draught',
  },
  {
    id: '0bd5ae30-0743-47df-afae-24d040add7f7',
    name: 'Clear-Mind Tea',
    description: 'Brewed from leaves that grow beside waystones. Restores some mana.',
    rarity: 'RARE',
    kind: 'CONSUMABLE',
    art: 'items/clear-mind-tea',
  },
  {
    id: 'dc4bb70d-1994-41d3-b8e8-4d92c0d118d5',
    name: "Traveller's Ration",
    description: 'Bread, cheese and an apple that has seen two countries.',
    rarity: 'RARE',
    kind: 'CONSUMABLE',
    art: 'items/travellers-ration',
  },
  {
    id: 'f53e8fea-2ada-48f6-ac13-a1f14f2eba7c',
    name: 'Waystone Shard',
    description: 'Break it, and you stand again at the last waystone that you touched.',
    rarity: 'RARE',
    kind: 'CONSUMABLE',
    art: 'items/waystone-shard',
  },
  {
    id: '9663f908-ac23-4b68-a8ef-8e99b3ace4d7',
    name: 'Smoke Vial',
    description: 'For leaving a conversation that has turned to swords.',
    rarity: 'RARE',
    kind: 'CONSUMABLE',
    art: 'items/smoke-vial',
  },
  {
    id: '9906a880-5e15-46f9-8797-35400fa48d40',
    name: 'Whetstone',
    description: 'Makes the next few blows count a little more.',
    rarity: 'RARE',
    kind: 'CONSUMABLE',
    art: 'items/whetstone',
  },
]
