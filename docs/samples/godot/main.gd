# `godot3-server --path docs/samples/godot -- http://127.0.0.1:4000/graphql [watch]`: signs in, shows the wallet, pulls; or shows the wallet live.
extends Node

const FIRST_LIGHT = "62de89d3-e8da-4ddb-bb2b-9bde53551fe7"

func _ready():
	randomize()
	var args = OS.get_cmdline_args()
	for arg in args:
		if arg.begins_with("http"):
			$Waystone.endpoint = arg
	if "watch" in args:
		watch()
	else:
		play()

# region play
func play():
	print(yield($Waystone.sign_in("aria", "a wrong password"), "completed"))
	var refusal = yield($Waystone.sign_in("aria", "waystone-demo-1"), "completed")
	if refusal != null:
		print(refusal)
		get_tree().quit(1)
		return
	print("%d diamonds" % yield(diamonds(), "completed"))

	# One key for one intent: after a lost connection or a timeout the same call gets the same pull.
	var input = { "bannerId": FIRST_LIGHT, "count": 1, "idempotencyKey": "%x%x%x%x" % [randi(), randi(), randi(), randi()] }
	var first = yield(pull(input), "completed")
	var again = yield(pull(input), "completed")
	print("%d item for %d diamonds, repeated: %s" % [first.items.size(), first.cost, to_json(first) == to_json(again)])
	get_tree().quit()

func diamonds():
	var answer = yield($Waystone.send("{ me { wallet { diamonds } } }"), "completed")
	return answer.data.me.wallet.diamonds

func pull(input):
	var query = """mutation Pull($input: PullInput!) { pull(input: $input) {
		__typename
		... on Pull { id cost items { item { name rarity } } }
		... on Refusal { message } } }"""
	var answer = yield($Waystone.send(query, { "input": input }), "completed")
	return answer.data.pull
# endregion

# region watch
func watch():
	yield($Waystone.sign_in("aria", "waystone-demo-1"), "completed")
	$Live.connect("event", self, "_on_event")
	$Live.connect("closed", self, "_on_closed")
	$Live.subscribe($Waystone, "subscription { walletChanged { diamonds } }")

func _on_event(data):
	print("%d diamonds" % data.walletChanged.diamonds)

func _on_closed(code):
	print("closed: %d" % code)
# endregion
