"""What OpenAPI says of who asks: by a token, or by a signature of the request."""

from typing import Final

from api.schemas import Schema

SCHEMES: Final[Schema] = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "the token of a session"},
    "program": {
        "type": "apiKey",  # the nearest kind that there is
        "in": "header",
        "name": "Signature",
        "description": "a signature of this very request by a program (RFC 9421), with `Signature-Input`",
    },
}
"""The two ways to say who asks."""
OPTIONAL: Final = frozenset({"post /filings", "get /tile/{path}", "get /reports/{report}", "post /approvals"})
"""Where a stranger is answered too: who helps to file signs in, who reads entries or persons' rows."""


def secured(document: Schema) -> Schema:
    """Return ``document`` in which every operation that takes ``Authorization`` says so in OpenAPI's own way.

    As a parameter it would have to be ignored. Source: OpenAPI 3.1, 4.8.12.2.
    """
    document.setdefault("components", {})["securitySchemes"] = SCHEMES
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            parameters = operation.get("parameters", [])
            left = [one for one in parameters if one["name"] != "authorization"]
            if len(left) < len(parameters):
                operation["parameters"] = left
                nobody: list[Schema] = [{}] if f"{method} {path}" in OPTIONAL else []
                operation["security"] = nobody + [{name: []} for name in SCHEMES]
    return document
