import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { NotFound } from '../../../ui/route-pages.js'
import { ScreenLink } from '../../../ui/screen-link.js'
import { Loaded, Screen } from '../../../ui/screen.js'
import { PuzzlePlay } from './puzzle-play.js'

const PUZZLE = graphql(`
  query Puzzle($id: ID!) {
    puzzle(id: $id) {
      ...PuzzlePlayed
    }
  }
  fragment PuzzlePlayed on Puzzle {
    id
    title
    statement
    kind
    data
    closesAt
    attemptLimit
    solvedCount
    myStatus
    solution
    myAttempts {
      id
      number
      correct
    }
  }
`)

/** One puzzle, to be solved by mouse, touch or keyboard. */
export default function Puzzle() {
  const { t } = useTranslation()
  const { puzzleId } = useParams({ from: '/puzzles/$puzzleId' })
  const [{ data, error }, reload] = useQuery({
    query: PUZZLE,
    variables: { id: puzzleId },
    requestPolicy: 'cache-and-network',
  })
  // Not null, which `Loaded` takes for an answer that did not come.
  const answered = data && { puzzle: data.puzzle ?? null }
  return (
    <Loaded data={answered} error={error} retry={reload}>
      {({ puzzle }) =>
        puzzle === null ? (
          <NotFound home="/" />
        ) : (
          <Screen title={puzzle.title} actions={<ScreenLink to="/puzzles">{t('puzzles.toList')}</ScreenLink>}>
            <PuzzlePlay key={puzzle.id} puzzle={puzzle} reload={() => reload({ requestPolicy: 'network-only' })} />
          </Screen>
        )
      }
    </Loaded>
  )
}
