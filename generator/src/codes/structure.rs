//! Codes `TS01xx`: the structure of the document.

codes! {
REF_TO_NOWHERE = 101, "a `$ref` leads to nowhere", "
The reference names a place of the document where nothing stands.

Wrong, when the schema is called `Pet`:

    schema:
      $ref: '#/components/schemas/Pets'

Right:

    schema:
      $ref: '#/components/schemas/Pet'

What follows `#` is a JSON pointer: every step is a member's name, with `~1` for `/` and `~0`
for `~`, as in `#/paths/~1pets~1{petId}/get`. When a name much like the one asked for exists,
the finding suggests it.
";

DUPLICATE_OPERATION_ID = 102, "two operations have the same `operationId`", "
An `operationId` names one operation in the whole document, and the names of methods and types
are made of it. So that nothing is lost the second one gets a number, which is a poor name, and
which becomes another operation's when one is added before it.

Wrong:

    /pets:
      get: {operationId: list, responses: {}}
    /owners:
      get: {operationId: list, responses: {}}

Right:

    /pets:
      get: {operationId: listPets, responses: {}}
    /owners:
      get: {operationId: listOwners, responses: {}}

If the document is not yours, rename one by an overlay.
";

UNDECLARED_PATH_PARAMETER = 103, "a parameter of the path template is not declared", "
The path has a `{name}` for which neither the path nor the operation declares a parameter.
Nothing says what type its values have, so it is taken for a string.

Wrong:

    /pets/{petId}:
      get:
        operationId: readPet

Right:

    /pets/{petId}:
      parameters:
        - name: petId
          in: path
          required: true
          schema: {type: string}
      get:
        operationId: readPet

The name in the declaration has to be the name in the braces to the letter.
";

UNUSED_PATH_PARAMETER = 104, "a declared path parameter is not in the template", "
A parameter is declared with `in: path`, but the path has no `{name}` for it, so its value has
no place to stand. It is left out.

Wrong:

    /pets:
      get:
        parameters:
          - {name: petId, in: path, required: true, schema: {type: string}}

Right, one of:

    /pets/{petId}:
      get:
        parameters:
          - {name: petId, in: path, required: true, schema: {type: string}}

    /pets:
      get:
        parameters:
          - {name: petId, in: query, schema: {type: string}}
";

UNREADABLE_ELEMENT = 105, "an element of the document could not be read", "
A part of the document (an operation, a parameter, a response) does not have the shape that the
specification gives it. That part is left out and everything else is generated; the finding says
what does not fit.

Wrong, because `parameters` is a list:

    parameters:
      limit: {in: query, schema: {type: integer}}

Right:

    parameters:
      - {name: limit, in: query, schema: {type: integer}}

If the document is not yours, amend the element by an overlay.
";

EXTERNAL_REF = 106, "a `$ref` into another file is not supported", "
twinspec reads one document. A reference into another file, or to a URL, is not followed.

Wrong:

    schema:
      $ref: './pet.yaml#/Pet'

Right, after bundling the files into one:

    schema:
      $ref: '#/components/schemas/Pet'

Bundlers do this in one step, for example

    npx @redocly/cli bundle openapi.yaml --output bundled.yaml
";

ENDLESS_REF = 107, "a cycle of `$ref`s has no end", "
The reference leads to a reference, which leads to a reference, and so on back to the first:
none of them ever says anything. (A schema that holds itself in a property is something else,
and is fine.)

Wrong:

    components:
      schemas:
        Pet: {$ref: '#/components/schemas/Animal'}
        Animal: {$ref: '#/components/schemas/Pet'}

Right:

    components:
      schemas:
        Pet: {$ref: '#/components/schemas/Animal'}
        Animal: {type: object, properties: {parent: {$ref: '#/components/schemas/Animal'}}}
";

DUPLICATE_OPERATION = 108, "two operations have the same method and path template", "
Two paths are the same but for the names of their parameters, and both have this method. A
request would fit both, so a server could not tell which operation is meant.

Wrong:

    /pets/{petId}:
      get: {operationId: readPet}
    /pets/{name}:
      get: {operationId: readPetByName}

Right:

    /pets/{petId}:
      get: {operationId: readPet}
    /pets/by-name/{name}:
      get: {operationId: readPetByName}
";

UNKNOWN_SECURITY_SCHEME = 109, "a security requirement names no declared scheme", "
A requirement under `security` names a scheme that `components.securitySchemes` does not have.
Nothing says how a caller proves who it is. The operation does not become open by this: where it
has no other alternative, nobody can call it.

Wrong:

    security:
      - bearer: []
    components: {}

Right:

    security:
      - bearer: []
    components:
      securitySchemes:
        bearer: {type: http, scheme: bearer}
";
}
