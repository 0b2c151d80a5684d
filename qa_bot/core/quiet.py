"""Turns off the telemetry of libraries, before any of them is loaded.

The package calls it on import, so it applies to every process that imports qa_bot and to their children.
"""

from __future__ import annotations

import os

_SETTINGS = {
    "ORT_DISABLE_TELEMETRY": "1",  # onnxruntime: uploads; a device id and events kept in the user's cache
    "HF_HUB_DISABLE_TELEMETRY": "1",  # huggingface_hub, transformers, hf_xet: who asks and by what program
    "DO_NOT_TRACK": "1",  # the common variable, for other libraries
}


def keep_quiet() -> None:
    """Turn telemetry off, whatever the environment says."""
    os.environ.update(_SETTINGS)
