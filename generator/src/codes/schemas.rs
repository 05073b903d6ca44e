//! Codes `TS02xx`: schemas.

codes! {
SCHEMA_NOT_SUPPORTED = 201, "a schema keyword is not supported yet", "
twinspec cannot make a type of this keyword, or of these keywords together, yet. The type of
this schema accepts any JSON (`serde_json::Value`), so nothing that a peer sends is lost; what
validation can check of it is checked. Of a text whose content has a schema (`contentSchema`), the
text is what is left.

A component that is no object is checked wherever it is referred to. One that has more than 4096
checks, or is a branch of itself so that they have no end, keeps there those that hold no others.

Where something of a schema is not checked (here, or a `pattern` that cannot be run), keywords about
it would refuse what is valid. So `not` refuses nothing then, more than one branch of `oneOf` may
fit, a value passes `if` by either `then` or `else`, and `maxContains` is no limit.

For example:

    Pet:
      if: {properties: {kind: {const: cat}}}
      then: {required: [lives]}

If you know that callers need a narrower type, say it in other words by an overlay: name the
cases in `oneOf` with a discriminator, or write the common properties and leave the condition
out.

    Pet:
      type: object
      required: [kind]
      properties:
        kind: {type: string}
        lives: {type: integer}
";

CONTRADICTORY_SCHEMA = 202, "a schema contradicts itself", "
No value can satisfy the schema: two of its demands exclude each other. The type is any JSON
value, and validation refuses every one.

Wrong, because nothing is text and a number at once:

    Id:
      allOf:
        - {type: string}
        - {type: integer}

Right, when either is allowed:

    Id:
      oneOf:
        - {type: string}
        - {type: integer}

Bounds that leave nothing (`minimum: 10` with `maximum: 5`) have this code too.
";

ENUM_VALUE_TYPE = 203, "an enum value is not of the schema's type", "
The schema has a type, and a value in its `enum` is not of that type. No value can be both, so
this one can never occur, and it is left out.

Wrong, because YAML reads `1` as a number:

    type: string
    enum: [1, two]

Right:

    type: string
    enum: ['1', two]

YAML takes `true`, `null`, `1` and `1.0` for values that are not text unless they are quoted.
For an enum that may be null, write `type: [string, 'null']` (3.1) or `nullable: true` (3.0).
";

DEFAULT_TYPE = 204, "a default is not of the schema's type", "
The `default` is not a value that the schema allows. A receiver that fills it in would hold
something that its own document forbids, so it is left out.

Wrong:

    limit:
      type: integer
      default: '10'

Right:

    limit:
      type: integer
      default: 10
";

EXAMPLE_TYPE = 205, "an example contradicts its schema", "
An example is shown to readers and is what the example server answers, but it is not a value
that its schema allows. One of the two is wrong. The example server leaves it out: where no other
example is left, it answers with a sample that is made of the schema.

One that the type could hold and that validation alone refuses, because it is too long or none of
the values of an `enum` for instance, is shown all the same, and a note says so. What does not match
a `pattern` is not told.

Wrong:

    createdAt:
      type: string
      format: date-time
      example: yesterday

Right:

    createdAt:
      type: string
      format: date-time
      example: '2024-05-01T12:00:00Z'
";

ARRAY_WITHOUT_ITEMS = 206, "an array does not say of what", "
The schema has `type: array` but no `items`. Its elements may be anything, so their type is
`serde_json::Value`.

Wrong, when it is a list of texts:

    tags:
      type: array

Right:

    tags:
      type: array
      items: {type: string}
";

PATTERN_NOT_SUPPORTED = 207, "a regular expression cannot be run in linear time", "
Generated code checks `pattern` and `patternProperties` with an engine whose time is linear in the
text, so that nobody can stall a server with a text made for it. That engine knows neither
look-around nor back-references. Look-ahead at the very beginning of a `pattern`, `^(?!A)B`, is
checked all the same, as a condition of its own. Any other such pattern is not checked;
everything else of its schema is. What `not`, `oneOf`, `if` and `maxContains` about such a schema
still check, `twinspec explain TS0201` says. Beside names of `patternProperties` that cannot be
told, `additionalProperties` and `unevaluatedProperties` refuse no member.

Wrong:

    pattern: '^[a-z]+(?<!admin)$'

Right, when the exception can be said otherwise:

    pattern: '^[a-z]+$'
    not: {pattern: 'admin$'}
";

BRANCHES_ALIKE = 214, "branches of a union cannot be told apart", "
`oneOf` demands that a value fits exactly one branch, but what fits one of these fits the other as
well: they demand the same members, and neither refuses what the other has. A client takes the
branch that keeps most of a value; a server refuses the value, as the document says.

Wrong:

    Pet:
      oneOf:
        - {type: object, properties: {lives: {type: integer}}}
        - {type: object, properties: {bark: {type: string}}}

Right:

    Pet:
      oneOf:
        - {type: object, required: [kind], properties: {kind: {const: cat}, lives: {type: integer}}}
        - {type: object, required: [kind], properties: {kind: {const: dog}, bark: {type: string}}}

A `discriminator`, a property with another `const` in each branch, or another required property in
each tells them apart. When a value may well be of several branches, write `anyOf`.
";

MAPPING_TO_NOWHERE = 215, "a discriminator maps a value to a schema that is none of its branches", "
The `mapping` of a discriminator names, for a value of the tag, the schema that the object is of.
This one names no schema, or one that the union does not list. Nothing can be decoded as it: the
value is treated as one that the document does not know. The same is told of a `defaultMapping`, and
of a mapping beside which there is no union at all.

Wrong:

    Pet:
      oneOf: [{$ref: '#/components/schemas/Cat'}]
      discriminator:
        propertyName: kind
        mapping: {cat: '#/components/schemas/Kat'}

Right:

    Pet:
      oneOf: [{$ref: '#/components/schemas/Cat'}]
      discriminator:
        propertyName: kind
        mapping: {cat: '#/components/schemas/Cat'}
";

ANY_VALUE = 220, "a schema has no type of its own", "
What the schema says does not lead to one type of Rust, so the type is any JSON value
(`serde_json::Value`). Nothing that a peer sends is lost, and validation checks what the schema
demands.

For example, because a number and a list may be this long or that, too:

    Size:
      maxLength: 5

If values are of one type, say so:

    Size:
      type: string
      maxLength: 5

`twinspec inspect` shows what was decided for a schema.
";

OPEN_TUPLE = 231, "an array with described places is no tuple", "
`prefixItems` describes the first items of an array. Without `minItems` some of them may be
missing, and without `items: false` or `maxItems` others may follow, so the array is a list of
any JSON values, which validation checks. Where all of them are of one type, it is a list of that.

Wrong, when there are always two:

    position:
      type: array
      prefixItems: [{type: number}, {type: string}]

Right, a tuple:

    position:
      type: array
      prefixItems: [{type: number}, {type: string}]
      minItems: 2
      items: false
";

OPEN_PATTERNS = 232, "a map by patterns has no one type of values", "
`patternProperties` describes the members whose names match. Without `additionalProperties`
there may be others of any kind, and several patterns may be of several types, so the values of
the map are any JSON values, which validation checks.

Wrong, when no other names are meant:

    headers:
      type: object
      patternProperties: {'^x-': {type: string}}

Right, a map of texts:

    headers:
      type: object
      patternProperties: {'^x-': {type: string}}
      additionalProperties: false
";

PATTERN_OF_ANOTHER_SYNTAX = 233, "a regular expression is not of the syntax that JSON Schema asks for", "
The patterns of JSON Schema are regular expressions of ECMA-262, with its flag `u`. What other
engines know (`(?i)`, `\\A`, possessive `++`) or a browser forgives (a `]` that nothing opens) is
checked as it is likely meant, but another tool may refuse the document or read it otherwise.

Wrong, since the class is never opened:

    pattern: '\\[a-z]'

Right:

    pattern: '[a-z]'
";

ENDLESS_VALUE = 234, "no value of a schema comes to an end", "
Each value of the schema must hold another value of it, itself or by way of others, so there is
none that could be written down, and none is ever valid. Nearly always a member is required that
the last value of a chain does not have.

Wrong:

    Node:
      type: object
      required: [id, next]
      properties:
        id: {type: string}
        next: {$ref: '#/components/schemas/Node'}

Right, since the last node has no next one:

    Node:
      type: object
      required: [id]
      properties:
        id: {type: string}
        next: {$ref: '#/components/schemas/Node'}
";
}
