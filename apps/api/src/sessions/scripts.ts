/**
 * What Redis does in one step. A session is a hash `session:{USER}:ID` that ends by itself; `sessions:{USER}` is the sorted set of
 * those of an account, by their end in milliseconds. The braces keep all keys of an account in one slot of a cluster.
 */

/** KEYS session, set. ARGV id, token, now, ttl ms, most, user agent, address, prefix. Ends the oldest when there are too many. */
export const beginScript = `
redis.call('HSET', KEYS[1], 'token', ARGV[2], 'created_at', ARGV[3], 'last_used_at', ARGV[3], 'user_agent', ARGV[6], 'ip', ARGV[7])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', ARGV[3])
redis.call('ZADD', KEYS[2], ARGV[3] + ARGV[4], ARGV[1])
redis.call('PEXPIRE', KEYS[2], ARGV[4])
local surplus = redis.call('ZCARD', KEYS[2]) - tonumber(ARGV[5])
if surplus > 0 then
  for _, id in ipairs(redis.call('ZRANGE', KEYS[2], 0, surplus - 1)) do
    redis.call('DEL', ARGV[8] .. id)
    redis.call('ZREM', KEYS[2], id)
  end
end
return 1
`

/**
 * KEYS session, set. ARGV id, token presented, token to come, now, ttl ms, grace ms. Answers { outcome, token in force }:
 * `rotated`; `again` for one who lost a race with itself and is given what the winner got; `reused` after ending the session,
 * because somebody else has the token; `gone`.
 */
export const rotateScript = `
local token = redis.call('HGET', KEYS[1], 'token')
if not token then return { 'gone', '' } end
if token == ARGV[2] then
  redis.call('HSET', KEYS[1], 'token', ARGV[3], 'previous', ARGV[2], 'rotated_at', ARGV[4], 'last_used_at', ARGV[4])
  redis.call('PEXPIRE', KEYS[1], ARGV[5])
  redis.call('ZADD', KEYS[2], ARGV[4] + ARGV[5], ARGV[1])
  redis.call('PEXPIRE', KEYS[2], ARGV[5])
  return { 'rotated', ARGV[3] }
end
local previous = redis.call('HGET', KEYS[1], 'previous')
local rotated = tonumber(redis.call('HGET', KEYS[1], 'rotated_at') or '0')
if previous == ARGV[2] and tonumber(ARGV[4]) - rotated <= tonumber(ARGV[6]) then return { 'again', token } end
redis.call('DEL', KEYS[1])
redis.call('ZREM', KEYS[2], ARGV[1])
return { 'reused', '' }
`

/** KEYS session, set. ARGV id. Answers whether there was such a session. */
export const endScript = `
redis.call('ZREM', KEYS[2], ARGV[1])
return redis.call('DEL', KEYS[1])
`

/** KEYS set. ARGV now, prefix. Answers a list of { id, created_at, last_used_at, user agent, address }. */
export const listScript = `
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[1])
local found = {}
for _, id in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  local s = redis.call('HMGET', ARGV[2] .. id, 'created_at', 'last_used_at', 'user_agent', 'ip')
  if s[1] then table.insert(found, { id, s[1], s[2], s[3] or '', s[4] or '' }) else redis.call('ZREM', KEYS[1], id) end
end
return found
`

/**
 * KEYS counter, lock. ARGV most, window ms, first lock ms, longest lock ms. Counts a failure; from the most on each locks for
 * twice as long as the one before. Answers the milliseconds of the lock, 0 if there is none.
 */
export const failScript = `
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
local over = count - tonumber(ARGV[1])
if over < 0 then return 0 end
local lock = math.min(tonumber(ARGV[3]) * 2 ^ over, tonumber(ARGV[4]))
redis.call('SET', KEYS[2], '1', 'PX', lock)
if redis.call('PTTL', KEYS[1]) < lock * 2 then redis.call('PEXPIRE', KEYS[1], lock * 2) end
return lock
`
