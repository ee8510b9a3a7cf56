import { hashOf } from '../domain/canonical-json.js'
import { checkModel, type CheckedModel } from '../domain/banner-model/check-model.js'
import type { ModelDefinition } from '../domain/banner-model/definition.js'
import { modelOddsOf, type ModelOdds, type Progress } from '../domain/banner-odds/model-odds.js'

/** The definition of a banner model as it was sent, or one that is published. */
export type ModelForecastRequest = { readonly model: unknown } | { readonly published: ModelDefinition }

/** All odds of a definition that need not be published, or its problems. */
export type ModelForecast =
  | { readonly definition: ModelDefinition; readonly hash: string; readonly odds: ModelOdds }
  | { readonly definition: null; readonly problems: Extract<CheckedModel, { definition: null }>['problems'] }

/** Computes for up to a second for each question at the limits: where requests are served, a thread does it. */
export function modelForecastOf(
  request: ModelForecastRequest,
  onProgress: (progress: Progress) => void,
): ModelForecast {
  // Published definitions were checked by the rules of their time: their odds are told as far as they can be computed.
  const { definition, problems } =
    'published' in request ? { definition: request.published } : checkModel(request.model)
  if (definition === null) return { definition, problems }
  return { definition, hash: hashOf(definition), odds: modelOddsOf(definition, onProgress) }
}
