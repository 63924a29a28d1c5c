"""What is answered where a provider refuses a message."""

from __future__ import annotations

from typing_extensions import TypedDict


class ProviderRefusal(TypedDict):
    """The provider's own code and words, as they came."""

    provider_code: str
    provider_message: str
