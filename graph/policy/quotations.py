"""Is each quotation in its document, word for word? Only white space may differ."""

from __future__ import annotations

import re
from hashlib import blake2b
from pathlib import Path

from graph.policy.errors import PolicyError
from graph.policy.law import Law


def misquoted(law: Law, documents: Path) -> list[str]:
    """A sentence for each quotation that its document does not hold, and for each document of another digest.

    Raises ``PolicyError`` where a document is missing in ``documents``.
    """
    faults: list[str] = []
    for policy in law.policies.values():
        if policy.document is None:
            continue
        path = documents / policy.document
        try:
            text = re.sub(r"\s", "", path.read_text(encoding="utf-8"))
        except OSError:
            raise PolicyError([f"{path} is not there; --documents names the folder that holds it"]) from None
        digest = blake2b(text.encode(), digest_size=16).hexdigest()
        if policy.document_digest and digest != policy.document_digest:
            faults.append(f"{policy.id}: {path.name} has the digest {digest}, and {policy.document_digest} was read")
        faults += [
            f"{policy.file}:{measure.line}: {measure.id}: the quotation does not stand in {path.name}: "
            f"「{measure.quote}」"
            for measure in policy.measures
            if re.sub(r"\s", "", measure.quote) not in text
        ]
    return faults
