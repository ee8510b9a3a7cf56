import { answerMatch, type AnswerRequest } from './answer-match.js'
import { findMatch } from './find-match.js'
import { followMatches } from './follow-matches.js'
import { leaveMatch, leaveMatchQueue } from './leave-match.js'
import type { Needs } from './needs.js'
import { keepMatches, runMatches } from './run-matches.js'

export const createMatchServices = (needs: Needs) => ({
  findMatch: (userId: string) => findMatch(needs, userId),
  leaveMatchQueue: (userId: string) => leaveMatchQueue(needs, userId),
  leaveMatch: (request: { userId: string; matchId: string }) => leaveMatch(needs, request),
  answerMatch: (request: AnswerRequest) => answerMatch(needs, request),
  followMatches: (userId: string) => followMatches(needs, userId),
  runMatches: () => runMatches(needs),
  keepMatches: () => keepMatches(needs),
})
