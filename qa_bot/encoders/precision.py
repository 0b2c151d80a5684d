"""The arithmetic in which passages are embedded: 32-bit floats, or 8-bit integers.

8-bit integers are twice as fast where the processor has instructions for them, and nearly as good
(tests/benchmarks/README.md). Questions are always embedded in 32-bit floats.

The precision is part of an encoder's fingerprint, so that an index never mixes vectors of two precisions. The
fingerprint of float32 is that of the model's files alone.
"""

from __future__ import annotations

import warnings
from enum import StrEnum
from typing import Final


class Precision(StrEnum):
    """How passages are embedded."""

    AUTO = "auto"
    """As the index is, or as fits the processor; never that of an encoder."""
    FLOAT32 = "float32"
    INT8 = "int8"


_MARK: Final = "int8-"
_FAST_IN_8_BITS: Final = frozenset({"avx512_vnni", "avx_vnni"})
"""Names of instructions for 8-bit products, as in Linux's /proc/cpuinfo."""


def best_precision() -> Precision:
    """Return the precision in which this processor embeds fastest."""
    from archspec.cpu.detect import detected_info  # only when an index is first built

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that it cannot tell; float32 is right then
        has = detected_info().features
    return Precision.INT8 if _FAST_IN_8_BITS & set(has) else Precision.FLOAT32


def fingerprint_in(weights_fingerprint: str, precision: Precision) -> str:
    """Return the fingerprint of an encoder that embeds passages in a precision."""
    return f"{_MARK if precision == Precision.INT8 else ''}{weights_fingerprint}"


def precision_of(fingerprint: str) -> Precision:
    """Return the precision in which an encoder embeds passages."""
    return Precision.INT8 if fingerprint.startswith(_MARK) else Precision.FLOAT32


def weights_of(fingerprint: str) -> str:
    """Return the fingerprint of an encoder's model files."""
    return fingerprint.removeprefix(_MARK)
