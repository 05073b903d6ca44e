//! Codes `TS013x`: references and what they name.

codes! {
REF_TO_UNREADABLE_FILE = 130, "a `$ref` leads to a file that cannot be read", "
The reference names a file that is not there, is a folder, may not be read, or is not UTF-8
text. A path is relative to the folder of the file that the reference stands in, not to the
folder of the document that is generated from.

Wrong, in `specs/schemas/pet.yaml`, when the other file is `specs/schemas/owner.yaml`:

    owner: {$ref: 'schemas/owner.yaml'}

Right:

    owner: {$ref: 'owner.yaml'}

`%` and two digits stand for a character that a URI cannot hold: `a%20b.yaml` is the file
`a b.yaml`, and `100%25.yaml` is the file `100%.yaml`.
";

REF_OUT_OF_FOLDER = 131, "a `$ref` leads out of the folder of the document", "
A document may come from anywhere, and must not make twinspec read files that have nothing to do
with it. So references lead to files in the document's own folder and the folders below it. That
is true of where a link of the file system leads as well.

Wrong, from `apis/pets/openapi.yaml`:

    schema: {$ref: '../common/error.yaml'}

Right, one of: move the file to `apis/pets/common/error.yaml`, or allow a wider folder in
`twinspec.toml`, relative to that file

    [[api]]
    name = 'pets'
    spec = 'apis/pets/openapi.yaml'
    reference-root = 'apis'

or for one document, `twinspec generate apis/pets/openapi.yaml --reference-root apis --out src`.
";

REF_PAST_ID = 132, "a `$ref` below an `$id` means the whole document", "
`$id` makes a schema a resource of its own: in everything below it, `#` is that schema, and no
longer the document (JSON Schema 2020-12, section 8.2.1). There is nothing at this place of the
schema, but there is in the document, so that is what the reference is taken for. Other tools
may refuse it.

Wrong:

    components:
      schemas:
        Pet:
          $id: https://example.com/pet
          properties:
            owner: {$ref: '#/components/schemas/Owner'}

Right, when nothing refers to `https://example.com/pet`: remove the `$id`. Otherwise write the
name of the document before the `#`:

            owner: {$ref: 'openapi.yaml#/components/schemas/Owner'}
";

UNKNOWN_DIALECT = 133, "the dialect of a schema is not known", "
`$schema` and `jsonSchemaDialect` say which dialect of JSON Schema is used. twinspec understands
that of OpenAPI 3.1 and later, which is JSON Schema 2020-12, and reads every other one as if it
were that. Mostly this is right, but some keywords have changed: `items` with a list is
`prefixItems` now, `definitions` is `$defs`, `dependencies` is `dependentRequired` or
`dependentSchemas`.

Wrong:

    $schema: http://json-schema.org/draft-07/schema#
    type: array
    items: [{type: string}, {type: integer}]

Right:

    $schema: https://json-schema.org/draft/2020-12/schema
    type: array
    prefixItems: [{type: string}, {type: integer}]
";

DUPLICATE_IDENTITY = 134, "two schemas have the same identity", "
Two schemas have the same `$id`, or two of one resource the same `$anchor` or `$dynamicAnchor`.
A reference by that name leads to the first, in the order of the document.

Wrong:

    Pet: {$id: 'https://example.com/pet', type: object}
    Dog: {$id: 'https://example.com/pet', type: object}

Right:

    Pet: {$id: 'https://example.com/pet', type: object}
    Dog: {$id: 'https://example.com/dog', type: object}
";

DYNAMIC_REF = 135, "a `$dynamicRef` has no one target", "
Where a `$dynamicRef` leads depends on the schemas through which it was reached (JSON Schema
2020-12, section 8.2.3.2). twinspec follows it along every way through the document, and makes a
type for each. Here there are more ways than it follows, so the value is any JSON value, and is
not validated.

    List:
      $id: https://example.com/list
      items: {$dynamicRef: '#item'}
      $defs:
        any: {$dynamicAnchor: item}

Refer to the schema itself by `$ref` where there is only one that can be meant:

    Names:
      type: array
      items: {$ref: '#/components/schemas/Name'}
";
}
