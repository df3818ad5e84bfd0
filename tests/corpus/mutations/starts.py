"""The schemas that changes begin with."""

import dataclasses
import json
import pathlib

SAMPLES = pathlib.Path(__file__).parent / "samples"
LARGEST_PAIRS = 150  # most pairs are of a line or two, which give chance little to work with


@dataclasses.dataclass
class Start:
    name: str
    text: str
    roles: list = dataclasses.field(default_factory=list)
    sql_mode: str = None


def starts_of(sample, folders, corpus):
    """Of a corpus that stands in `corpus` the whole schemas, each several times, and the larger pairs."""
    samples = [Start(f"own_{file.stem}", file.read_text()) for file in sorted(SAMPLES.glob(sample))]
    if not corpus:
        return samples
    whole, pairs = [], []
    for folder in folders:
        whole += [start_in(file, "real") for file in sorted(pathlib.Path(corpus, "real", folder).glob("*/schema.sql"))]
        pairs += sorted(pathlib.Path(corpus, "pairs", folder).glob("*/*/to.sql"))
    pairs = sorted(pairs, key=lambda file: (-file.stat().st_size, file))[:LARGEST_PAIRS]
    pairs = [start_in(file, file.parent.parent.name) for file in pairs]
    often = max(1, len(pairs) // max(1, len(whole + samples)))
    return [start for start in (whole + samples) * often + pairs if start]


def start_in(file, suite):
    meta = json.loads((file.parent / "meta.json").read_text())
    if meta.get("no_delimiter") or not meta.get("loads_clean", True):
        return None
    roles = meta.get("roles") or meta.get("roles_needed") or []
    return Start(f"{suite}_{file.parent.name}", file.read_text(), roles, meta.get("sql_mode"))
