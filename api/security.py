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
OPTIONAL: Final = frozenset({"get_tile", "post_filings"})
"""Operations that answer whoever does not say who they are too."""


def secured(document: Schema) -> Schema:
    """Return ``document`` in which every operation that takes ``Authorization`` says so in OpenAPI's own way.

    As a parameter it would have to be ignored. Source: OpenAPI 3.1, 4.8.12.2.
    """
    document.setdefault("components", {})["securitySchemes"] = SCHEMES
    for operations in document["paths"].values():
        for operation in operations.values():
            parameters = operation.get("parameters", [])
            left = [one for one in parameters if one["name"] != "authorization"]
            if len(left) < len(parameters):
                operation["parameters"] = left
                operation["security"] = [{name: []} for name in SCHEMES]
                if operation["operationId"] in OPTIONAL:
                    operation["security"].append({})
    return document
