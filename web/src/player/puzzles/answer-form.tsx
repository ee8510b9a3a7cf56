import type { AnswerProps } from './answer-props.js'
import { CipherAnswer } from './cipher-answer.js'
import { LampsAnswer } from './lamps-answer.js'
import { SequenceAnswer } from './sequence-answer.js'
import { SlidingAnswer } from './sliding-answer.js'
import type { CipherData, LampsData, SequenceData, SlidingData } from './boards.js'
import type { PuzzleKind } from '../../generated/graphql.js'

/** The puzzle as something to play with; the schema says what the data of each kind is. */
export function AnswerForm({ kind, data, ...rest }: AnswerProps<unknown> & { readonly kind: PuzzleKind }) {
  switch (kind) {
    case 'SLIDING':
      return <SlidingAnswer data={data as SlidingData} {...rest} />
    case 'LIGHTS_OUT':
      return <LampsAnswer data={data as LampsData} {...rest} />
    case 'SEQUENCE':
      return <SequenceAnswer data={data as SequenceData} {...rest} />
    case 'CIPHER':
      return <CipherAnswer data={data as CipherData} {...rest} />
  }
}
