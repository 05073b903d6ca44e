//! Codes `TS09xx`: the generator itself.

codes! {
INTERNAL = 901, "a fault of the generator itself", "
TODO
";

}
