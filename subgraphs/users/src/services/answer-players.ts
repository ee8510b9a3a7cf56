import { findPlayers, listPlayers } from '@waystone/events'
import { answerCall, type InternalHandler } from '@waystone/kit/service-client'
import type { Services } from './index.js'

/** Answers to services that ask who the players are. */
export const answerPlayers = (services: Pick<Services, 'findPlayers' | 'listPlayers'>): readonly InternalHandler[] => [
  answerCall(findPlayers, async ({ userIds }) => ({ players: [...(await services.findPlayers(userIds))] })),
  answerCall(listPlayers, page => services.listPlayers(page)),
]
