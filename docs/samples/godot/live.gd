# One subscription over WebSocket, by the protocol graphql-transport-ws.
extends Node

signal event(data)
# The server refused the subscription for good; it is not made again.
signal refused(errors)
signal closed(code)

const RETRY_DELAY_MAX_SEC = 10.0
const PING_EVERY_SEC = 4.0
# Godot 3.2 does not notice that the server closes with 1012, as when it restarts: only silence shows it.
const SILENCE_MAX_SEC = 10.0
const BUGS_OF_CLIENT = [4400, 4401, 4406, 4409, 4429, 1008, 1009]

var _waystone
var _query
var _socket = null
var _sent_token = null
var _refused_token = null
var _close_code = 0
var _failures = 0
var _silent_sec = 0.0
var _ping_sec = 0.0

# region subscribe
func subscribe(waystone, query):
	_waystone = waystone
	_query = query
	_connect()

func _connect():
	_sent_token = yield(_waystone.access_token(_refused_token), "completed")
	_close_code = 0
	_silent_sec = 0.0
	_socket = WebSocketClient.new()
	_socket.connect("connection_established", self, "_on_open")
	_socket.connect("data_received", self, "_on_message")
	_socket.connect("server_close_request", self, "_on_close_request")
	_socket.connect("connection_closed", self, "_on_closed")
	_socket.connect("connection_error", self, "_on_closed")
	if _socket.connect_to_url(_waystone.endpoint.replace("http", "ws"), ["graphql-transport-ws"]) != OK:
		_on_closed()

func _on_close_request(code, _reason):
	_close_code = code

func _on_closed(_was_clean = false):
	_socket = null
	emit_signal("closed", _close_code)
	if _close_code in BUGS_OF_CLIENT:
		return
	_refused_token = _sent_token if _close_code == 4403 else null
	var delay = min(0.25 * pow(2, min(_failures, 10)), RETRY_DELAY_MAX_SEC) * rand_range(0.5, 1.0)
	_failures += 1
	yield(get_tree().create_timer(delay), "timeout")
	_connect()
# endregion

# region protocol
func _on_open(_protocol):
	_socket.get_peer(1).set_write_mode(WebSocketPeer.WRITE_MODE_TEXT)
	var payload = {} if _sent_token == null else { "authorization": "Bearer " + _sent_token }
	_write({ "type": "connection_init", "payload": payload })

func _on_message():
	_silent_sec = 0.0
	var message = parse_json(_socket.get_peer(1).get_packet().get_string_from_utf8())
	match message.type:
		"connection_ack":
			_write({ "id": "1", "type": "subscribe", "payload": { "query": _query } })
		"ping":
			_write({ "type": "pong" })
		"next":
			if message.payload.get("data") != null:
				_failures = 0
				emit_signal("event", message.payload.data)
		"error":
			emit_signal("refused", message.payload)

func _write(message):
	_socket.get_peer(1).put_packet(to_json(message).to_utf8())

func _process(delta):
	if _socket == null:
		return
	_socket.poll()
	if _socket == null:
		return
	# Anything that comes, a pong included, shows that the connection lives.
	_silent_sec += delta
	_ping_sec += delta
	if _silent_sec > SILENCE_MAX_SEC:
		_socket.disconnect_from_host()
		_on_closed()
	elif _ping_sec > PING_EVERY_SEC and _socket.get_connection_status() == NetworkedMultiplayerPeer.CONNECTION_CONNECTED:
		_ping_sec = 0.0
		_write({ "type": "ping" })
# endregion
