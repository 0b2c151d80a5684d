"""What keeps libraries from telling others of this machine; set before any of them can be loaded.

The package itself calls it, so that it holds in every process that imports a module of qa_bot, and in each
that such a process starts.
"""

from __future__ import annotations

import os

_SETTINGS = {
    "ORT_DISABLE_TELEMETRY": "1",  # onnxruntime: uploads; a device id and events kept in the user's cache
    "HF_HUB_DISABLE_TELEMETRY": "1",  # huggingface_hub, transformers, hf_xet: who asks and by what program
    "DO_NOT_TRACK": "1",  # whatever knows the common word for it
}


def keep_quiet() -> None:
    """Turn telemetry off, whatever the environment says of it."""
    os.environ.update(_SETTINGS)
