export {
  createLiveClient,
  type LiveClient,
  type LiveClientOptions,
  type LiveState,
  type SubscribeOptions,
} from './live-client.js'
export { LiveError, type LiveFailure } from './live-error.js'
export type { LiveDocument, PersistedDocument } from './document.js'
export type { LiveEvent, Resume } from './subscription.js'
export { WORLD_DOCUMENTS } from './world/documents.js'
export { WORLD_UPDATED } from './world/protocol.js'
export type {
  Appearance,
  Cell,
  CommandOutcome,
  DropInView,
  MonsterInView,
  PetInView,
  WorldChange,
  WorldCommand,
  WorldUpdate,
} from './world/protocol.js'
export { createScene, type CharacterInView, type Scene } from './world/scene.js'
export type { MapInView } from './world/world-facts.js'
export {
  createWorldView,
  type SelfInView,
  type WorldView,
  type WorldViewEvent,
  type WorldViewOptions,
  type WorldViewState,
} from './world/world-view.js'
