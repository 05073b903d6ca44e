//! Tuples: arrays of a fixed length, each place with a type of its own (`prefixItems`).

use super::node::Node;
use super::{Decode, Decoded, Encode, Faults, Items, Rule, Violations, Writer};

/// The items of an array that must have `length` of them.
fn items(node: Node<'_>, length: usize) -> Decoded<Items<'_>> {
    let items = node.items()?;
    if items.len() == length {
        return Ok(items);
    }
    let rule = if items.len() < length { Rule::MinItems } else { Rule::MaxItems };
    Err(Violations::new(rule, format!("must have {length} items, not {}", items.len())))
}

macro_rules! tuples {
    ($($length:literal: $($type:ident $value:ident $index:tt),+;)+) => {$(
        impl<$($type: Decode),+> Decode for ($($type,)+) {
            fn decode(node: Node<'_>) -> Decoded<Self> {
                let items = items(node, $length)?;
                let mut items = items.iter();
                let mut faults = Faults::new();
                $(
                    let $value = match items.next() {
                        Some(json) => faults.keep_item($index, $type::decode(node.part(json))),
                        // There are as many as are asked for.
                        None => Err(faults.add(Violations::new(Rule::MinItems, "is missing"))),
                    };
                )+
                faults.end()?;
                Ok(($($value?,)+))
            }
        }

        impl<$($type: Encode),+> Encode for ($($type,)+) {
            fn encode(&self, out: &mut Writer) {
                let mut array = out.array();
                $(self.$index.encode(array.next());)+
                array.end();
            }
        }
    )+};
}

tuples! {
    1: A a 0;
    2: A a 0, B b 1;
    3: A a 0, B b 1, C c 2;
    4: A a 0, B b 1, C c 2, D d 3;
    5: A a 0, B b 1, C c 2, D d 3, E e 4;
    6: A a 0, B b 1, C c 2, D d 3, E e 4, F f 5;
    7: A a 0, B b 1, C c 2, D d 3, E e 4, F f 5, G g 6;
    8: A a 0, B b 1, C c 2, D d 3, E e 4, F f 5, G g 6, H h 7;
}
