import { hashOf } from '../domain/canonical-json.js'
import { checkModel, type CheckedModel } from '../domain/banner-model/check-model.js'
import type { ModelDefinition } from '../domain/banner-model/definition.js'
import { modelOddsOf, type ModelOdds, type Progress } from '../domain/banner-odds/model-odds.js'

/** The definition of a banner model as it was sent. */
export interface ModelForecastRequest {
  readonly model: unknown
}

/** All odds of a definition that need not be published, or its problems. */
export type ModelForecast =
  | { readonly definition: ModelDefinition; readonly hash: string; readonly odds: ModelOdds }
  | { readonly definition: null; readonly problems: Extract<CheckedModel, { definition: null }>['problems'] }

/** Computes for up to a second for each question at the limits: where requests are served, a thread does it. */
export function modelForecastOf(
  { model: input }: ModelForecastRequest,
  onProgress: (progress: Progress) => void,
): ModelForecast {
  const { definition, problems } = checkModel(input)
  if (definition === null) return { definition, problems }
  return { definition, hash: hashOf(definition), odds: modelOddsOf(definition, onProgress) }
}
