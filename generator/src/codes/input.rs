//! Codes `TS00xx`: the input cannot be used as it is.

codes! {
SYNTAX = 1, "the document is not well-formed YAML or JSON", "
The text cannot be read as YAML (or as JSON, when it starts with `{`), so nothing is known of
what it says. The finding shows where the parser gave up; the fault is there or shortly before.

Wrong, because `responses` is indented by one space too few:

    get:
      operationId: listPets
     responses: {}

Right:

    get:
      operationId: listPets
      responses: {}

Common causes: tabs in the indentation of YAML (not allowed), a `:` or `#` in text without
quotes, a comma that is missing in JSON. Documents nested more than 128 levels deep, documents
whose aliases expand to gigabytes, and `.inf` and `.nan` (JSON has no such numbers) have this
code too.
";

NOT_OPENAPI = 2, "the document is not an OpenAPI document", "
The root of an OpenAPI document is an object with the member `openapi`, which states the
version. This document has none, so it is probably another kind of file: a JSON Schema, a
configuration, an overlay.

Wrong:

    title: Pets
    version: 1.0.0

Right:

    openapi: 3.1.0
    info:
      title: Pets
      version: 1.0.0
    paths: {}
";

SWAGGER_2 = 3, "the document is Swagger 2.0, not OpenAPI 3", "
Swagger 2.0 is the predecessor of OpenAPI 3. It describes bodies, parameters and servers in
another way, and twinspec does not read it.

Convert the document once and keep the result, for example with

    npx swagger2openapi swagger.yaml --outfile openapi.yaml

or in the Swagger Editor (Edit, Convert to OpenAPI 3), and generate from that:

    openapi: 3.0.3
    servers:
      - url: https://api.example.com/v1
    components:
      schemas: {}
";

UNKNOWN_VERSION = 4, "the OpenAPI version is not known", "
The member `openapi` states a version that twinspec does not know. It knows 3.0, 3.1 and 3.2,
with any third number.

Wrong:

    openapi: 3

Right:

    openapi: 3.1.0

State the version whose rules the document follows: it decides, for example, whether `nullable:
true` (3.0) or `type: [string, 'null']` (3.1) is understood.
";

UNREADABLE = 5, "a file cannot be read", "
A document, an overlay or the configuration is not there, may not be read, or is not UTF-8 text.
The finding shows where `twinspec.toml` names the file.

Paths in `twinspec.toml` are relative to the folder of that file, not to the folder in which the
command runs:

    # in services/pets/twinspec.toml
    [[api]]
    name = 'pets'
    spec = 'specs/pets.yaml'        # services/pets/specs/pets.yaml

A file in another encoding can be converted by `iconv -f latin1 -t utf-8`.
";

DUPLICATE_KEY = 6, "a mapping has the same key twice", "
YAML and JSON do not say which of the two values counts, and tools disagree: some take the
first, some the last. So twinspec takes none. The finding shows both places.

Wrong:

    /pets:
      get:
        operationId: listPets
      get:
        operationId: readPets

Right:

    /pets:
      get:
        operationId: listPets
    /pets/{petId}:
      get:
        operationId: readPet

Remove one of the two, or merge their values.
";

OVERLAY_WITHOUT_MATCH = 7, "the target of an overlay action matches nothing", "
The action's `target` is a JSONPath query, and no node of the document answers it, so the action
did nothing. This is a warning, because an overlay may be written for several versions of a
document; but mostly the document has changed, or the query has a mistake.

Wrong, because a `/` in a name needs brackets and quotes:

    - target: $.paths.pets.get
      update: {summary: List all pets}

Right:

    - target: $.paths['/pets'].get
      update: {summary: List all pets}

A query for a member that is not there yet matches nothing either. To add a member, select the
object that is to hold it, and name the member in `update`.
";

BAD_OVERLAY = 8, "the overlay is not valid", "
An overlay is a document of OpenAPI Overlay 1.0: a version, and actions that each have a
`target` (a JSONPath query by RFC 9535) and either `update` or `remove: true`. The target of an
update is an object (the update is merged into it) or an array (the update is appended to it),
never a plain value.

Wrong, because the target is text:

    overlay: 1.0.0
    info: {title: Corrections, version: 1.0.0}
    actions:
      - target: $.info.title
        update: Pets

Right:

    overlay: 1.0.0
    info: {title: Corrections, version: 1.0.0}
    actions:
      - target: $.info
        update: {title: Pets}
";

BAD_CONFIG = 9, "`twinspec.toml` is not valid", "
The configuration is not valid TOML, has a key that twinspec does not know, or a value that it
cannot use. All keys:

    output = 'generated'            # the folder for the code
    root = 'lib.rs'                 # the file that lists the modules; or 'mod.rs'

    [[api]]
    name = 'pets'                   # the name of the module
    spec = 'specs/pets.yaml'        # the OpenAPI document
    overlays = ['specs/fix.yaml']   # applied in this order
    reference-root = 'specs'        # the folder that `$ref`s into other files may not leave
    client = true                   # generate the client
    server = true                   # generate the server
    features = false                # put the halves behind the features `client` and `server`; or
                                    # 'per-tag': each tag behind a feature of its own as well
    standalone = false              # write the runtime's sources beside the code
    formats = { uuid = 'String' }   # formats that are plain text; or float = 'f32'
    unknown-members = 'ignore'      # members that a schema does not name; or 'keep'
    untyped = 'infer'               # what a schema without `type` is, by its keywords; or 'any'

Only `name` and `spec` are needed; the values above are the defaults of the others, but for
`overlays` and `formats`, which are empty, and `reference-root`, which is the document's folder.
";

MISSING_FEATURE = 10, "the crate lacks features that the generated code asks for", "
With `features = true` the halves of an API stand behind the cargo features `client` and `server`;
with `features = 'per-tag'` each tag stands behind a feature of its own too, called after it, and
types that no operation needs stand behind `full`. The crate that the code is written into must have
these features, or what stands behind them is never compiled. New tags of the document bring new
features.

For example, of a document with the tags `Users` and `Account Links`:

    [features]
    default = ['client', 'full']
    client = ['twinspec-runtime/client']
    server = ['twinspec-runtime/server']
    full = ['users', 'account-links']
    users = []
    account-links = []
";
}
