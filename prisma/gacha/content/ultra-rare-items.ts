import type { ItemContent } from './item-content.js'

/** The items that are hardest to get. */
export const ultraRareItems: readonly ItemContent[] = [
  {
    id: '001ab128-8678-4dd5-bc17-d1a9189b5906',
    name: 'Aurelia, the First Light',
    description:
      'She lit the first waystone and has kept its flame ever since. Her dawn burns away every shadow near her.',
    rarity: 'ULTRA_RARE',
    kind: 'HERO',
    art: 'items/aurelia-the-first-light',
    translations: [
      {
        locale: 'de',
        name: 'Aurelia, das Erste Licht',
        description:
          'Sie entzündete den ersten Wegstein und hütet seitdem seine Flamme. Ihre Morgenröte verbrennt jeden Schatten in ihrer Nähe.',
      },
      {
        locale: 'pt',
        name: 'Aurélia, a Primeira Luz',
        description:
          'Acendeu a primeira pedra-guia e guarda a sua chama desde então. A sua aurora queima todas as sombras próximas.',
      },
    ],
  },
  {
    id: 'cab6e149-05df-450e-949c-196447299dec',
    name: 'Corvane, Keeper of Tides',
    description: 'Admiral of a fleet that the sea took, and that the sea now obeys. Fights best when the odds turn.',
    rarity: 'ULTRA_RARE',
    kind: 'HERO',
    art: 'items/corvane-keeper-of-tides',
    translations: [
      {
        locale: 'de',
        name: 'Corvane, Hüter der Gezeiten',
        description:
          'Admiral einer Flotte, die das Meer nahm und der das Meer nun gehorcht. Kämpft am besten, wenn das Blatt sich wendet.',
      },
      {
        locale: 'pt',
        name: 'Corvane, Guardião das Marés',
        description:
          'Almirante de uma frota que o mar levou e a que o mar agora obedece. Luta melhor quando a sorte muda.',
      },
    ],
  },
  {
    id: '760132d8-e1fa-4bd5-98ae-1c244faf9335',
    name: 'Ysolde Thornheart',
    description: 'Queen of a forest that walks. Her roots hold the line while her arrows end the battle.',
    rarity: 'ULTRA_RARE',
    kind: 'HERO',
    art: 'items/ysolde-thornheart',
    translations: [
      {
        locale: 'de',
        name: 'Ysolde Dornenherz',
        description:
          'Königin eines Waldes, der wandert. Ihre Wurzeln halten die Linie, während ihre Pfeile die Schlacht beenden.',
      },
      {
        locale: 'pt',
        name: 'Ysolde Coração de Espinho',
        description:
          'Rainha de uma floresta que caminha. As suas raízes seguram a linha enquanto as suas flechas terminam a batalha.',
      },
    ],
  },
  {
    id: 'b89bf164-727d-4f37-9fcc-a9b0b5d31386',
    name: 'Maruk the Unbroken',
    description: 'A smith who forged his own second heart. The harder he is struck, the hotter he burns.',
    rarity: 'ULTRA_RARE',
    kind: 'HERO',
    art: 'items/maruk-the-unbroken',
    translations: [
      {
        locale: 'de',
        name: 'Maruk der Ungebrochene',
        description:
          'Ein Schmied, der sich ein zweites Herz schmiedete. Je härter man ihn trifft, desto heißer brennt er.',
      },
      {
        locale: 'pt',
        name: 'Maruk, o Inquebrável',
        description: 'Um ferreiro que forjou o seu segundo coração. Quanto mais forte o golpe, mais quente ele arde.',
      },
    ],
  },
  {
    id: 'a0c29678-8eec-4f7f-9f0f-4352f6fdf388',
    name: 'Daybreaker',
    description: 'A greatsword with a sliver of morning in its edge. It grows heavier for anyone who lies.',
    rarity: 'ULTRA_RARE',
    kind: 'WEAPON',
    art: 'items/daybreaker',
    translations: [
      {
        locale: 'de',
        name: 'Tagbrecher',
        description: 'Ein Zweihänder mit einem Splitter des Morgens in der Schneide. Wer lügt, dem wird er schwerer.',
      },
      {
        locale: 'pt',
        name: 'Rompe-Aurora',
        description: 'Um montante com uma lasca da manhã no gume. Pesa mais a quem mente.',
      },
    ],
  },
  {
    id: 'c817a562-12a9-4e5a-b036-f775331a64f7',
    name: 'Whisper of the Deep',
    description: 'A harpoon on a chain without an end. What it has touched once it finds again.',
    rarity: 'ULTRA_RARE',
    kind: 'WEAPON',
    art: 'items/whisper-of-the-deep',
    translations: [
      {
        locale: 'de',
        name: 'Flüstern der Tiefe',
        description: 'Eine Harpune an einer Kette ohne Ende. Was sie einmal berührt hat, findet sie wieder.',
      },
      {
        locale: 'pt',
        name: 'Sussurro das Profundezas',
        description: 'Um arpão numa corrente sem fim. O que tocou uma vez volta a encontrar.',
      },
    ],
  },
]
