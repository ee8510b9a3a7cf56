# Waystone over HTTP: one session, its tokens, and operations that are sent with them.
extends Node

signal refreshed

var endpoint = "http://127.0.0.1:4000/graphql"
# Of the last sign-in. Keep it in the player's settings: it makes this device known to the account.
var device_token = null

var _access_token = null
var _refresh_token = null
var _refresh_at_msec = 0
var _refreshing = false

# region send
# Sends one operation, and once more with a new token when the first is refused. Answers { "data", "errors" }:
# `var answer = yield(waystone.send(query), "completed")`.
func send(query, variables = {}):
	var token = yield(access_token(), "completed")
	var answer = yield(_post(query, variables, token), "completed")
	if answer.status == 401 and token != null:
		token = yield(access_token(token), "completed")
		answer = yield(_post(query, variables, token), "completed")
	return answer
# endregion

# region session
# Answers null, or a sentence for the player.
func sign_in(name, password):
	var query = """mutation SignIn($input: SignInInput!) { signIn(input: $input) {
		... on AuthSession { accessToken refreshToken deviceToken }
		... on Refusal { message } } }"""
	var input = { "usernameOrEmail": name, "password": password, "deviceToken": device_token }
	var answer = yield(_post(query, { "input": input }, null), "completed")
	if answer.data == null:
		return "No answer: %s" % [answer.errors]
	var outcome = answer.data.signIn
	if outcome.has("message"):
		return outcome.message
	device_token = outcome.deviceToken
	_keep(outcome)
	return null

# Answers a token that can be sent; null when nobody is signed in. One refresh at a time: a refresh token counts once.
func access_token(refused = null):
	yield(get_tree(), "idle_frame")
	while _refreshing:
		yield(self, "refreshed")
	if _access_token == null or (_access_token != refused and OS.get_ticks_msec() < _refresh_at_msec):
		return _access_token
	_refreshing = true
	var query = """mutation Refresh($refreshToken: String!) { refreshSession(refreshToken: $refreshToken) {
		... on AuthSession { accessToken refreshToken } } }"""
	var answer = yield(_post(query, { "refreshToken": _refresh_token }, null), "completed")
	# Without an answer the session is kept, and the old token is tried.
	if answer.data != null:
		if answer.data.refreshSession.has("accessToken"):
			_keep(answer.data.refreshSession)
		else:
			_access_token = null
	_refreshing = false
	emit_signal("refreshed")
	return _access_token

func _keep(session):
	_access_token = session.accessToken
	_refresh_token = session.refreshToken
	var payload = _access_token.split(".")[1].replace("-", "+").replace("_", "/")
	while payload.length() % 4 != 0:
		payload += "="
	var claims = parse_json(Marshalls.base64_to_utf8(payload))
	_refresh_at_msec = OS.get_ticks_msec() + int((claims.exp - claims.iat) * 800)
# endregion

func _post(query, variables, token):
	var request = HTTPRequest.new()
	request.timeout = 15
	add_child(request)
	var headers = ["content-type: application/json"]
	if token != null:
		headers.append("authorization: Bearer " + token)
	var body = to_json({ "query": query, "variables": variables })
	var answer = { "status": 0, "data": null, "errors": ["the request was not sent"] }
	if request.request(endpoint, headers, true, HTTPClient.METHOD_POST, body) == OK:
		# [result, status, headers, body]
		var response = yield(request, "request_completed")
		var parsed = parse_json(response[3].get_string_from_utf8()) if response[0] == HTTPRequest.RESULT_SUCCESS else null
		answer = { "status": response[1], "data": null, "errors": ["status %d" % response[1]] }
		if parsed is Dictionary:
			answer.data = parsed.get("data")
			answer.errors = parsed.get("errors")
	else:
		yield(get_tree(), "idle_frame")
	request.queue_free()
	return answer
