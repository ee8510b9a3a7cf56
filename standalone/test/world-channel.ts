/** The channel of everyone, which is in social's database from its first migration of chat on. */
export const WORLD_CHANNEL = '0191d5a0-7c1e-7000-8000-000000000001'
