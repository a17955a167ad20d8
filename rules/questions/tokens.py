"""The worksheet that both models share: tokens per call and prices per million tokens."""

from rules.questions.question import Kind, Question


def token_worksheet(
    model: str,
    *,
    usage: str,
    price_list: str,
    input_price: str,
    cached_input_price: str,
    cache_write_price: str,
    output_price: str,
) -> tuple[Question, ...]:
    """The questions behind a model's cost per 1,000 calls.

    Args:
        model: `teacher` or `student`.
        usage: where its tokens per call are found.
        price_list: where its prices are found.
        input_price: an example, as the other prices.
        cached_input_price: an example.
        cache_write_price: an example.
        output_price: an example.
    """
    builds = f"{model}.cost_per_1k_calls"
    name = model.capitalize()
    return (
        Question(
            key=f"{model}.tokens.input",
            label=f"{name} input tokens",
            kind=Kind.COUNT,
            unit="tokens per call",
            prompt=f"How many input tokens does one call to the {model} take, cached ones"
            " included?",
            why="Long instructions are paid for again with every call; they are often the larger"
            " part of its cost.",
            where_to_find=usage,
            example="1,200 or 1,000..1,500",
            builds=builds,
        ),
        Question(
            key=f"{model}.tokens.cached_input",
            label=f"{name} cached tokens",
            kind=Kind.COUNT,
            unit="tokens per call",
            prompt="How many of these input tokens are read from the prompt cache?",
            why="They cost a fraction of the full price, so leaving them out makes the calls look"
            " dearer than they are.",
            where_to_find="The field for cached tokens in the API's usage data; check that the"
            " input count includes them.",
            example="800",
            default="0, nothing is cached",
            builds=builds,
        ),
        Question(
            key=f"{model}.tokens.cache_write_input",
            label=f"{name} cache-write tokens",
            kind=Kind.COUNT,
            unit="tokens per call",
            prompt="How many of these input tokens are written to the prompt cache, on average?",
            why="Some providers charge more than the full price for filling the cache.",
            where_to_find="The field for cache writes or cache creation in the API's usage data.",
            example="40",
            default="0, none",
            builds=builds,
        ),
        Question(
            key=f"{model}.tokens.output",
            label=f"{name} output tokens",
            kind=Kind.COUNT,
            unit="tokens per call",
            prompt=f"How many tokens does the {model} answer with, reasoning included?",
            why="An output token costs several times an input token, and hidden reasoning is"
            " billed as output.",
            where_to_find=usage,
            example="60 or 40..90",
            builds=builds,
        ),
        Question(
            key=f"{model}.tokens.input_price",
            label=f"{name} input price",
            kind=Kind.MONEY,
            unit="per million tokens",
            prompt="What do a million input tokens cost?",
            why="With the tokens per call it makes up the cost of 1,000 calls.",
            where_to_find=price_list,
            example=input_price,
            builds=builds,
        ),
        Question(
            key=f"{model}.tokens.cached_input_price",
            label=f"{name} cached-input price",
            kind=Kind.MONEY,
            unit="per million tokens",
            prompt="What do a million input tokens cost when they are read from the cache?",
            why="Left empty, cached tokens are charged in full and the cache saves nothing.",
            where_to_find=price_list,
            example=cached_input_price,
            default="the input price",
            builds=builds,
        ),
        Question(
            key=f"{model}.tokens.cache_write_price",
            label=f"{name} cache-write price",
            kind=Kind.MONEY,
            unit="per million tokens",
            prompt="What do a million input tokens cost when they are written to the cache?",
            why="Left empty, writing is charged like any input; some providers ask for more.",
            where_to_find=price_list,
            example=cache_write_price,
            default="the input price",
            builds=builds,
        ),
        Question(
            key=f"{model}.tokens.output_price",
            label=f"{name} output price",
            kind=Kind.MONEY,
            unit="per million tokens",
            prompt="What do a million output tokens cost?",
            why="For long answers this one price decides what a call costs.",
            where_to_find=price_list,
            example=output_price,
            builds=builds,
        ),
        Question(
            key=f"{model}.tokens.batch_share",
            label=f"{name} calls in batch",
            kind=Kind.PERCENT,
            prompt="Which share of the calls is sent through the batch interface?",
            why="Batch calls are cheaper. Both models should be compared on the calls as they"
            " really run.",
            where_to_find="The jobs that run overnight or in bulk, against all calls.",
            example="20%",
            default="0%, none",
            builds=builds,
        ),
        Question(
            key=f"{model}.tokens.batch_discount",
            label=f"{name} batch discount",
            kind=Kind.PERCENT,
            prompt="How much cheaper is a call in batch?",
            why="It lowers the price of the batch share only; calls that a user waits for pay in"
            " full.",
            where_to_find=price_list,
            example="50%",
            default="50%",
            builds=builds,
        ),
    )
