"""Calls every operation of the two specs by clients that openapi-python-client generated, and asks for each documented status.

    python call.py URL DOCUMENT [APPLICATION]

APPLICATION is the id in the path, with characters that have to be escaped unless it is given. The generated packages are beside this file's copy. A line for each call: `ok OPERATION STATUS`, or `fault OPERATION STATUS: WHY`.
"""

import importlib
import sys

SECRET = "peers-secret"

APPLICATION = sys.argv[3] if len(sys.argv) > 3 else "a/b c"

LINKING = {"ext_idp_conn_identifier": "my-wechat", "app_id": "5c9b079883", "id_token": "token &=/é"}

# What happens behind GenAuth's status 200: the status of the body, which `Prefer: code=` asks for.
FAILURES = {str(code): (200, None) for code in (401, 403, 404, 500)}

# Per document: the operation, its function, its arguments, and for each status to ask for the HTTP status that is
# answered and the type of the body.
CALLS = {
    "lerian-identity": [
        (
            "POST /v1/applications/{id}/providers",
            "application_providers_api.post_v1_applications_id_providers",
            lambda models: {"id": APPLICATION, "body": models.ProviderItemInput(provider_id="é", can_sign_in=True)},
            {
                "201": (201, "ProviderItemResponse"),
                "400": (400, "ErrorMessage"),
                "404": (404, "ErrorMessage"),
                "409": (409, "ErrorMessage"),
                "500": (500, "ErrorMessage"),
            },
        ),
    ],
    "genauth": [
        (
            "GET /api/v3/generate-link-extidp-url",
            "account_binding.generate_link_ext_idp_url",
            lambda models: {**LINKING, "need_url_redirect": "true"},
            {"200": (200, "GenerateBindExtIdpLinkRespDto"), "429": (429, "CommonResponseDto"), **FAILURES},
        ),
        (
            "GET /api/v3/link-extidp",
            "account_binding.link_ext_idp",
            lambda models: LINKING,
            {
                "200": (200, "GenerateBindExtIdpLinkRespDto"),
                "302": (302, "NoneType"),
                "429": (429, "CommonResponseDto"),
                **FAILURES,
            },
        ),
        (
            "POST /api/v3/unlink-extidp",
            "account_binding.unlink_ext_idp",
            lambda models: {"body": models.UnlinkExtIdpDto(ext_idp_id="62f2")},
            {"200": (200, "CommonResponseDto"), "429": (429, "CommonResponseDto"), **FAILURES},
        ),
        (
            "GET /api/v3/get-identities",
            "account_binding.get_identities",
            lambda models: {},
            {"200": (200, "GetIdentitiesRespDto"), "429": (429, "CommonResponseDto"), **FAILURES},
        ),
        (
            "GET /api/v3/get-application-enabled-extidps",
            "account_binding.get_application_enabled_ext_idps",
            lambda models: {},
            {"200": (200, "GetExtIdpsRespDto"), "429": (429, "CommonResponseDto"), **FAILURES},
        ),
    ],
}


def fault(package, url, function, arguments, asked, status, kind):
    """Why a call is not as the document says; nothing when it is."""
    headers = {"Prefer": f"code={asked}", "x-genauth-app-id": SECRET}
    client = package.AuthenticatedClient(
        base_url=url, token=SECRET, headers=headers, raise_on_unexpected_status=True, follow_redirects=False
    )
    answer = function(client=client, **arguments)
    if answer.status_code != status:
        return f"is answered with {int(answer.status_code)}"
    if kind is not None and type(answer.parsed).__name__ != kind:
        return f"is read as {type(answer.parsed).__name__}"
    inner = getattr(answer.parsed, "status_code", None)
    if package.__name__ == "genauth" and inner is not None and inner != int(asked):
        return f"holds the status {inner}"
    if status == 302 and not answer.headers.get("location", "").startswith("https://"):
        return "leads nowhere"
    return None


def main(url, document):
    name = document.replace("-", "_")
    package = importlib.import_module(name)
    models = importlib.import_module(f"{name}.models")
    for operation, path, arguments, statuses in CALLS[document]:
        function = importlib.import_module(f"{name}.api.{path}").sync_detailed
        for asked, (status, kind) in statuses.items():
            try:
                why = fault(package, url, function, arguments(models), asked, status, kind)
            except Exception as error:
                why = repr(error).replace("\n", " ")
            print(f"fault {operation} {asked}: {why}" if why else f"ok {operation} {asked}", flush=True)


main(*sys.argv[1:3])
