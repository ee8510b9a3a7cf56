import { economyQuestions } from './economy.js'
import { playerQuestions } from './players.js'
import type { Question } from './question.js'
import { worldQuestions } from './world.js'

export const questions: readonly Question[] = [...playerQuestions, ...economyQuestions, ...worldQuestions]
