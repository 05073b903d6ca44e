"""Serves a document with connexion: each operation answers with the document's own examples, by `Prefer: code=…` as others do.

    python serve.py DOCUMENT.json PORT

Connexion checks each request against the document.
"""

import asyncio
import json
import sys

import uvicorn
from connexion import AsyncApp, request
from connexion.resolver import Resolution, Resolver

SECRET = "peers-secret"


def bearer(token):
    """Who the owner of a token is; nothing when nobody is."""
    return {"sub": "peers"} if token == SECRET else None


def key(value, required_scopes=None):
    """The same for a key."""
    return bearer(value)


def follow(document, node):
    """What a reference leads to."""
    while isinstance(node, dict) and "$ref" in node:
        target = document
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part.replace("~1", "/").replace("~0", "~")]
        node = target
    return node


def answers(document, operation):
    """Every answer that the document shows for an operation: the code to ask for, the status, body and headers."""
    for status, response in operation["responses"].items():
        response = follow(document, response)
        headers = {}
        for name, header in response.get("headers", {}).items():
            header = follow(document, header)
            headers[name] = str(header.get("example", follow(document, header["schema"]).get("example")))
        media = response.get("content", {}).get("application/json")
        if media is None:
            yield status, int(status), None, headers
            continue
        shown = [follow(document, example)["value"] for example in media.get("examples", {}).values()]
        for body in shown + ([media["example"]] if "example" in media else []):
            yield status, int(status), body, headers
    rule = document.get("x-twinspec-envelope")
    if rule is not None:
        # Failures at status 200, which no response of the document shows.
        for example in document["components"]["examples"].values():
            body = example["value"]
            if isinstance(body, dict) and body.get(rule["success"]["property"]) not in (None, rule["success"]["equals"]):
                yield str(body[rule["success"]["property"]]), 200, body, {}


class Examples(Resolver):
    """Gives every operation a handler that answers with its examples."""

    def __init__(self, document):
        super().__init__()
        self.document = document

    def resolve(self, operation):
        node = self.document["paths"][operation.path][operation.method]
        shown = list(answers(self.document, node))

        async def handler(**_):
            asked = dict(part.strip().split("=", 1) for part in request.headers.get("prefer", "").split(",") if "=" in part)
            fitting = [answer for answer in shown if answer[0] == asked.get("code", shown[0][0])]
            _, status, body, headers = fitting[0]
            return body, status, headers

        return Resolution(handler, f"{operation.method} {operation.path}")


def main(path, port):
    with open(path, encoding="utf-8") as file:
        document = json.load(file)
    # Connexion knows no OpenAPI 3.1; nothing of these documents is otherwise in 3.0. Its paths are those of the root.
    document["openapi"] = "3.0.3"
    document["servers"] = [{"url": "/"}]
    for scheme in document["components"].get("securitySchemes", {}).values():
        name = "x-bearerInfoFunc" if scheme["type"] == "http" else "x-apikeyInfoFunc"
        scheme[name] = "serve.bearer" if scheme["type"] == "http" else "serve.key"
    app = AsyncApp("peers")
    app.add_api(document, resolver=Examples(document), strict_validation=True)
    asyncio.run(uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=int(port), log_level="info")).serve())


if __name__ == "__main__":
    main(*sys.argv[1:])
