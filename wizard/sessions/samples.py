"""The sample sessions that come with the program: where they are and what each one teaches."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import wizard

_FOLDER = "sample_sessions"

# In teaching order: a finished case, what growth forgives, the ways to fail, a team, a draft.
_TEACHES = {
    "support_ticket_classifier": "A narrow, frequent decision with measured quality: what a"
    " finished case looks like.",
    "growing_product_search": "Hardware is paid for when idle, and growth carries what half the"
    " volume would break.",
    "low_volume_contract_review": "A good technique on too few calls, and the small prompt that"
    " does instead.",
    "monthly_redistilled_moderation": "A short payback that monthly redistillation eats.",
    "open_ended_assistant": "Good arithmetic on a task too broad to bound its errors.",
    "on_device_dictation": "A hoped-for feature cannot rescue a case that loses money.",
    "team_workshop": "Six people agree on two numbers in a workshop, and one of them differs with a"
    " reason.",
    "unfinished_draft": "What can be said while half the answers are missing.",
}


@dataclass(frozen=True)
class Sample:
    """One sample session."""

    name: str
    """Of its file, without `.toml`."""
    path: Path
    teaches: str

    @cached_property
    def title(self) -> str:
        """The title in the file, read when first asked for; the name where there is none."""
        # Who only needs a name or a path does not wait for a parser.
        import tomllib

        try:
            title = tomllib.loads(self.path.read_text(encoding="utf-8")).get("title")
        except (OSError, ValueError):
            # In a checkout anybody may be editing it, and a list of samples is no place to fail.
            return self.name
        return title if isinstance(title, str) and title else self.name


def samples_dir() -> Path:
    """Return the folder of the samples: the checkout's, else the one inside the wheel."""
    package = Path(wizard.__file__).parent
    beside = package.parent / _FOLDER
    return beside if any(beside.glob("*.toml")) else package / _FOLDER


def list_samples() -> tuple[Sample, ...]:
    """Return the samples in teaching order, without any whose file is not there."""
    folder = samples_dir()
    samples = (Sample(name, folder / f"{name}.toml", teaches) for name, teaches in _TEACHES.items())
    return tuple(sample for sample in samples if sample.path.is_file())


def find_sample(name: str) -> Sample | None:
    """Return the sample of this name, with or without `.toml`; None where there is none."""
    wanted = name.removesuffix(".toml")
    return next((sample for sample in list_samples() if sample.name == wanted), None)
