export {
  eventTypes,
  isAdminActed,
  isRecorded,
  newEvent,
  parseEvent,
  producerOf,
  producers,
  typesWithTimeZone,
  consumers,
  consumes,
  UnknownEvent,
  type AdminActed,
  type EventData,
  type EventOf,
  type EventType,
  type Producer,
} from './events.js'
export {
  CONNECTIONS_PER_REPORT_MAX,
  ENTITIES_PER_CALL_MAX,
  ENTITY_ID_LENGTH_MAX,
  exchangeCredential,
  findEntities,
  findGrantedRewards,
  findPlayers,
  findUnknownItems,
  invalidateEntities,
  isOwnCharacter,
  listDeadLetters,
  listRevocations,
  PLAYERS_PER_CALL_MAX,
  replayDeadLetters,
  reportConnections,
} from './calls.js'
export { releaseReservation, reservePrice } from './reservation-calls.js'
export { findCountry } from './law-calls.js'
export { releaseGuildGold, reserveGuildGold } from './guild-calls.js'
export { findBannerPayouts } from './banner-calls.js'
export { findClaimedMails, listPlayers } from './mail-calls.js'
export { securityChanges } from './account-events.js'
export { dayOf, firstMomentOf } from './local-day.js'
export { createRewardCheck, type BannerPayout, type ClaimedMail, type GrantedReward } from './reward-check.js'
export { currency, rewardList, type Currency, type Reward } from './shared.js'
export { isTimeZone } from './time-zone.js'
export { chooseZone, zoneInForce, type EndOfPeriod, type ZoneChoice } from './zone-choice.js'
