import type { Queryable } from '@waystone/kit/postgres'

/**
 * Begins an empty generation of the read model beside the one that is read; one that an interrupted rebuild
 * has left is removed.
 */
export async function beginGeneration(tx: Queryable): Promise<number> {
  await tx.query({
    name: 'generation-remove-others',
    text: 'DELETE FROM quest_projection WHERE generation <> (SELECT generation FROM catalog)',
  })
  const { rows } = await tx.query<{ generation: number }>({
    name: 'generation-begin',
    // A number is never reused: readers would mistake their cached rows for rows of the new generation.
    text: `INSERT INTO quest_projection (generation, revision)
           SELECT nextval('quest_generation')::int, 0 RETURNING generation`,
  })
  const [row] = rows
  if (row === undefined) throw new Error('Expected the generation that was inserted')
  return row.generation
}

export async function removeGeneration(from: Queryable, generation: number): Promise<void> {
  await from.query({
    name: 'generation-remove',
    text: 'DELETE FROM quest_projection WHERE generation = $1 AND generation <> (SELECT generation FROM catalog)',
    values: [generation],
  })
}

/**
 * Has a generation read instead of the one before it, which is removed. The caller holds the catalog.
 * @returns how many listings differ between the two
 */
export async function switchGeneration(tx: Queryable, to: { from: number; generation: number }): Promise<number> {
  const { rows } = await tx.query<{ differing: number }>({
    name: 'generation-compare',
    text: `SELECT count(*)::int AS differing
           FROM (SELECT * FROM quest_listing WHERE generation = $1) AS before
           FULL JOIN (SELECT * FROM quest_listing WHERE generation = $2) AS after USING (quest_id)
           WHERE to_jsonb(before) - 'generation' IS DISTINCT FROM to_jsonb(after) - 'generation'`,
    values: [to.from, to.generation],
  })
  await tx.query({ name: 'generation-switch', text: 'UPDATE catalog SET generation = $1', values: [to.generation] })
  await removeGeneration(tx, to.from)
  return rows[0]?.differing ?? 0
}
