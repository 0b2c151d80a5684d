"""Passages are embedded in 8 bits where the processor is quick at it, and an index never mixes precisions."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa_bot.encoders.precision import Precision, best_precision, fingerprint_in, precision_of, weights_of

FINGERPRINT = "0f" * 32
CPUINFO = Path("/proc/cpuinfo")


@pytest.mark.parametrize("precision", [Precision.FLOAT32, Precision.INT8])
def test_a_fingerprint_states_weights_and_precision(precision: Precision) -> None:
    """Both can be read from it."""
    found = fingerprint_in(FINGERPRINT, precision)
    assert (weights_of(found), precision_of(found)) == (FINGERPRINT, precision)


def test_the_fingerprint_of_float32_is_that_of_the_weights() -> None:
    """So an index of an earlier release stays as it is; int8 has another one."""
    assert fingerprint_in(FINGERPRINT, Precision.FLOAT32) == FINGERPRINT
    assert fingerprint_in(FINGERPRINT, Precision.INT8) != FINGERPRINT


@pytest.mark.skipif(not CPUINFO.exists(), reason="only Linux tells the processor's instructions in a file")
def test_int8_is_best_where_the_processor_has_instructions_for_it() -> None:
    """Those named VNNI, in one of two sets of instructions."""
    flags = CPUINFO.read_text(encoding="utf-8").split()
    is_quick = "avx512_vnni" in flags or "avx_vnni" in flags
    assert best_precision() is (Precision.INT8 if is_quick else Precision.FLOAT32)
