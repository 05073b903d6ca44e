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

UNREADABLE_ELEMENT = 105, "a part of the document is not of the kind that belongs there", "
The specification says of every member whether it takes text, a number, a list, an object and so
on. What stands here is something else, so it cannot be read. It is left out and everything else
is generated; where the object that holds it would say something else without it (the body of a
request, the security of an operation), that object is left out too. What operations refer to costs
each of them the same as if it stood there; the finding names them.

Wrong, because `parameters` is a list:

    parameters:
      limit: {in: query, schema: {type: integer}}

Right:

    parameters:
      - {name: limit, in: query, schema: {type: integer}}

Text that looks like a number needs quotes in YAML: `version: '1.0'`. If the document is not
yours, amend the element by an overlay.
";

EXTERNAL_REF = 106, "a `$ref` leads to an address, and is not followed", "
twinspec reads the files of a document, and fetches nothing: code that is generated today must
be the same tomorrow, without a network. A reference to a URL is not followed; neither is one to
an `$id` that no schema has. What it stands for is any value, or is left out.

Wrong:

    schema:
      $ref: 'https://example.com/schemas/pet.yaml#/Pet'

Right, after downloading the file beside the document:

    schema:
      $ref: './pet.yaml#/Pet'

A schema with an absolute `$id` makes the references below it relative to that: below
`$id: https://example.com/pet`, the reference `owner` is `https://example.com/owner`.
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

MISSING_MEMBER = 120, "a required member is missing", "
The specification requires this member of the object. Where nothing can be made of the object
without it (a parameter without a name, a server without a URL), the object is left out;
otherwise the code does without the member.

Wrong:

    info:
      title: Pets

Right:

    info:
      title: Pets
      version: 1.0.0

OpenAPI 3.0 requires `paths`, even if there are none (`paths: {}`); later versions are content
with `components` or `webhooks`.
";

UNKNOWN_MEMBER = 121, "a member that the specification does not know", "
The object has a member that this version of the specification does not give it, so nothing is
made of it. Mostly the name is misspelt, the member belongs to another object, or to another
version of OpenAPI than the one that the document states.

Wrong:

    get:
      operationID: listPets

Right:

    get:
      operationId: listPets

Members of your own begin with `x-`.
";

WRONG_VALUE = 122, "a value that the specification does not allow here", "
The value is of the right kind, but not one of those that the specification allows in this place:
a word that is not in the list, a name with signs that it must not have, a list that must not be
empty.

Wrong:

    responses:
      2xx: {description: all pets}

Right:

    responses:
      2XX: {description: all pets}

Paths begin with `/`. Names of components consist of letters from `A` to `Z`, digits, `.`, `-` and
`_`. Types of schemas are `string`, `number`, `integer`, `boolean`, `array`, `object`, and from 3.1
on `null`.
";

CONFLICTING_MEMBERS = 123, "members of an object do not go together", "
Each of the members would be right by itself, but the specification does not allow one with the
other, or with that value of the other.

Wrong:

    - name: petId
      in: path
      required: false
      schema: {type: string}

Right, because a path without one of its segments is another path:

    - name: petId
      in: path
      required: true
      schema: {type: string}

Of `schema` and `content`, `example` and `examples`, `value` and `externalValue`, `operationId` and
`operationRef`, an object has one.
";

DUPLICATE_PARAMETER = 124, "a list has two parameters of the same name and place", "
A parameter is known by its name and by where it stands (`in`), and a list must not have two that
are the same. The last one counts. Names of headers are the same in any case; of the headers of an
answer the first counts.

Wrong:

    parameters:
      - {name: limit, in: query, schema: {type: integer}}
      - {name: limit, in: query, schema: {type: string}}

Right:

    parameters:
      - {name: limit, in: query, schema: {type: integer}}

A parameter of an operation may have the name and the place of one of its path, and then counts in
its stead: these are two lists.
";
}
