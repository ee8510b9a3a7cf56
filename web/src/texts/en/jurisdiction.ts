/** Texts of countries and of their rules. */
export const jurisdiction = {
  title: 'Country and age',
  hint: 'Rules on purchases and paid draws differ by country. We take your word for what you say here.',
  country: 'Country',
  noCountry: 'Not chosen',
  here: 'your country',
  signUpHint: 'May be left out, and chosen later.',
  changeHint: 'The first choice counts at once; another one from the beginning of a later month on.',
  choose: 'Choose the country',
  now: 'The rules of {{country}} hold for you.',
  pending: '{{country}} takes its place on {{when}}.',
  cancel: 'Keep {{country}}',
  birthDate: 'Birth date',
  birthDateHint: 'You can say it once. Support can correct it.',
  birthDateKnown: 'Born on {{date}}',
  declare: 'Set the birth date',
  consent: {
    title: 'Consent of a parent',
    ask: 'For a parent of the player: players under {{age}} may pay for draws with random results in {{country}} only if a parent agrees. Draws cost diamonds, which cost money; chances stand on the page of each banner. You can take the consent back here at any time.',
    give: 'I am a parent, and I agree',
    given: 'A parent agreed on {{when}} (wording {{wording}}).',
    withdraw: 'Take the consent back',
  },
  bar: {
    FORBIDDEN: 'The rules of {{country}} do not allow this.',
    ADULTS_ONLY: 'The rules of {{country}} allow this from {{age}} years on.',
    CONSENT_NEEDED:
      'Players under {{age}} need the consent of a parent for this in {{country}}. It is given in the account.',
    ODDS_NOT_NAMED: 'The odds have to be shown first in {{country}}. Load the page again, then pull.',
    AGE_UNKNOWN: 'The rules of {{country}} ask for an age of {{age}} years. Say your birth date in the account.',
    OTHER: 'The rules of {{country}} do not allow this.',
  },
  cap: {
    DAY: 'No more than {{limit}} may be spent in a day in {{country}}. Counting begins anew on {{when}}.',
    MONTH: 'No more than {{limit}} may be spent in a month in {{country}}. Counting begins anew on {{when}}.',
  },
  toAccount: 'To the account',
} as const
