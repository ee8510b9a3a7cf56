import { defineScript, type RedisConnection } from '../redis/index.js'
import { ENTRY_FIELDS } from './stream-entry.js'

/** The scripts of relay and consumers; each works on the streams of one producer, which lie in one slot. */
export function defineStreamScripts(connection: RedisConnection) {
  return {
    append: defineScript(connection, 'eventsAppend', APPEND),
    positions: defineScript(connection, 'eventsPositions', POSITIONS),
    claim: defineScript(connection, 'eventsClaim', CLAIM),
    read: defineScript(connection, 'eventsRead', READ),
  }
}

export type StreamScripts = ReturnType<typeof defineStreamScripts>

/**
 * The single consumer name of every owner of a shard: a new owner finds its predecessor's unfinished entries
 * as its own.
 */
export const CONSUMER_NAME = 'owner'

const LAST_ID = `
local function lastId(key)
  if redis.call('EXISTS', key) == 0 then return '0-0' end
  local info = redis.call('XINFO', 'STREAM', key)
  for i = 1, #info, 2 do if info[i] == 'last-generated-id' then return info[i + 1] end end
end
`

/**
 * KEYS: streams. ARGV: for each stream where it must end, then for each entry the place of its stream and the
 * values of its fields.
 * @returns 'OK' and the new ids, or 'LOST' (and nothing appended) when a stream ends elsewhere.
 */
const APPEND = `${LAST_ID}
for place, key in ipairs(KEYS) do
  if lastId(key) ~= ARGV[place] then return { 'LOST' } end
end
local answer = { 'OK' }
for i = #KEYS + 1, #ARGV, ${1 + ENTRY_FIELDS.length} do
  answer[#answer + 1] = redis.call('XADD', KEYS[tonumber(ARGV[i])], '*', ${ENTRY_FIELDS.map((name, place) => `'${name}', ARGV[i + ${place + 1}]`).join(', ')})
end
return answer
`

/**
 * KEYS: streams. ARGV: for each stream where it must end ('' anywhere), then for each before which id it can
 * be trimmed ('' not).
 * @returns 'OK' or 'LOST' (nothing trimmed), then for each stream its end and its groups: name, last
 * delivered, first pending or ''.
 */
const POSITIONS = `${LAST_ID}
local answer = { 'OK' }
for place, key in ipairs(KEYS) do
  local last = lastId(key)
  if ARGV[place] ~= '' and ARGV[place] ~= last then answer[1] = 'LOST' end
  answer[place + 1] = { last, {} }
end
if answer[1] == 'LOST' then return answer end
for place, key in ipairs(KEYS) do
  local before = ARGV[#KEYS + place]
  if before ~= '' then redis.call('XTRIM', key, 'MINID', before) end
  if redis.call('EXISTS', key) == 1 then
    for _, info in ipairs(redis.call('XINFO', 'GROUPS', key)) do
      local group = {}
      for i = 1, #info, 2 do group[info[i]] = info[i + 1] end
      local first = ''
      if group['pending'] > 0 then first = redis.call('XPENDING', key, group['name'])[2] or '' end
      local groups = answer[place + 1][2]
      groups[#groups + 1] = { group['name'], group['last-delivered-id'], first }
    end
  end
end
return answer
`

/**
 * Makes the caller the reader of the streams, unless a later claim exists, and creates missing groups. A
 * claim is `token:number`: a later owner's claim outranks those of an earlier one, and within one owner the
 * later outranks the earlier. KEYS: streams, owners. ARGV: group, then for each stream its field among the
 * owners and the claim.
 * @returns for each stream the id last delivered, or '' when the claim came too late.
 */
const CLAIM = `
local function isAfter(one, other)
  local token, number = one:match('^(%d+):?(%d*)$')
  local otherToken, otherNumber = other:match('^(%d+):?(%d*)$')
  if token ~= otherToken then return tonumber(token) > tonumber(otherToken) end
  return (tonumber(number) or 0) > (tonumber(otherNumber) or 0)
end
local owners = KEYS[#KEYS]
local answer = {}
for place = 1, #KEYS - 1 do
  local key, field, claim = KEYS[place], ARGV[place * 2], ARGV[place * 2 + 1]
  local current = redis.call('HGET', owners, field)
  if current and isAfter(current, claim) then
    answer[place] = ''
  else
    redis.call('HSET', owners, field, claim)
    redis.pcall('XGROUP', 'CREATE', key, ARGV[1], '0', 'MKSTREAM')
    for _, info in ipairs(redis.call('XINFO', 'GROUPS', key)) do
      local group = {}
      for i = 1, #info, 2 do group[info[i]] = info[i + 1] end
      if group['name'] == ARGV[1] then answer[place] = group['last-delivered-id'] end
    end
  end
end
return answer
`

/**
 * Reads if the claim is still the last one of all the streams: an owner that has lost a shard without knowing
 * it gets nothing, and nor does a late request that was given up before a new claim. KEYS: streams, owners.
 * ARGV: group, how many of each stream, then for each stream its field, the claim and after which id.
 * @returns 'OK' and what XREADGROUP answers, or 'FENCED' when a claim is needed first.
 */
const READ = `
local owners = KEYS[#KEYS]
local command = { 'XREADGROUP', 'GROUP', ARGV[1], '${CONSUMER_NAME}', 'COUNT', ARGV[2], 'STREAMS' }
for place = 1, #KEYS - 1 do
  if redis.call('HGET', owners, ARGV[place * 3]) ~= ARGV[place * 3 + 1] then return { 'FENCED' } end
  command[#command + 1] = KEYS[place]
end
for place = 1, #KEYS - 1 do command[#command + 1] = ARGV[place * 3 + 2] end
local found = redis.pcall(unpack(command))
if type(found) == 'table' and found.err then return { 'FENCED' } end
return { 'OK', found or {} }
`
