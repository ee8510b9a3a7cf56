import {
  asteriskCensorStrategy,
  englishDataset,
  englishRecommendedTransformers,
  RegExpMatcher,
  TextCensor,
} from 'obscenity'

/** English words, also in look-alike letters and with letters repeated; parts of harmless words are let through. */
const matcher = new RegExpMatcher({ ...englishDataset.build(), ...englishRecommendedTransformers })
const censor = new TextCensor().setStrategy(asteriskCensorStrategy())

export const isObscene = (text: string): boolean => matcher.hasMatch(text)

/** The text with asterisks in the place of obscene words. */
export const maskObscene = (text: string): string => censor.applyTo(text, matcher.getAllMatches(text))
