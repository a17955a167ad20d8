"""A session as people write them: every kind of table, and remarks in every place."""

SESSION = '''\
# Support-ticket classifier: is a small model worth it?
# Kept by the platform team.

schema = 1   # do not touch
title = "Support-ticket classifier"
currency = "EUR"
as_of = 2025-11-03

# ---------------------------------------------------------------- the task
[task]
description = """
Sort incoming tickets into 14 queues.
"Urgent" goes first.
"""
endpoint = 'POST /tickets/"classify"'   # literal, with quotes
breadth = "narrow"
task_types = 14

[volume]
# From the gateway dashboard, last six months.
calls_per_month = { likely = 6_000_000, low = 4_500_000, source = "logs # no remark" } # seen
monthly_growth = 0.020  # two percent
share_moved = {likely=0.9,low=0.80,high=0.95}
\tfallback_rate = 5e-2\t# with a tab

# What we pay today
[teacher]
model = "openai/gpt-4.1"
cost_per_1k_calls = 4.20

# Dotted keys, as one of us likes them.
tokens.input_per_call = 1_200
tokens.output_per_call = 0x40 # hexadecimal on purpose

[student]
model = "meta/llama-3.1-8b"
hosting.gpu_price_per_hour = 2.50 # spot
hosting.gpus = 2
retires_on = 2027-01-31

[upfront]
engineering_time = 40000
contingency = 1e-1

# Other items, by invoice.
[upfront.other]
"label licences (2025)" = 5_000 # purchase order 17
'legal "review"' = { likely = 2500, basis = "quoted" }
"data.cleaning" = 1_500.00

[maintenance]
redistillations_per_year = 4
  # indented remark
  monitoring_per_month = 300

[quality]
cost_per_error = 0.05
frozen = true

# Slices, from the October evaluation.
[[quality.slices]]
name = "billing" # the big one
share = 0.55
teacher_score = 0.970

# Small but expensive.
[[quality.slices]]
name = "fraud"
share = 0.05
teacher_score = 0.99
critical = true

[[quality.slices]]
name = "other"
share = 0.40
teacher_score = 0.93
# end of slices

[[alternatives]]
name = "prompt a small model"
kind = "prompt-small-model"
upfront = { likely = 3_000, low = 1_000, high = 9_000 }

[policy]
caps = [
    "volume",  # agreed in March
    "evidence", # and this in May
]

[[workshop.participants]]
name = "Ada"

[[workshop.rounds]]
key = "volume.calls_per_month"
number = 1
# Ada first
[[workshop.rounds.estimates]]
participant = "Ada"
likely = 6_500_000

[[workshop.rounds]]
key = "upfront.engineering_time"
number = 1
estimates = [
  { participant = "Ada", likely = 30_000 }, # from memory
  { participant = "Grace", likely = 45_000 },
]

# Written by the program.
[result]
verdict = "defensible" # was: strong
rules = ["volume-low", "terms"]
payback_months = 7.5
'''
