//! Codes `TS03xx`: operations.

codes! {
CONTENT_TYPE_NOT_SUPPORTED = 301, "the schema of a content type is not applied", "
A body is described by a schema in a content type to which twinspec cannot apply it: XML, YAML
and the like are text to the generated code, and binary encodings are bytes; so is `*/*` beside
JSON of another schema, for it stands for whatever has no name of its own. Where the same
schema is described as JSON too, that one is typed, and the other content type is left out:
servers refuse it, and clients do not ask for it.

The same code tells of what a Media Type Object says and what has no effect for its content type:
`encoding` where the body is no form, an encoding of a member that the body does not have,
`itemSchema` where the body is no sequence.

For example:

    requestBody:
      content:
        application/xml: {schema: {$ref: '#/components/schemas/Pet'}}

If the server takes JSON too, say so, in the document or by an overlay:

    requestBody:
      content:
        application/json: {schema: {$ref: '#/components/schemas/Pet'}}
";

PARAMETER_CONTENT_NOT_SUPPORTED = 302, "the content of a parameter is of a type that is not known", "
The parameter is described by `content`, whose media type is neither JSON nor text (nor, for
`in: querystring`, a form). It is generated all the same, and its value is written as plain text.

For example:

    - name: filter
      in: query
      content:
        application/xml:
          schema: {type: string}

What is known:

    - name: filter
      in: query
      content:
        application/json:
          schema: {type: object}
";

PATH_TEMPLATE_NOT_SUPPORTED = 303, "the shape of a path template is not supported", "
A path is a list of segments between slashes, and a parameter stands in a segment. This one has
a shape that cannot be routed: braces that do not match, an empty name, or the same name twice.

Wrong:

    /pets/{petId}/friends/{petId}: {}
    /pets/{: {}

Right:

    /pets/{petId}/friends/{friendId}: {}
    /pets/{petId}: {}
";

SECURITY_SCHEME_NOT_SUPPORTED = 304, "the credentials of a security scheme are not computed", "
The document declares an HTTP authentication scheme whose credential is the answer to a challenge
of the server or a proof of one request: `digest`, `negotiate`, `hoba`, `dpop` and the like. The
generated client sends what you provide after the name of the scheme, as it is, and computes
nothing; the generated server hands it to your authenticator. No operation becomes open by this.

To compute it, give the client a transport that does, or a layer of tower.

Sent without more ado are `basic`, `bearer` and schemes of your own, keys in a header, in the query
or in a cookie, and the tokens of OAuth 2.0 and of OpenID Connect:

    components:
      securitySchemes:
        bearer: {type: http, scheme: bearer}
        apiKey: {type: apiKey, in: header, name: x-api-key}
";

UNDEFINED_SERVER_VARIABLE = 305, "a variable of a server URL is not defined", "
The URL of a server has a `{name}` that the server's `variables` do not define, so there is no
value to put in its place. The server is left out of those that the client can be built for.

Wrong:

    servers:
      - url: https://{region}.example.com

Right:

    servers:
      - url: https://{region}.example.com
        variables:
          region: {default: eu, enum: [eu, us]}
";

IGNORED_HEADER_PARAMETER = 306, "a header parameter is ignored", "
The specification says that header parameters named `Accept`, `Content-Type` and `Authorization`
are to be ignored: the content types of bodies and the security schemes say what these headers
hold.

Without effect:

    parameters:
      - {name: Authorization, in: header, required: true, schema: {type: string}}

What is meant:

    security:
      - bearer: []
    components:
      securitySchemes:
        bearer: {type: http, scheme: bearer}
";

BAD_ENVELOPE = 307, "the envelope extension is not valid", "
`x-twinspec-envelope` tells how an API that answers 200 for everything says whether it
succeeded. It needs the property that tells, the value that means success, and the schema of a
failure; it may name the member that holds the data.

Wrong, because nothing says which value means success:

    x-twinspec-envelope:
      success: {property: statusCode}

Right:

    x-twinspec-envelope:
      success: {property: statusCode, equals: 200}
      failure: {schema: {$ref: '#/components/schemas/Failure'}}
      data: data

The property and the data have to be members of the schemas that are answered.
";

OPERATION_WITHOUT_RESPONSES = 308, "an operation documents no response", "
The operation has no `responses`, or none that could be read. It is generated, but every answer
is one that the document does not speak of: the caller gets it as an unexpected answer, with its
body kept.

Wrong:

    get:
      operationId: listPets

Right:

    get:
      operationId: listPets
      responses:
        200:
          description: all pets
          content:
            application/json:
              schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}
";

PART_NOT_SUPPORTED = 309, "a part of the document is not generated yet", "
The document describes something that no code is generated for: callbacks and links of webhooks and
of callbacks, links into other documents, callbacks and path items under `components` that nothing
refers to, examples that stand elsewhere (`externalValue`), operations of the method `CONNECT`, and
the like. Everything else is generated.

    webhooks:
      orderShipped:
        post:
          callbacks:        # described, but not generated
            onReceived: {...}

Nothing needs to be mended in the document. Until the part is supported, write that code by hand:
the types of its schemas are there when the schemas stand under `components`.
";

BAD_TERMINATOR = 312, "the terminator of a sequence is not valid", "
`x-twinspec-terminator` is the text that stands in the place of an item after the last one of a
body that is one item after another (server-sent events, JSON Lines, JSON text sequences).

Wrong:

    text/event-stream:
      schema: {$ref: '#/components/schemas/Token'}
      x-twinspec-terminator: true

Right:

    text/event-stream:
      schema: {$ref: '#/components/schemas/Token'}
      x-twinspec-terminator: '[DONE]'
";

BAD_PAGINATION = 313, "the pagination extension is not valid", "
`x-twinspec-pagination` of an operation tells how the pages of a list follow one another, so that
a client can give all items as one stream. `style` says what leads to the next page, and each style
has members of its own:

    page      parameter, first, items, total, pages, more
    offset    parameter, items, total, more
    cursor    parameter, items, cursor or key, total, more
    link      items, next, total

Wrong, because nothing says which parameter has the cursor:

    get:
      operationId: listUsers
      x-twinspec-pagination: {style: cursor, items: /users, cursor: /next}

Right:

    get:
      operationId: listUsers
      x-twinspec-pagination: {style: cursor, parameter: after, items: /users, cursor: /next}

A document that is not yours gets it by an overlay.
";

PAGINATION_TO_NOWHERE = 314, "the pagination extension names something that is not there", "
`x-twinspec-pagination` names a parameter that the operation does not have, a member that its
answer does not have, or one of a type that cannot be what it is said to be.

A parameter is named by its name, or by a runtime expression as in links of OpenAPI:
`$request.query.page`, `$request.body#/page`. A part of the answer is named by a JSON pointer into
its body, or by `$response.body#/total`, `$response.header.X-Total`. Every member on the way must be
one of an object with known members; a header must be declared.

Wrong:

    x-twinspec-pagination: {style: page, parameter: page, items: /data}
    responses:
      200:
        content:
          application/json:
            schema: {type: array, items: {type: string}}

Right, for the body itself is the list:

    x-twinspec-pagination: {style: page, parameter: page}
";

BAD_EXPRESSION = 315, "a runtime expression has no value", "
A callback says by a runtime expression where it is sent, and a link says by one what the next
operation is called with (section 4.8.20.3, Runtime Expressions). It can name what the operation
declares: parameters of the path, the query and headers, the bodies of the request and of the
answer, with a JSON pointer, headers of the answer, and `$url`, `$method`, `$statusCode`.

Wrong:

    post:
      requestBody: {...}
      callbacks:
        onEvent:
          '{$request.query.callbackUrl}': {...}   # no parameter of this name is declared

Right:

    post:
      parameters:
        - {name: callbackUrl, in: query, schema: {type: string, format: uri}}
      callbacks:
        onEvent:
          '{$request.query.callbackUrl}': {...}
";

LINK_TO_NOWHERE = 316, "a link leads to nothing", "
A link names an operation of a path by its `operationId`, or by a reference to it (`operationRef`),
and parameters of that operation by their names; a parameter may have its place before its name:
`path.id`.

Wrong:

    links:
      GetUser:
        operationId: getUsr       # there is no such operation

Right:

    links:
      GetUser:
        operationId: getUser
        parameters: {id: $response.body#/id}
";
}
