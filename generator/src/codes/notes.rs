//! Codes `TS09xx`: the generator itself.

codes! {
INTERNAL = 901, "a fault of the generator itself", "
The code that twinspec made is not valid Rust. This is never the fault of the document: whatever
it says, the answer should be code or a finding about the document.

Please report it, with the document or the part of it that is needed to see the fault. Until it
is mended, an overlay that removes the element in question lets the rest be generated:

    overlay: 1.0.0
    info: {title: Corrections, version: 1.0.0}
    actions:
      - target: $.paths['/pets'].post
        remove: true
";
}
