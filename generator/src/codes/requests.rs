//! Codes of what a request cannot say, or cannot tell apart.

codes! {
UNDEFINED_PARAMETER_STYLE = 320, "the specification does not define how a parameter is written", "
The specification says how single values, lists of them and objects of them are written in each
style. What goes beyond is left to each implementation, so servers and clients of other makers may
do it in another way. The finding says how the generated client writes it; the generated server
reads the same.

Nor does it say whose a part of a query is that two parameters have: an object whose members
stand for themselves, and a parameter with the name of a member. Here it belongs to one of them,
and to both where it is repeated, or where the other is no value without it. When both have equal
values the client sends what the server reads as both: `version=2`, or `version=2&version=2`. It
refuses the call, with an error that names both, when one has another value than the other. An API
key of the operation is no part of what is called the whole query (`in: querystring`).

For example:

    - name: filter
      in: query
      style: deepObject
      schema:
        type: object
        properties:
          tags: {type: array, items: {type: string}}   # filter[tags][]=a&filter[tags][]=b

Defined everywhere is JSON text:

    - name: filter
      in: query
      content:
        application/json:
          schema: {type: object}
";

AMBIGUOUS_PATHS = 321, "a URL fits two path templates", "
Two paths have the same method and fit one URL, and neither is more concrete than the other: each
has a parameter where the other has text. The specification does not say which one is meant. The
generated server takes the one whose text comes first, so that no client reaches the other one with
that value.

Wrong:

    /topics/{topic}/posts: {}
    /topics/latest/{kind}: {}       # /topics/latest/posts

Right:

    /topics/{topic}/posts: {}
    /latest-topics/{kind}: {}

No warning is given where the types of the parameters tell the paths apart.
";

CREDENTIALS_IN_ONE_PLACE = 322, "an operation asks for two credentials that have one place", "
All schemes of one security requirement are asked for together. Two of them have their credential
in the same place of the request, the header `Authorization` for instance: a request has the one or
the other. The generated client refuses to send one in place of the other. Where they are of
different forms, such as `basic` and `bearer`, the generated server finds one of them missing, so
that nobody is let in by this requirement; of two API keys the one value has to do for both.

Wrong:

    security:
      - basic: []
        bearer: []       # both at once

Right:

    security:
      - basic: []        # the one
      - bearer: []       # or the other

No warning is given where both are tokens (`bearer`, `oauth2`, `openIdConnect`): one token may do
for both, and the generated client sends it for both.
";
}
